"""Sources that state their terms or not, are whole or in part, are named by a file or by themselves; and the runs."""

import json
from pathlib import Path

from graph.schema import META
from graph.settings import Settings
from graph.stores import open_store
from tests.api.test_cli_ingest import COMMUNITY

TERMS = 'licence = "CC0-1.0"\nlawful_basis = "made up"\n'


def community_of_posts(folder: Path, terms: str) -> Path:
    (folder / "posts").mkdir()
    for name in ("one", "two"):
        (folder / "posts" / f"{name}.md").write_text(f"---\ntitle: Post {name}\n---\n\nWords of {name}.\n")
    file = folder / "c.toml"
    file.write_text(f'[[source]]\nid = "blog"\nkind = "markdown"\npath = "posts"\n{terms}')
    return file


def test_a_source_without_terms_is_read_only_when_told_to_and_with_a_warning(command, tmp_path):
    file = community_of_posts(tmp_path, 'licence = "CC0-1.0"\n')
    code, _, err = command("ingest", file, "--no-language")
    assert code == 2
    assert "blog has no lawful_basis" in err
    assert "--no-terms" in err
    assert not (tmp_path / "community.db").exists()
    code, _, err = command("ingest", file, "--no-language", "--no-terms")
    assert code == 0
    assert "blog is read without lawful_basis" in err
    (kept,) = json.loads(command("runs", "--json")[1])
    assert "blog is read without lawful_basis" in kept["warnings"][0]


def test_a_file_named_by_itself_is_read_with_a_warning(command, tmp_path):
    community_of_posts(tmp_path, "")
    code, _, err = command("ingest", "posts", "--no-language")
    assert code == 0
    assert "posts is read without licence and lawful_basis" in err


def test_a_dry_run_names_what_it_would_create_change_and_retire(command, tmp_path):
    file = community_of_posts(tmp_path, TERMS)
    command("ingest", file, "--no-language")
    (tmp_path / "posts" / "one.md").write_text("---\ntitle: Post one, again\n---\n\nWords of one.\n")
    (tmp_path / "posts" / "two.md").rename(tmp_path / "posts" / "three.md")
    code, out, _ = command("ingest", file, "--no-language", "--dry-run", "--complete")
    assert code == 0
    for said in ("would be created in blog: 1", "would be changed in blog: 1", "would be retired in blog: 1"):
        assert said in out
    assert "Post one, again (one.md)" in out
    (source,) = json.loads(command("ingest", file, "--no-language", "--complete", "--json")[1])["sources"]
    assert (source["created"], source["changed"], source["retired"]) == (1, 1, 1)


def test_runs_shows_what_was_read_and_when(command, tmp_path):
    file = community_of_posts(tmp_path, TERMS)
    command("ingest", file, "--no-language")
    command("ingest", file, "--no-language")
    code, out, _ = command("runs")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if "done" in line] == ["1", "2"]
    code, out, _ = command("runs", "2")
    assert (code, "blog" in out) == (0, True)
    assert command("runs", "3")[0] == 2


def test_a_source_that_gave_nothing_is_said_at_the_end(command, tmp_path):
    file = community_of_posts(tmp_path, TERMS)
    (tmp_path / "empty.xml").write_text("")
    file.write_text(file.read_text() + f'[[source]]\nid = "old"\nkind = "wxr"\npath = "empty.xml"\n{TERMS}')
    code, _, err = command("ingest", file, "--no-language")
    assert code == 0
    assert "nothing could be read of: old" in err


def test_a_pipeline_that_is_nowhere_is_wrong_use(command):
    code, _, err = command("ingest", COMMUNITY, "--model", "en_no_such_model", "--dry-run")
    assert code == 2
    assert "en_no_such_model" in err
    assert "default" in err


def test_rules_alone_can_be_chosen(command):
    code, out, _ = command("ingest", COMMUNITY, "--model", "rules", "--json")
    assert code == 0
    assert json.loads(out)["loaded"] > 0


def test_two_files_of_one_name_in_two_folders_are_two_sources_whenever_they_are_read(command, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "post.md").write_text(f"---\ntitle: Post {folder}\n---\n\nWords of {folder}.\n")
    command("ingest", "one/post.md", "--no-language")
    code, out, _ = command("ingest", "two/post.md", "--no-language", "--complete", "--json")
    (source,) = json.loads(out)["sources"]
    assert (code, source["source"], source["retired"], source["changed"]) == (0, "post-2", 0, 0)
    again = json.loads(command("ingest", "two/post.md", "one/post.md", "--no-language", "--json")[1])
    assert (again["unchanged"], again["loaded"]) == (2, 0)


def test_what_is_known_from_elsewhere_was_read(command, tmp_path):
    text = "---\ntitle: A post\n---\n\n" + " ".join(f"word{n}" for n in range(90)) + "\n"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "post.md").write_text(text)
    command("ingest", "one", "--no-language")
    code, out, err = command("ingest", "two", "--no-language")
    assert (code, "cross-post" in out, "could not be read" in err) == (0, True, False)


def test_files_read_by_themselves_leave_the_community_its_name(command, tmp_path):
    file = community_of_posts(tmp_path, TERMS)
    file.write_text('[community]\nname = "Ours"\n' + file.read_text())
    command("ingest", file, "--no-language")
    (tmp_path / "more.md").write_text("---\ntitle: More\n---\n\nWords.\n")
    command("ingest", "more.md", "--no-language")
    first, second = json.loads(command("runs", "--json")[1])
    store = open_store(Settings(store=f"sqlite:{tmp_path / 'community.db'}"), must_exist=True)
    try:
        assert [row["value"] for row in store.find(META, "id", ["community"])] == ["Ours"]
    finally:
        store.close()
    assert (first["community"], second["community"]) == ("community", "Ours")
