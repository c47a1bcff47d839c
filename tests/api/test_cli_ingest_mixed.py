"""Folders of several kinds, paths that cannot be read beside ones that can, tables that nobody described."""

import json
import random
import tomllib
import zipfile

import pytest

from tests.ingest.feeds import item, rss
from tests.ingest.test_wxr import HEAD, TAIL
from tests.ingest.test_wxr import item as exported

POST = "---\ntitle: Huddles\n---\n\nWe hold a huddle each morning.\n"
EXPORT = HEAD.format(v="1.2") + exported("1") + exported("2", wp__status="draft", title="Not yet said") + TAIL
SECRET = "Not yet said"


@pytest.fixture
def mixed(tmp_path):
    """A folder with a feed, an export, a page of Markdown, a note on the folder, a table and a picture."""
    folder = tmp_path / "blog"
    (folder / "more").mkdir(parents=True)
    (folder / "a.xml").write_text(rss(item("7")))
    (folder / "export.xml").write_text(EXPORT)
    (folder / "more" / "post.md").write_text(POST)
    (folder / "README.md").write_text("# What this is\n\nOur blog.\n")
    (folder / "wards.csv").write_text("ward,beds\nA,12\n")
    (folder / "logo.png").write_bytes(b"\x89PNG\0\0")
    return folder


def report_of(command, *words):
    code, out, err = command("ingest", *words, "--no-language", "--json")
    assert (code, err) == (0, "")
    return {source["source"]: source for source in json.loads(out)["sources"]}


def packed(folder):
    archive = folder.parent / "packed.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in folder.rglob("*"):
            made.write(file, file.relative_to(folder))
    return archive


@pytest.mark.parametrize("packing", [False, True])
def test_each_kind_in_a_folder_is_a_source_and_no_draft_is_stored(command, mixed, tmp_path, packing):
    path = packed(mixed) if packing else mixed
    sources = report_of(command, path)
    loaded = {name: source["loaded"] for name, source in sources.items()}
    assert loaded == {path.stem: 0, f"{path.stem}-feed": 1, f"{path.stem}-wxr": 1, f"{path.stem}-markdown": 1}
    assert sources[f"{path.stem}-wxr"]["reasons"] == {"draft": 1}
    assert SECRET.encode() not in (tmp_path / "community.db").read_bytes()


def test_every_file_that_no_source_reads_is_named_with_a_reason(command, mixed):
    skips = [skip for source in report_of(command, mixed).values() for skip in source["skips"]]
    left = {skip["place"]: skip["reason"] for skip in skips if skip["place"].startswith("blog/")}
    assert left.pop("blog/README.md") == "a note on the folder, beside its data"
    assert left.pop("blog/wards.csv").startswith("a table: nothing says what its columns mean")
    assert left.pop("blog/logo.png") == "no kind that can be told"
    assert all("export.xml" in place for place in left)


def test_a_feed_among_exports_asked_for_by_kind_stores_no_draft_either(command, mixed, tmp_path):
    (source,) = report_of(command, mixed, "--kind", "feed").values()
    assert source["loaded"] == 1
    assert source["reasons"] == {"a WordPress export: read it as wxr": 1}
    assert SECRET.encode() not in (tmp_path / "community.db").read_bytes()


def test_a_folder_of_one_kind_stays_one_source_of_its_name(command, tmp_path):
    (tmp_path / "posts").mkdir()
    for name in ("b.md", "a.md", "README.md"):
        (tmp_path / "posts" / name).write_text(POST.replace("Huddles", name))
    (source,) = report_of(command, "posts").values()
    assert (source["source"], source["loaded"], source["skipped"]) == ("posts", 3, 0)


def test_a_broken_file_of_a_kind_is_said_by_its_reader(command, tmp_path):
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a.xml").write_text("<note>not there</note>")
    (tmp_path / "feeds" / "b.xml").write_text(rss(item("7")))
    (source,) = report_of(command, "feeds").values()
    assert (source["loaded"], source["skips"]) == (1, [{"place": "feeds/a.xml", "reason": "not a feed"}])


def test_a_path_that_cannot_be_read_is_a_skip_and_the_others_are_read(command, tmp_path):
    (tmp_path / "noise.csv").write_bytes(random.Random(1).randbytes(4096))
    (tmp_path / "export.xml").write_text(EXPORT)
    sources = report_of(command, "noise.csv", "nowhere.md", "export.xml")
    assert sources["export"]["loaded"] == 1
    (noise,), (nowhere,) = sources["noise"]["skips"], sources["nowhere"]["skips"]
    assert noise["place"] == "noise.csv"
    assert "of no kind that can be told" in noise["reason"]
    assert "--kind" in noise["reason"]
    assert nowhere["reason"] == "there is nothing at nowhere.md: check the path"


def test_where_no_path_can_be_read_the_run_ends_with_the_reason(command, tmp_path):
    code, _, err = command("ingest", "nowhere.md", "neither.md")
    assert code == 3
    assert "nowhere.md" in err


WRONG = """
[[source]]
id = "wrong"
kind = "table"
path = "wards.csv"
[source.organisation]
name = "no such column"
"""
RIGHT = """
[[source]]
id = "posts"
kind = "markdown"
path = "more"
"""


