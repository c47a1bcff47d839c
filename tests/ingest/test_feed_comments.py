import pytest

from graph.model import DocumentKind
from tests.ingest.feeds import ATOM, item, rss, said
from tests.ingest.reading import drafts, read, reasons, source, subjects, writers


@pytest.fixture
def feed(tmp_path):
    def made(*texts, encoding="utf-8"):
        (tmp_path / "feeds").mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            data = text if isinstance(text, bytes) else text.encode(encoding)
            (tmp_path / "feeds" / f"{number}.xml").write_bytes(data)
        return read(tmp_path, source("feed", "feeds"))

    return made


def test_comments_come_after_the_posts_of_all_files_and_none_before_what_it_answers(feed):
    reply = 'In reply to <a href="https://example.org/post-1/#comment-5">Dan Chalk</a>.\n\n<p>Mondays.</p>'
    comments = rss(
        said("6", name="Asha Rao", body=reply), said("5"), title="Comments on: Huddles", link="post-1/"
    )
    post, first, second = drafts(feed(comments, rss(item())))
    assert (post.kind, first.parent) == (DocumentKind.POST, post.key)
    assert (second.parent, second.thread) == (first.key, post.key)
    assert second.body == "<p>Mondays.</p>"


def test_a_comment_whose_post_is_out_of_the_window_still_names_it(feed):
    (alone,) = drafts(feed(rss(said("6", post="9"), title="Comments on: Older", link="post-9/")))
    assert (alone.title, alone.parent) == ("Comment on Older", "https://example.org/?p=9")


def test_a_comment_goes_to_its_post_by_its_link_where_the_guid_is_the_link(feed):
    guid = "https://example.org/post-1/comment-page-2/#comment-5"
    post, comment = drafts(feed(rss(item(), said(guid=guid, link=guid))))
    assert comment.parent == post.key


def test_a_comment_without_an_address_of_its_own_goes_by_its_feed(feed):
    bare = said(guid="c-5", link="https://other.example/x")
    post, comment = drafts(feed(rss(item()), rss(bare, title="Comments on: H", own="post-1/feed/")))
    assert comment.parent == post.key


def test_a_site_wide_comment_feed_names_post_and_writer_in_its_titles(feed):
    whole = said(post="9", title="Comment on Huddles by night by Dan Chalk", **{"dc:creator": None})
    (comment,) = drafts(feed(rss(whole, title="Comments for A blog")))
    assert (comment.title, writers(comment)) == ("Comment on Huddles by night", ["Dan Chalk"])


def test_a_post_may_be_called_like_a_comment(feed):
    (post,) = drafts(feed(rss(item(title="Comment on huddles by a nurse"))))
    assert post.kind == DocumentKind.POST


def test_atom_comments_stand_under_what_they_are_in_reply_to(feed):
    entry = (
        '<entry><id>{0}</id><title>By: {1}</title><link href="https://example.org/1/#comment-{2}"/>'
        "<author><name>{1}</name></author><content>Hi {2}</content>"
        '<thr:in-reply-to ref="{3}" href="https://example.org/1/"/></entry>'
    )
    posts = (
        f'{ATOM}<entry><id>p1</id><title>Falls</title><link href="https://example.org/1/"/></entry></feed>'
    )
    both = entry.format("p1#comment-6", "Asha Rao", "6", "p1#comment-5") + entry.format(
        "p1#comment-5", "Dan Chalk", "5", "p1"
    )
    post, first, second = drafts(feed(posts, f"{ATOM}<title>Comments on Falls</title>{both}</feed>"))
    assert (first.parent, second.parent, second.thread) == (post.key, first.key, post.key)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Protected Comments: Please enter your password to view comments.", "password-protected"),
        ("<p>[&#8230;] as Asha Rao writes, huddles [&#8230;]</p>", "pingback"),
        ("", "no text"),
    ],
)
def test_comments_that_nobody_wrote_to_be_read_are_left_out(feed, body, reason):
    assert reasons(feed(rss(item(), said(body=body)))) == [reason]


@pytest.mark.parametrize("name", ["Anonymous", "admin", "jo@example.org", "01632 960117"])
def test_a_comment_without_a_name_has_no_author(feed, name):
    assert subjects(drafts(feed(rss(item(), said(name=name))))[1]) == []
