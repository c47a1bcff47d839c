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
