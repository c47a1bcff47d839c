from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import DocumentKind
from ingest import sources
from ingest.community import KINDS, SourceConfig
from ingest.document import Draft, Skip
from ingest.sources import SOURCES, files_of, read_source, recognise
from ingest.sources.files import each_file
from tests.ingest.reading import community, drafts, read, reasons, source

SAMPLE = Path(sources.__file__).parent.parent / "sample" / "community.toml"
POST = "---\ntitle: T\n---\nWords.\n"


def config_of(folder: Path, path: str, kind: str = "markdown", more: str = "") -> SourceConfig:
    return community(folder, source(kind, path, more)).sources[0]


def write(folder: Path, *names: str, text: str = POST) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_every_kind_of_the_community_file_has_a_reader():
    assert set(SOURCES) == set(KINDS)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("posts", ["posts/a.md", "posts/b/c.qmd"]),
        ("posts/a.md", ["posts/a.md"]),
        ("posts/*.md", ["posts/a.md"]),
        ("posts/**/*.*", ["posts/a.md", "posts/b/c.qmd", "posts/x.png"]),
    ],
)
def test_a_path_is_a_file_a_folder_or_a_pattern(tmp_path, path, found):
    write(tmp_path, "posts/b/c.qmd", "posts/a.md", "posts/x.png", "posts/.hidden.md", "posts/.git/d.md")
    files = files_of(config_of(tmp_path, path))
    assert [file.relative_to(tmp_path).as_posix() for file in files] == found


@pytest.mark.parametrize("pattern", ["drafts/*", "b.md", "*b.md"])
def test_what_a_source_excludes_is_not_read(tmp_path, pattern):
    write(tmp_path, "posts/a.md", "posts/drafts/b.md")
    files = files_of(config_of(tmp_path, "posts", more=f'exclude = ["{pattern}"]'))
    assert [file.name for file in files] == ["a.md"]


@pytest.mark.parametrize("path", ["missing.md", "empty", "empty/*.md", "no/such/folder/*.md"])
def test_nothing_there_is_said_with_a_hint(tmp_path, path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=f"there is nothing at {path}".replace("*", r"\*")) as caught:
        files_of(config_of(tmp_path, path))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("x.xml", '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>', "wxr"),
        ("x.xml", "<rss version='2.0'><channel/></rss>", "feed"),
        ("x.qmd", POST, "markdown"),
        ("x.txt", "Words", "text"),
        ("x.csv", "name\nAsha Rao\n", None),
        ("x.json", "[]", None),
        ("x.txt", "\0\0", None),
    ],
)
def test_a_file_is_recognised_by_what_is_in_it(tmp_path, name, text, kind):
    write(tmp_path, name, text=text)
    assert recognise(tmp_path / name) == kind


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_export_is_recognised_in_utf_16_too(tmp_path, encoding):
    text = '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'
    (tmp_path / "x.xml").write_bytes(text.encode(encoding))
    assert recognise(tmp_path / "x.xml") == "wxr"


def test_a_folder_is_what_its_first_file_is(tmp_path):
    write(tmp_path, "in/a.csv", "in/b.md")
    assert recognise(tmp_path / "in") == "markdown"
    assert recognise(tmp_path / "missing") is None


def test_a_second_document_with_a_key_is_left_out(tmp_path):
    write(tmp_path, "a.csv", "b.csv", text="id,name\nM1,Asha Rao\n")
    items = read(tmp_path, source("members", "*.csv"))
    assert len(drafts(items)) == 1
    assert len(reasons(items)) == 1


def test_an_exception_in_one_file_does_not_stop_the_next(tmp_path):
    write(tmp_path, "a.md", "b.md")
    config = config_of(tmp_path, "*.md")

    def read_one(file):
        if file.name == "a.md":
            raise ZeroDivisionError
        yield Draft("b", DocumentKind.POST, "T")

    broken, fine = each_file(config, files_of(config), read_one)
    assert broken == Skip("a.md", "cannot be read: ZeroDivisionError")
    assert isinstance(fine, Draft)


def test_reading_twice_gives_the_same(tmp_path):
    from ingest.community import read_community

    whole = read_community(SAMPLE)
    for config in whole.sources:
        once = list(read_source(config, whole))
        assert once == list(read_source(config, whole))
        assert drafts(once)


def test_no_field_of_the_sample_holds_an_address(tmp_path):
    from ingest.community import read_community

    whole = read_community(SAMPLE)
    for config in whole.sources:
        for item in read_source(config, whole):
            said = (item.title, item.statements, item.main, item.url) if isinstance(item, Draft) else item
            assert "@example.org" not in repr(said)
            assert "203.0.113." not in repr(said)


def test_every_kind_has_a_golden_result():
    from tests.golden.formats import SAMPLES

    assert set(SAMPLES) == set(SOURCES)
