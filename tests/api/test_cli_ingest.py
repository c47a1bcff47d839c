import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from api.cli import serve
from graph.schema import META
from graph.settings import Settings
from graph.stores import open_store
from tests.api.conftest import SAMPLE

ROOT = Path(__file__).parents[2]
COMMUNITY = SAMPLE / "community.toml"


def test_the_report_counts_all_that_was_read_and_names_what_was_left_out(command):
    code, out, err = command("ingest", COMMUNITY, "--no-language", "--json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert report["read"] == report["loaded"] + report["unchanged"] + report["skipped"]
    for source in report["sources"]:
        assert source["read"] == source["loaded"] + source["unchanged"] + source["skipped"]
        assert sum(source["reasons"].values()) == source["skipped"] == len(source["skips"])
    blog = next(source for source in report["sources"] if source["source"] == "blog")
    assert blog["reasons"]["pingback"] == 2


def test_the_report_is_a_table_for_people(command):
    code, out, _ = command("ingest", COMMUNITY, "--no-language")
    assert code == 0
    headings = next(line for line in out.splitlines() if "retired" in line)
    assert headings.split() == ["source", "read", "created", "changed", "unchanged", "skipped", "retired"]
    assert "skipped 2 of blog: pingback" in out
    assert "\x1b" not in out


def test_a_second_reading_loads_nothing(command):
    command("ingest", COMMUNITY, "--no-language")
    again = json.loads(command("ingest", COMMUNITY, "--no-language", "--json")[1])
    assert again["loaded"] == 0
    assert again["unchanged"] > 200


def test_paths_with_a_community_file_are_the_sources_that_are_read(command):
    code, out, _ = command(
        "ingest", SAMPLE / "projects.csv", "--community", COMMUNITY, "--no-language", "--json"
    )
    assert code == 0
    assert [source["source"] for source in json.loads(out)["sources"]] == ["projects"]
    code, out, _ = command("ingest", COMMUNITY, SAMPLE / "stories", "--no-language", "--json")
    assert code == 0
    assert [source["source"] for source in json.loads(out)["sources"]] == ["stories"]


def test_a_file_by_itself_is_a_source_named_after_it(command):
    code, out, _ = command("ingest", SAMPLE / "blog" / "export.xml", "--no-language", "--json")
    assert code == 0
    (source,) = json.loads(out)["sources"]
    assert source["source"] == "export"
    assert source["loaded"] > 50


def test_two_files_of_one_name_are_two_sources(command, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "post.md").write_text(f"---\ntitle: Post {folder}\n---\n\nWords of {folder}.\n")
    code, out, _ = command("ingest", "one/post.md", "two/post.md", "--no-language", "--json")
    assert code == 0
    assert [source["source"] for source in json.loads(out)["sources"]] == ["post", "post-2"]


def test_a_dry_run_reports_and_writes_nothing(command, tmp_path):
    code, out, _ = command("ingest", COMMUNITY, "--no-language", "--dry-run", "--json")
    assert code == 0
    assert list(tmp_path.iterdir()) == []
    report = json.loads(out)
    assert report["dry_run"] is True
    assert report["store"] == "sqlite:community.db"
    assert report["loaded"] > 200


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "nothing to read"),
        (["nowhere.xml"], 3, "nowhere.xml"),
        (["nowhere.toml"], 3, "nowhere.toml"),
        ([COMMUNITY, "--kind", "text"], 2, "--kind"),
        ([COMMUNITY, "--community", "other.toml"], 2, "two community files"),
        ([SAMPLE / "projects.csv"], 3, "community file"),
        ([SAMPLE / "projects.csv", "--kind", "table"], 3, "community file"),
        ([SAMPLE / "blog", "--kind", "letters"], 2, "letters"),
        ([COMMUNITY, ROOT / "api"], 3, "no source"),
    ],
)
def test_what_cannot_be_read_says_why_and_writes_nothing(command, tmp_path, words, code, said):
    found, out, err = command("ingest", *words)
    assert (found, out) == (code, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_could_be_read_the_exit_code_says_so(command, tmp_path):
    (tmp_path / "bad.xml").write_text('<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>')
    code, _, err = command("ingest", "bad.xml", "--no-language")
    assert code == 3
    assert "error: " in err


def test_the_demo_builds_the_sample_and_answers_four_questions(command, tmp_path):
    code, out, err = command("demo", "--no-serve")
    assert (code, err) == (0, "")
    assert (tmp_path / "community.db").is_file()
    asked = [line for line in out.splitlines() if line.startswith("$ improvement-graph ask")]
    assert len(asked) == 4
    assert out.count("What this rests on: ") == 4
    assert "Nothing was found" not in out


def test_the_demo_is_never_mixed_into_a_community_of_ones_own(command, tmp_path):
    (tmp_path / "mine.md").write_text(
        "---\ntitle: Mine\nauthor: Ann Other\ndate: 2024-01-01\n---\nWe try huddles."
    )
    assert command("ingest", "mine.md", "--no-language")[0] == 0
    code, _, err = command("demo", "--no-serve")
    assert code == 2
    assert "holds another community (mine)" in err
    assert command("demo", "--no-serve", "--store", "sqlite:demo.db", "--json")[0] == 0


def test_the_demo_may_be_run_again(command):
    assert command("demo", "--no-serve", "--json")[0] == 0
    code, out, _ = command("demo", "--no-serve", "--json")
    assert code == 0
    assert json.loads(out)["report"]["loaded"] == 0


def test_a_taken_port_is_said_or_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Exception, match=f"port {port}"):
            serve.listen("127.0.0.1", port)
        with serve.listen("127.0.0.1", port, or_next=True) as found:
            assert found.getsockname()[1] > port


def test_the_server_says_where_it_is_and_answers_there(sample, tmp_path):
    file = shutil.copy(sample, tmp_path / "served.db")
    words = [
        sys.executable,
        "-m",
        "api.cli.main",
        "serve",
        "--port",
        "0",
        "--store",
        f"sqlite:{file}",
        "--json",
    ]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            said = ""
            while not said.endswith("}\n"):
                said += server.stdout.readline()
            address = json.loads(said)["address"]
            for _ in range(100):
                try:
                    with urllib.request.urlopen(f"{address}healthz", timeout=5) as answer:
                        assert json.load(answer) == {"status": "ok", "graph": "ready"}
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("it did not answer")
        finally:
            server.terminate()


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
