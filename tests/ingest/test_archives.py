import gzip
import struct
import zipfile
from pathlib import Path

import pytest

from ingest.document import Draft, Skip
from ingest.sources import recognise
from ingest.sources.archives import Limits, opened
from tests.ingest.reading import community, drafts, read, reasons, source

POST = "---\ntitle: {}\n---\nWords of {}.\n"
WXR = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'


def post(name: str) -> str:
    return POST.format(name, name)


def pack(file: Path, members: dict[str, str | bytes]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file


def keys(items: list[Draft | Skip]) -> list[str]:
    return [draft.key for draft in drafts(items)]


def skips(folder: Path, path: str, limits: Limits) -> list[Skip]:
    config = community(folder, source("markdown", path)).sources[0]
    with opened(config, limits) as found:
        return list(found.skips)


def test_a_zip_reads_like_the_folder_it_was_made_of(tmp_path):
    members: dict[str, str | bytes] = {"a.md": post("a"), "more/b.md": post("b"), "more/x.png": b"\x89PNG"}
    for name, text in members.items():
        file = tmp_path / "plain" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    pack(tmp_path / "in" / "posts.zip", members)
    packed = read(tmp_path, source("markdown", "in/posts.zip"))
    assert packed == read(tmp_path, source("markdown", "plain"))
    assert keys(packed) == ["a.md", "more/b.md"]


def test_a_gz_reads_like_the_file_it_was_made_of(tmp_path):
    (tmp_path / "a.md.gz").write_bytes(gzip.compress(post("a").encode()))
    (tmp_path / "b.md").write_text(post("b"))
    assert keys(read(tmp_path, source("markdown", "a.md.gz"))) == ["a.md"]
    assert keys(read(tmp_path, source("markdown", "."))) == ["a.md", "b.md"]


def test_plain_and_packed_files_of_a_folder_are_read_in_one_order(tmp_path):
    folder = tmp_path / "in"
    pack(folder / "b.zip", {"post.md": post("packed")})
    (folder / "a.md").write_text(post("a"))
    (folder / "c.md").write_text(post("c"))
    items = read(tmp_path, source("markdown", "in"))
    assert keys(items) == ["a.md", "b.zip/post.md", "c.md"]
    assert items == read(tmp_path, source("markdown", "in"))
    assert keys(read(tmp_path, source("markdown", "in/*.zip"))) == ["b.zip/post.md"]


def test_gzip_is_told_by_its_first_bytes_too(tmp_path):
    (tmp_path / "a.md").write_bytes(gzip.compress(post("a").encode()))
    assert keys(read(tmp_path, source("markdown", "a.md"))) == ["a.md"]


def test_an_archive_in_an_archive_is_read_and_a_deeper_one_is_not(tmp_path):
    inner = pack(tmp_path / "made" / "inner.zip", {"i.md": post("i")}).read_bytes()
    middle = pack(tmp_path / "made" / "middle.zip", {"inner.zip": inner, "m.md": post("m")}).read_bytes()
    pack(tmp_path / "in" / "outer.zip", {"middle.zip": middle, "o.md.gz": gzip.compress(post("o").encode())})
    items = read(tmp_path, source("markdown", "in"))
    assert keys(items) == ["outer.zip/middle.zip/m.md", "outer.zip/o.md"]
    assert items[0] == Skip("in/outer.zip/middle.zip/inner.zip", "an archive inside other archives")


@pytest.mark.parametrize(
    "name", ["../out.md", "/etc/out.md", "a/../../out.md", "..\\out.md", "C:\\out.md", "a/\x07.md"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path, name):
    pack(tmp_path / "in" / "x.zip", {name: post("evil"), "ok.md": post("ok")})
    items = read(tmp_path, source("markdown", "in"))
    assert keys(items) == ["x.zip/ok.md"]
    assert reasons(items) == ["a name that leads out of the archive"]


def test_a_link_is_no_way_out_of_the_archive(tmp_path):
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert reasons(read(tmp_path, source("markdown", "x.zip"))) == ["a link, not a file"]


def test_an_encrypted_member_is_left_out_and_the_next_is_read(tmp_path):
    file = pack(tmp_path / "x.zip", {"a.md": post("a"), "b.md": post("b")})
    data = bytearray(file.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    file.write_bytes(data)
    items = read(tmp_path, source("markdown", "x.zip"))
    assert keys(items) == ["b.md"]
    assert items[0] == Skip("x.zip/a.md", "encrypted")


def test_a_member_packed_in_an_unusual_way_is_left_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.md", post("a"))
    assert reasons(read(tmp_path, source("markdown", "x.zip"))) == [
        "packed in a way that is not read: unpack it, or use .zip"
    ]


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tgz"])
def test_a_tar_says_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(b"tar"))
    (reason,) = reasons(read(tmp_path, source("markdown", name)))
    assert "use .zip" in reason


def test_a_bomb_is_left_out_and_its_neighbour_is_read(tmp_path):
    pack(tmp_path / "in" / "x.zip", {"bomb.md": b"0" * (12 << 20), "ok.md": post("ok")})
    (tmp_path / "in" / "y.md.gz").write_bytes(gzip.compress(b"0" * (12 << 20)))
    items = read(tmp_path, source("markdown", "in"))
    assert keys(items) == ["x.zip/ok.md"]
    assert reasons(items) == ["unpacks to more than 200 times its size"] * 2


def test_all_archives_of_a_source_share_one_limit(tmp_path):
    for name in ("a", "b"):
        pack(tmp_path / "in" / f"{name}.zip", {f"{name}.md": b"x" * (1 << 20)})
    found = skips(tmp_path, "in", Limits(total=1 << 20))
    assert found == [Skip("in/b.zip/b.md", "archives that unpack to more than 1 MB in all")]


def test_an_archive_of_too_many_files_is_left_out_whole(tmp_path):
    pack(tmp_path / "x.zip", {f"{number}.md": "" for number in range(9)})
    assert skips(tmp_path, "x.zip", Limits(members=8)) == [Skip("x.zip", "archives of more than 8 files")]


@pytest.mark.parametrize("zip64", [False, True])
def test_a_list_of_members_that_would_fill_memory_is_not_read(tmp_path, zip64):
    size = 1 << 30
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 8 if zip64 else size, 0, 0)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04" + (end64 + locator if zip64 else b"") + end)
    assert reasons(read(tmp_path, source("markdown", "x.zip"))) == ["archives of more than 50,000 files"]


@pytest.mark.parametrize("name", ["x.zip", "x.md.gz"])
@pytest.mark.parametrize("kept", [0, 3, 40, -10])
def test_a_broken_archive_is_a_skip(tmp_path, name, kept):
    (tmp_path / "a.md").write_text(post("a"))
    file = tmp_path / name
    if name.endswith(".zip"):
        pack(file, {"b.md": post("b")})
    else:
        file.write_bytes(gzip.compress(post("b").encode() * 20))
    file.write_bytes(file.read_bytes()[:kept] if kept else b"\x00\x01 noise")
    items = read(tmp_path, source("markdown", "."))
    assert keys(items) == ["a.md"]
    assert reasons(items) == ["a broken archive, or cut off"]


def test_two_members_of_one_name_are_one_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.md", post("first"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.md", post("second"))
    items = read(tmp_path, source("markdown", "x.zip"))
    assert [draft.title for draft in drafts(items)] == ["first"]
    assert reasons(items) == ["same name as an earlier file of the archive"]


