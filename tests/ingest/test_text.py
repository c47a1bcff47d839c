import pytest

from graph.model import DocumentKind
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers

PAGE = """\
Skip to main content
Our community
Home   Stories   Projects   About
Home > Stories

One year of huddles

Ten minutes a day, and what is left.

By Asha Rao, Ward Manager at Northmere NHS Trust

18 April 2023
4 minute read

Last month our project came to an end. The huddle did not prevent the falls. The floor did, and we said so.

"The huddle did not prevent the falls. The floor did."

What did not last

Weekends did not.

Share this page
E-mail   Print   Copy link
"""
QUOTE = "The huddle did not prevent the falls. The floor did"
COMMENTS = """
Comments
3

1. Dan Chalk
18 April 2023 at 17:52
That should be on a mug.
Reply

2. Anonymous
19 April 2023 at 07:14
I work upstairs.

It stopped there.
Reply

3. Asha Rao
20 April 2023 at 08:05
In reply to Dan Chalk
Send me one.
Reply

Leave a comment
Your e-mail address will not be published.

You might also like
Another story
"""


@pytest.fixture
def page(tmp_path):
    def made(text, more="", encoding="utf-8"):
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / "huddles.txt").write_bytes(text.encode(encoding))
        return read(tmp_path, source("text", "pages", more))

    return made


def test_a_page_has_title_author_date_and_body(page):
    (post,) = drafts(page(PAGE, 'url = "https://example.org/{stem}"'))
    (author,) = subjects(post)
    assert (post.key, post.title, post.published) == ("huddles.txt", "One year of huddles", "18 April 2023")
    assert (author.name, author.role, author.organisation) == (
        "Asha Rao",
        "Ward Manager",
        "Northmere NHS Trust",
    )
    assert (post.kind, post.url) == (DocumentKind.POST, "https://example.org/huddles")


def test_the_body_is_without_navigation_and_says_nothing_twice(page):
    (post,) = drafts(page(PAGE))
    assert post.body.split("\n\n") == [
        "Ten minutes a day, and what is left.",
        f"Last month our project came to an end. {QUOTE}, and we said so.",
        "What did not last",
        "Weekends did not.",
    ]


def test_comments_stand_below_with_author_date_and_parent(page):
    _, first, second, third = drafts(page(PAGE + COMMENTS))
    assert (first.key, first.parent, first.thread) == ("huddles.txt#comment-1", "huddles.txt", "huddles.txt")
    assert (writers(first), first.published, first.body) == (
        ["Dan Chalk"], "18 April 2023 at 17:52", "That should be on a mug.",
    )  # fmt: skip
    assert (writers(second), second.body) == ([], "I work upstairs.\n\nIt stopped there.")
    assert (third.parent, third.body) == ("huddles.txt#comment-1", "Send me one.")
    assert first.title == "Comment on One year of huddles"


def test_what_comes_after_the_comments_belongs_to_nobody(page):
    items = drafts(page(PAGE + COMMENTS))
    assert "Another story" not in repr(items)
    assert "published" not in items[-1].body


@pytest.mark.parametrize(
    "below",
    [
        (
            "2 comments\n\nDan Chalk says:\n5 May 2023 at 10:00 am\nGood.\n\n"
            "Zoë Turner says:\nMay 6, 2023\nIndeed."
        ),
        "2 Comments\nDan Chalk, 5 May 2023\nGood.\nZoë Turner on 6 May 2023 at 9:30\nIndeed.",
        "2 responses to “Huddles”\nDan Chalk\n2023-05-05\nGood.\n\nZoë Turner\n06/05/2023\nIndeed.",
        "Comments (2)\nPosted by Dan Chalk on 5 May 2023\nGood.\nPosted by Zoë Turner on 6 May 2023\nIndeed.",
        "Comments:\n#1 Dan Chalk\n5th May 2023, 10:00\nGood.\n#2 Zoë Turner\n6th May 2023, 11:00\nIndeed.",
    ],
)
def test_comments_are_found_however_they_are_written(page, below):
    _, first, second = drafts(page(f"Huddles\n\nBy Asha Rao\n\nWe hold them daily.\n\n{below}\n"))
    assert (writers(first), first.body) == (["Dan Chalk"], "Good.")
    assert (writers(second), second.body) == (["Zoë Turner"], "Indeed.")
    assert first.published
    assert second.published


def test_an_indented_comment_answers_the_one_above_it(page):
    below = "Comments\n\nDan Chalk\n5 May 2023\nGood.\n\n    Zoë Turner\n    6 May 2023\n    Indeed.\n"
    _, first, second = drafts(page(f"Huddles\n\nBy Asha Rao\n\nWe hold them daily.\n\n{below}"))
    assert (first.parent, second.parent) == ("huddles.txt", "huddles.txt#comment-1")


def test_a_link_to_the_comments_below_the_title_is_no_heading(page):
    top = "Huddles\n\nBy Asha Rao\n4 March 2024\n2 comments\nLeave a comment\n\n"
    body = "We hold them daily, at eleven, with the domestics and with the porters who like to come along.\n"
    (post,) = drafts(page(top + body))
    assert (post.body, post.published) == (body.strip(), "4 March 2024")
    _, first = drafts(page(f"{top}{body}\nComments\nDan Chalk\n5 March 2024\nGood.\n"))
    assert (writers(first), first.body) == (["Dan Chalk"], "Good.")


