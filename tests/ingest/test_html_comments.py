from functools import partial

import pytest

from tests.ingest.reading import drafts, writers
from tests.ingest.saved_pages import THREAD, linked, made, read_page


@pytest.fixture
def page(tmp_path):
    return partial(read_page, tmp_path)


def test_no_personal_address_is_kept(page):
    found = repr(page(made(linked(), below=THREAD)))
    assert "gravatar" not in found
    assert "zoe@" not in found


@pytest.mark.parametrize(
    "below",
    [
        """<div id="comments"><div class="comment" id="c1"><span class="author">Zoë Turner</span>
           <span class="date">5 May 2023</span><div class="text">Good.</div></div>
           <div class="comment" id="c2"><span class="author">Sam</span><span class="date">6 May 2023</span>
           <div class="text">Indeed.</div></div></div>""",
        """<div id="disqus_thread"><ul><li class="post-comment"><a class="username">Zoë Turner</a> <a class="time-ago"
           title="5 May 2023 10:00">3 months ago</a><div class="post-message"><p>Good.</p></div></li>
           <li class="post-comment"><a class="username">Sam</a> <a class="time-ago" title="6 May 2023 11:00">x</a>
           <div class="post-message"><p>Indeed.</p></div></li></ul></div>""",
        """<div class="wrap"><div class="unit"><p class="commentAuthor">Zoë Turner</p>
           <p class="commentDate">5 May 2023</p>
           <p class="commentText">Good.</p></div><div class="unit"><p class="commentAuthor">Sam</p>
           <p class="commentDate">6 May 2023</p><p class="commentText">Indeed.</p></div></div>""",
        """<h2>2 comments</h2><p>Zoë Turner says:</p><p>5 May 2023 at 10:00</p><p>Good.</p><p>Sam says:</p>
           <p>6 May 2023 at 11:00</p><p>Indeed.</p>""",
        """<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
           <span itemprop="author">Zoë Turner</span>
           <meta itemprop="dateCreated" content="2023-05-05"><p itemprop="text">Good.</p></div>
           <div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Sam</span>
           <meta itemprop="dateCreated" content="2023-05-06"><p itemprop="text">Indeed.</p></div>""",
    ],
)  # fmt: skip
def test_comments_are_found_however_they_are_marked(page, below):
    post, first, second = drafts(page(made(below=below)))
    assert (writers(first), first.published[:10], first.body) == (["Zoë Turner"], "2023-05-05", "Good.")
    assert (writers(second), second.published[:10], second.body) == (["Sam"], "2023-05-06", "Indeed.")
    assert "Indeed" not in post.body


def test_comments_of_the_linked_data_are_read_where_the_page_shows_none(page):
    said = {"@type": "Comment", "author": {"name": "Sam"}, "dateCreated": "2023-05-06", "text": "Indeed."}
    _, first = drafts(page(made(linked({"@type": "Article", "headline": "Huddles", "comment": [said]}))))
    assert (writers(first), first.published, first.body) == (["Sam"], "2023-05-06", "Indeed.")


def test_the_latest_comments_of_a_site_are_no_comments_of_the_page(page):
    recent = """<aside class="widget widget_recent_comments"><ul><li class="recentcomments comment">
        <span class="author">Sam</span> on <a href="/other">Other</a></li></ul></aside>"""
    assert len(drafts(page(made(below=recent)))) == 1


def test_comments_keep_their_keys_when_one_is_put_before_them(page):
    unit = '<div class="comment"><cite>{0}</cite><time datetime="2023-05-05"></time><p>Well, {0} thinks so.</p></div>'
    before = {one.key for one in drafts(page(made(below=unit.format("Sam") + unit.format("Zoë"))))}
    after = {one.key for one in drafts(page(made(below="".join(map(unit.format, ("Ada", "Sam", "Zoë"))))))}
    assert before < after


def test_the_writer_of_a_page_is_told_by_their_own_comment_where_nothing_else_tells(page):
    below = """<ol class="commentlist"><li class="comment byuser bypostauthor" id="comment-1"><b class="fn">Asha Rao</b>
        <time datetime="2024-03-05">5 March</time><div class="comment-content"><p>Thank you.</p></div></li></ol>"""
    post, _ = drafts(page(made(below=below)))
    assert writers(post) == ["Asha Rao"]
    post, _ = drafts(page(made('<meta name="author" content="Dan Chalk">', below=below)))
    assert writers(post) == ["Dan Chalk"]


def test_a_comment_has_its_own_heading_and_what_its_author_card_holds(page):
    below = """<div id="comments">
        <div class="comment" id="comment-1"><h5>Rather a small step</h5><span class="author">Sam</span>
          <span class="date">5 May 2023</span><div class="text"><p>Good.</p></div></div>
        <div class="comment" id="comment-2"><div class="comment-author vcard"><p>Indeed.</p>
          <p><cite>Comment by <span class="fn">Zoë Turner</span> 6 May 2023</cite></p></div></div></div>"""
    _, first, second = drafts(page(made(below=below)))
    assert first.body == "Rather a small step\n\nGood."
    assert (writers(second), second.body) == (["Zoë Turner"], "Indeed.")


def test_a_reference_that_leads_nowhere_means_the_one_person_described(page):
    graph = [{"@type": "Article", "headline": "Huddles", "author": {"@id": "#person/"}},
             {"@type": "Person", "@id": "#person/1", "name": "Asha Rao"}]  # fmt: skip
    (post,) = drafts(page(made(linked({"@graph": graph}))))
    assert writers(post) == ["Asha Rao"]
    graph.append({"@type": "Person", "@id": "#person/2", "name": "Dan Chalk"})
    (post,) = drafts(page(made(linked({"@graph": graph}))))
    assert writers(post) == []