def test_hidden_and_excluded_members_are_not_read(tmp_path):
    pack(tmp_path / "x.zip", {"a.md": post("a"), ".b.md": "", "__MACOSX/._a.md": "", "drafts/c.md": ""})
    assert keys(read(tmp_path, source("markdown", "x.zip", 'exclude = ["drafts/*"]'))) == ["a.md"]


def test_a_path_outside_the_folder_of_the_community_file_stays_inside_the_temporary_one(tmp_path):
    pack(tmp_path / "data" / "x.zip", {"a.md": post("a")})
    (tmp_path / "file").mkdir()
    assert keys(read(tmp_path / "file", source("markdown", "../data"))) == ["x.zip/a.md"]


def test_an_archive_is_recognised_by_what_is_in_it(tmp_path):
    assert recognise(pack(tmp_path / "x.zip", {"export.xml": WXR})) == "wxr"
    (tmp_path / "y.xml.gz").write_bytes(gzip.compress(WXR.encode()))
    assert recognise(tmp_path / "y.xml.gz") == "wxr"
    (tmp_path / "z.zip").write_bytes(b"noise")
    assert recognise(tmp_path / "z.zip") is None


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    pack(tmp_path / "x.zip", {"a.md": post("a"), "b.md": post("b")})
    config = community(tmp_path, source("markdown", "x.zip")).sources[0]
    with opened(config) as found:
        inside = found.files
        assert all(file.is_file() for file in inside)
    assert not any(file.exists() for file in inside)
    assert list((tmp_path / "temporary").iterdir()) == []