def test_a_form_above_the_comments_does_not_hide_them(page):
    below = "Comments\nLeave a comment\nName\n\nDan Chalk\n5 March 2024\nGood.\n"
    _, first = drafts(page(f"Huddles\n\nBy Asha Rao\n\nWe hold them daily.\n\n{below}"))
    assert first.body == "Good."


def test_comments_that_cannot_be_told_apart_are_counted(page):
    items = page(
        "Huddles\n\nWe hold them daily, at eleven, with the domestics and with the porters who like to come."
        "\n\nComments\n\nsomebody wrote something here and nobody knows who.\n"
    )
    assert reasons(items) == ["comments that cannot be told apart"]


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("Written by Asha Rao", "Asha Rao", ""),
        ("Posted by Asha Rao on 4 March 2024", "Asha Rao", ""),
        ("Author: Asha Rao", "Asha Rao", ""),
        ("Asha Rao, ward manager, on what is left of a project", "Asha Rao", "ward manager"),
        ("Asha Rao\n4 March 2024", "Asha Rao", ""),
        ("Asha Rao, Ward Manager\n4 March 2024", "Asha Rao", "Ward Manager"),
    ],
)
def test_bylines_are_found_however_they_are_written(page, line, name, role):
    (post,) = drafts(page(f"Huddles\n\n{line}\n\nWe hold them daily.\n"))
    assert [(author.name, author.role) for author in subjects(post)] == [(name, role)]


def test_a_date_beside_the_byline_is_the_date(page):
    (post,) = drafts(
        page("Huddles\nBy Asha Rao | 4 March 2024\nLast updated: 9 May 2025\n\nWe hold them daily.\n")
    )
    assert (post.published, post.body) == ("4 March 2024", "We hold them daily.")


def test_tags_are_topics(page):
    (post,) = drafts(page("Huddles\n\nWe hold them daily.\n\nTags: falls, safety huddles\n"))
    assert (topics(post), post.kind) == (["falls", "safety huddles"], DocumentKind.PAGE)


def test_lines_that_were_wrapped_are_joined(page):
    text = (
        "Huddles\n\nWe hold them every day of the week because the falls\nhappen every day of the week too.\n"
    )
    assert drafts(page(text))[0].body.count("\n") == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty file"),
        ("\n \n", "empty file"),
        ("\x00\x01\x02" * 9, "not text (binary)"),
        ("Home\nMenu\n", "no title and no text"),
    ],
)
def test_a_file_that_is_no_page_is_left_out(page, text, reason):
    assert reasons(page(text)) == [reason]


def test_letters_of_windows_are_read(page):
    assert drafts(page("Café talk\n\nBy Zoë Turner\n\nWords.\n", encoding="cp1252"))[0].title == "Café talk"


THREE = "Huddles\n\nBy Asha Rao\n4 March 2024\n\nTen minutes a day, and the ward knows.\n\nComments\n"


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (
            "1. Bob Ray\n13 March 2024\nGreat work, Ann.\n2. Anonymous\nI doubt it works.\n",
            [(["Bob Ray"], "Great work, Ann."), ([], "I doubt it works.")],
        ),
        (
            "1. Bob Ray\n13 March 2024\nGreat work, Ann.\n2. I doubt it works.\n3. Cy Orr\nSo do I.\n",
            [(["Bob Ray"], "Great work, Ann."), ([], "I doubt it works."), (["Cy Orr"], "So do I.")],
        ),
        (
            "Anonymous, 13 March\nI doubt it works.\nBob Ray\nGreat work, Ann.\n",
            [([], "I doubt it works."), (["Bob Ray"], "Great work, Ann.")],
        ),
    ],
)
def test_a_comment_without_a_date_is_not_put_into_the_mouth_of_the_one_before(page, below, expected):
    _, *comments = drafts(page(THREE + below))
    assert [(writers(one), one.body) for one in comments] == expected


def test_a_list_within_a_numbered_comment_stays_its_own(page):
    below = "1. Bob Ray\n13 March 2024\nTwo things:\n1. Start.\n2. Stop.\n2. Cy Orr\n14 March 2024\nYes.\n"
    _, *comments = drafts(page(THREE + below))
    assert [writers(one) for one in comments] == [["Bob Ray"], ["Cy Orr"]]
    assert "Stop." in comments[0].body


def test_a_name_below_a_comment_is_its_signature(page):
    below = "Bob Ray, 13 March 2024\nGreat work, Ann.\nBest wishes\nBob Ray\n\nCy Orr, 14 March 2024\nYes.\n"
    _, *comments = drafts(page(THREE + below))
    assert [writers(one) for one in comments] == [["Bob Ray"], ["Cy Orr"]]


@pytest.mark.parametrize("inner", ["Next Steps\nWe will try it.", "1. Start.\n2. Stop."])
def test_a_heading_or_a_list_within_a_dated_comment_is_no_comment(page, inner):
    (_, comment) = drafts(page(f"{THREE}1. Bob Ray\n13 March 2024\nIt works.\n{inner}\n"))
    assert writers(comment) == ["Bob Ray"]
    (_, comment) = drafts(page(f"{THREE}Bob Ray\n13 March 2024\nIt works.\n{inner}\n"))
    assert (writers(comment), inner.split("\n")[-1] in comment.body) == (["Bob Ray"], True)