@pytest.mark.parametrize("language", [[], ["--no-language"]])
def test_a_wrong_column_in_one_source_does_not_keep_the_others_from_being_read(command, mixed, language):
    (mixed / "community.toml").write_text(WRONG + RIGHT)
    code, out, err = command("ingest", mixed / "community.toml", "--no-terms", *language)
    assert code == 0
    assert "wrong was not read" in err
    assert "no such column" in err
    assert "skipped 1 of wrong" in out
    (mixed / "community.toml").write_text(RIGHT)
    code, out, _ = command("ingest", mixed / "community.toml", "--no-terms", "--json", *language)
    assert json.loads(out)["unchanged"] == 1


def test_a_source_that_the_community_file_names_no_more_is_told_where_all_are_whole(command, mixed):
    file = mixed / "community.toml"
    file.write_text(RIGHT + RIGHT.replace("posts", "news"))
    command("ingest", file, "--no-terms", "--no-language")
    file.write_text(RIGHT)
    assert "news: not named" not in command("ingest", file, "--no-terms", "--no-language")[2]
    code, _, err = command("ingest", file, "--no-terms", "--no-language", "--complete")
    assert code == 0
    assert "news: not named in the community file" in err
    assert "posts: not named" not in err


def test_a_wrong_column_in_the_only_source_ends_the_run(command, mixed):
    (mixed / "community.toml").write_text(WRONG)
    code, _, err = command("ingest", mixed / "community.toml", "--no-terms", "--no-language")
    assert code == 3
    assert "its columns are: ward, beds" in err


@pytest.mark.parametrize(
    ("table", "label", "name"),
    [
        (
            "Ref,Project title,Lead,E-mail,Odd one\n1,Huddles,Asha Rao,a@example.org,x\n",
            "project",
            "Project title",
        ),
        ("Full name,Employer\nAsha Rao,St Elsewhere\n", "person", "Full name"),
        ('"The ""thing""",other\nx,y\n', "project", 'The "thing"'),
    ],
)
def test_a_table_that_nobody_described_gets_a_starter_that_can_be_ingested(
    command, tmp_path, table, label, name
):
    (tmp_path / "list.csv").write_text(table)
    for words in ((), ("--kind", "table")):
        code, _, err = command("ingest", "list.csv", *words)
        assert code == 3
        starter = err[err.index("[[source]]") :]
        assert tomllib.loads(starter)["source"][0][label]["name"] == name
        assert "mail" not in starter.lower()
    (tmp_path / "community.toml").write_text(starter)
    assert command("ingest", "community.toml", "--no-language")[0] == 0


def test_the_starter_of_a_table_parts_cells_that_hold_several_names(command, tmp_path):
    rows = 'R1,Huddles,Asha Rao; Ben Lister,"Health, Wales","falls, huddles"\nR2,Wards,Cara Mistry,St Elsewhere,wards\n'
    (tmp_path / "list.csv").write_text(f"Ref,Project title,Team,Trust,Themes\n{rows}")
    starter = command("ingest", "list.csv")[2]
    found = tomllib.loads(starter[starter.index("[[source]]") :])["source"][0]["project"]
    assert found["people"] == {"column": "Team", "split": ";"}
    assert (found["organisations"], found["topics"]) == ("Trust", {"column": "Themes", "split": ","})


def test_the_starter_of_a_table_with_a_title_above_its_headings_names_the_headings(command, tmp_path):
    (tmp_path / "list.csv").write_text("Our projects,,\n,,\nRef,Title,Team\nR1,Huddles,Asha Rao\n")
    starter = command("ingest", "list.csv")[2]
    found = tomllib.loads(starter[starter.index("[[source]]") :])["source"][0]["project"]
    assert found == {"key": "Ref", "name": "Title", "people": "Team"}


def test_a_folder_that_gains_a_second_kind_keeps_the_name_of_the_first(command, tmp_path):
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "a.xml").write_text(rss(item("7")))
    assert list(report_of(command, "blog")) == ["blog"]
    (tmp_path / "blog" / "post.md").write_text(POST)
    for again in (0, 1):
        found = {name: source["unchanged"] for name, source in report_of(command, "blog").items()}
        assert found == {"blog": 1, "blog-markdown": again}


def test_a_list_of_members_is_known_by_its_headings_and_an_office_document_is_told_what_to_do(
    command, tmp_path
):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "people.csv").write_text("Name,Organisation,Role\nAsha Rao,Northmere Trust,Nurse\n")
    (folder / "projects.csv").write_text("Ref,Name,Organisation\nP1,Steady Steps,Northmere Trust\n")
    (folder / "plan.docx").write_bytes(b"PK\3\4")
    sources = report_of(command, folder)
    (source,) = sources.values()
    assert (source["source"], source["loaded"]) == ("ours", 1)
    assert {skip["place"]: skip["reason"].partition(":")[0] for skip in source["skips"]} == {
        "ours/projects.csv": "a table",
        "ours/plan.docx": "an office document",
    }


def test_sources_without_terms_are_warned_of_in_one_sentence(command, mixed):
    _, _, err = command("ingest", mixed, "--no-language")
    (warning,) = [line for line in err.splitlines() if "without licence" in line]
    assert "blog-feed, blog-wxr, blog-markdown are read" in " ".join(warning.split())


def test_a_kind_of_which_no_file_is_left_is_told_and_not_retired(command, mixed):
    report_of(command, mixed)
    (mixed / "more" / "post.md").unlink()
    sources = report_of(command, mixed, "--complete")
    assert sources["blog-markdown"]["kept"].startswith("no file of its kind is there any more")
    assert [source["retired"] for source in sources.values()] == [0, 0, 0, 0]
