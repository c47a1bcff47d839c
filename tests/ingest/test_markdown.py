from datetime import UTC, datetime, timedelta

import pytest

from graph.errors import InputError
from graph.model import DocumentKind, Label
from ingest.document import Markup, Skip
from tests.ingest.reading import drafts, read, reasons, source, subjects, topics, writers


@pytest.fixture
def page(tmp_path):
    def made(text, name="post.md", more="", encoding="utf-8"):
        folder = tmp_path / "posts"
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(encoding))
        return read(tmp_path, source("markdown", "posts", more))

    return made


def head(*lines, body="Some words."):
    return "---\n" + "\n".join(lines) + "\n---\n\n" + body + "\n"


def test_a_post_is_read_with_its_head(page):
    (post,) = drafts(page(head('title: "Huddles"', "date: 16 March 2024", "author: Asha Rao")))
    assert (post.key, post.title, post.published) == ("post.md", "Huddles", "16 March 2024")
    assert (post.kind, post.markup, post.body.strip()) == (DocumentKind.POST, Markup.MARKDOWN, "Some words.")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("author: Asha Rao and Dan Chalk", ["Asha Rao", "Dan Chalk"]),
        ("authors: Asha Rao, Dan Chalk & Zoë Turner", ["Asha Rao", "Dan Chalk", "Zoë Turner"]),
        ("Author: Dr Asha Rao", ["Dr Asha Rao"]),
        ("author: Mohammed A Mohammed", ["Mohammed A Mohammed"]),
        ("author: [Asha Rao, 'Dan Chalk, PhD']", ["Asha Rao", "Dan Chalk"]),
        ("author: Department of Health and Social Care", ["Department of Health and Social Care"]),
        ("author: {name: {given: Asha, family: Rao}}", ["Asha Rao"]),
        ("author: 'Asha Rao (asha@example.org)'", ["Asha Rao"]),
        ("author: ['Rao, Asha', 'Chalk, Dan J.']", ["Asha Rao", "Dan J. Chalk"]),
        ("author: Asha Rao, Nurse, Dan Chalk, Analyst at Northmere Trust", ["Asha Rao", "Dan Chalk"]),
        ("author: ChatGPT", []),
        ("author: admin", []),
        ("author: The team", []),
        ("author: ''", []),
    ],
)
def test_bylines_are_read_as_people_write_them(page, byline, names):
    assert writers(drafts(page(head("title: T", byline)))[0]) == names


def test_a_team_that_writes_is_an_organisation(page):
    (post,) = drafts(page(head("title: T", "author: NHS-R Community")))
    assert [named.label for named in subjects(post)] == [Label.ORGANISATION]


def test_an_author_with_particulars_keeps_them(page):
    lines = ["title: T", "authors:", "  - name: Asha Rao", "    affiliation: {name: Northmere Trust}",
             "    role: Ward Manager", "    orcid: https://orcid.org/0000-0001-2345-6789",
             "    email: a@b.org"]  # fmt: skip
    (author,) = subjects(drafts(page(head(*lines)))[0])
    assert (author.role, author.organisation) == ("Ward Manager", "Northmere Trust")
    assert author.ids == ("orcid:0000-0001-2345-6789",)
    assert "a@b.org" not in repr(author)


def test_names_and_their_employer_in_one_line_are_told_apart(page):
    byline = "author: Seb Fox, Julian Flowers and Georgina Anderson, Public Health England."
    authors = subjects(drafts(page(head("title: T", byline)))[0])
    assert [named.name for named in authors] == ["Seb Fox", "Julian Flowers", "Georgina Anderson"]
    assert {named.organisation for named in authors} == {"Public Health England"}


def test_keys_of_an_authors_file_are_people(page, tmp_path):
    (tmp_path / "authors.yml").write_text(
        "authors:\n  arao: {name: Asha Rao, description: Ward Manager, affiliation: Northmere Trust}\n"
    )
    (post,) = drafts(page(head("title: T", "authors: [arao, Dan Chalk]"), more='authors = "authors.yml"'))
    known, other = subjects(post)
    assert (known.name, known.role, known.ids) == ("Asha Rao", "Ward Manager", ("s:author:arao",))
    assert (other.name, other.ids) == ("Dan Chalk", ())


def test_keys_of_a_members_source_are_people(page, tmp_path):
    (tmp_path / "members.csv").write_text("id,name\nm1,Asha Rao\n")
    more = 'authors = "members"\n[[source]]\nid = "members"\nkind = "members"\npath = "members.csv"'
    (author,) = subjects(drafts(page(head("title: T", "author: M1"), more=more))[0])
    assert (author.name, author.ids) == ("Asha Rao", ("members:m1",))


def test_a_register_that_is_not_there_is_named(page):
    with pytest.raises(InputError, match="'nobody'"):
        page(head("title: T"), more='authors = "nobody"')


@pytest.mark.parametrize(
    "field",
    [
        "tags: [Falls, falls, Run charts]",
        "categories: 'Falls, Run charts'",
        "keywords:\n- Falls\n- Run charts",
    ],
)
def test_topics_are_lists_or_words_with_commas(page, field):
    assert topics(drafts(page(head("title: T", field)))[0]) == ["Falls", "Run charts"]


def test_a_date_in_a_jekyll_file_name_counts_and_one_of_editing_does_not(page):
    (post,) = drafts(page(head("title: T", "date-modified: 2024-01-01"), name="2020-05-06-huddles.md"))
    assert post.published == "2020-05-06"


def test_a_page_has_neither_date_nor_author(page):
    assert drafts(page(head("title: About")))[0].kind is DocumentKind.PAGE


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("url: https://other.org/x", "https://other.org/x"),
        ("slug: huddles", "https://example.org/post"),
    ],
)
def test_an_address_is_the_head_s_if_it_is_whole_else_the_pattern_s(page, field, url):
    (post,) = drafts(page(head("title: T", field), more='url = "https://example.org/{stem}"'))
    assert post.url == url


def test_a_copy_s_address_is_that_of_the_original(page):
    (post,) = drafts(page(head("title: T", "url: https://a.org/x", "canonical_url: https://b.org/y")))
    assert post.url == "https://b.org/y"


def test_an_address_may_be_made_of_the_day_and_the_name(tmp_path):
    (tmp_path / "2024-3-4-huddles.md").write_text("---\ntitle: T\n---\nWe met.\n")
    (tmp_path / "2024-03-05-walks.md").write_text("---\ntitle: T\ndate: 2024-03-06\n---\nWe met.\n")
    (tmp_path / "about.md").write_text("---\ntitle: T\n---\nWe met.\n")
    made = read(tmp_path, source("markdown", ".", 'url = "https://a.org/{year}/{month}/{day}/{slug}/"'))
    addresses = {one.key: one.url for one in drafts(made)}
    assert addresses == {
        "2024-3-4-huddles.md": "https://a.org/2024/03/04/huddles/",
        "2024-03-05-walks.md": "https://a.org/2024/03/06/walks/",
        "about.md": "",
    }


@pytest.mark.parametrize("field", ["draft: true", "published: false", "draft: yes"])
def test_a_draft_is_left_out(page, field):
    assert reasons(page(head("title: T", field))) == ["draft"]


def test_what_lies_in_the_folder_of_drafts_is_no_post(tmp_path):
    for folder in ("_posts", "_drafts", "blog/_drafts/old"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "walks.md").write_text(head("title: T"), encoding="utf-8")
    made = read(tmp_path, source("markdown", "."))
    assert [one.key for one in drafts(made)] == ["_posts/walks.md"]
    assert [(one.reason, one.on_purpose) for one in made if isinstance(one, Skip)] == [("draft", True)] * 2


def test_a_post_is_left_out_until_its_day_comes(page):
    today = datetime.now(UTC).date()
    assert len(drafts(page(head("title: T", f"date: {today}")))) == 1
    (left_out,) = page(head("title: T", f"date: {today + timedelta(days=2)}"))
    assert isinstance(left_out, Skip)
    assert (left_out.reason, left_out.on_purpose) == ("of a day to come", True)


def test_fields_may_have_other_names(page):
    (post,) = drafts(
        page(head("title: T", "contributors: Asha Rao"), more='fields = { author = "contributors" }')
    )
    assert writers(post) == ["Asha Rao"]


def test_toml_between_plus_signs_is_read(page):
    (post,) = drafts(page('+++\ntitle = "T"\ndate = 2024-03-04\ntags = ["Falls"]\n+++\nWords.\n'))
    assert (post.title, post.published, topics(post)) == ("T", "2024-03-04", ["Falls"])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\ntitle: T\n---\nWords.",
        "---\r\ntitle: T\r\n---\r\nWords.\r\n",
        "---\ntitle: T\n...\nWords.",
        "---\ntitle: S\ntitle: T\n---\nWords.",
        "---\ntitle: T\ntags:\n\t- Falls\n---\nWords.",
    ],
)
def test_slips_in_the_head_are_forgiven(page, text):
    (post,) = drafts(page(text))
    assert (post.title, post.body.strip()) == ("T", "Words.")


def test_a_colon_in_a_title_is_read_as_people_mean_it(page):
    (post,) = drafts(page('---\ntitle: Re: virtual wards, "again"\ndate: 2024-05-01\n---\nWords.'))
    assert post.title == 'Re: virtual wards, "again"'


def test_a_file_without_a_head_has_its_heading_for_a_title(page):
    (post,) = drafts(page("# Huddles *work*\n\nWords.\n"))
    assert (post.title, post.body.strip()) == ("Huddles work", "Words.")


@pytest.mark.parametrize("name", ["README.md", "SOURCE.md", "LICENSE.md", "CONTRIBUTING.md"])
def test_what_describes_the_repository_is_left_out(page, name):
    assert reasons(page("# About\n\nWords.\n", name=name)) == ["no front matter"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty file"),
        ("---\ntitle: [unclosed\n---\nWords.", "front matter is not YAML: "),
        ("---\n- a\n- b\n---\nWords.", "front matter is not YAML: no names and values"),
        ("---\ntitle: T\n\nno end", "front matter is not YAML: no line that ends it"),
        ("---\n---\n\n", "no title and no text"),
        (
            "---\na: &a [1, 1]\n"
            + "".join(f"{y}: &{y} [{f'*{x}, ' * 40}]\n" for x, y in zip("abcde", "bcdef", strict=True))
            + "---\n",
            "front matter is not YAML: aliases that blow up",
        ),
        ("---\ntitle: " + "[" * 5000 + "\n---\n", "front matter is not YAML: "),
        ("words\x00\x01" * 9, "not text (binary)"),
        ("+++\ntitle = \n+++\n", "front matter is not TOML"),
    ],
)
def test_a_broken_file_is_left_out_with_the_reason(page, text, reason):
    (said,) = reasons(page(text))
    assert said.startswith(reason)


def test_one_broken_file_does_not_stop_the_others(page, tmp_path):
    page("---\ntitle: [unclosed\n---\n", name="a.md")
    items = page(head("title: T"), name="b/c.md")
    assert [draft.key for draft in drafts(items)] == ["b/c.md"]
    assert len(reasons(items)) == 1


def test_latin_letters_of_windows_are_read(page):
    (post,) = drafts(page(head("title: Café", "author: Zoë Turner"), encoding="cp1252"))
    assert (post.title, writers(post)) == ("Café", ["Zoë Turner"])
