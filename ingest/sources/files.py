"""Which files a source consists of, in which order, and what each is called in a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from graph.errors import InputError
from ingest.community import SourceConfig
from ingest.document import Draft, Skip

_TABLES = (".csv", ".tsv", ".xlsx", ".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".md", ".qmd", ".markdown")
_ENDINGS = {
    "wxr": (".xml", ".wxr"),
    "markdown": (".md", ".qmd", ".rmd", ".markdown"),
    "text": (".txt",),
    "table": _TABLES,
    "members": _TABLES,
    "html": (".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    "feed": (".xml", ".rss", ".atom", ".rdf"),
    "wordpress-json": (".json",),
    "discourse": (".json",),
    "360giving": (".json", ".csv", ".xlsx"),
    "ods": (".csv", ".json"),
    "ror": (".csv", ".json"),
    "vocabulary": (".ttl", ".rdf", ".xml", ".nt", ".owl", ".n3", ".jsonld", ".csv", ".json", ".xlsx"),
    "ties": (".csv", ".xlsx", ".json"),
    "events": (".csv", ".xlsx"),
}
# The largest of 3,000 public pages has 50 KB. The parser of Markdown takes up to 300 times a text's size in memory
# ("*a **b" without end), that of YAML up to its values (front_matter.py): with this much both stay below 500 MB.
MOST_PAGE, MOST_LIST = 1 << 20, 16 << 20
# As many bytes as tell text from anything else.
_HEAD = 4096
_DATED_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_OF_A_DATED_NAME = ("{year}", "{month}", "{day}", "{slug}")
_WILD = re.compile(r"[*?\[]")


class BrokenError(Exception):
    """A file, or a part of one, is not in the format it should be in; the message is the reason of a Skip."""


def files_of(config: SourceConfig) -> list[Path]:
    """Return the files of a source, sorted by path; hidden ones and those it excludes are left out.

    A path may be a file, a folder or a pattern. Raises InputError when nothing is there.
    """
    place = config.folder / config.path
    root = root_of(config)
    if place.is_file():
        return [place]
    if place.is_dir():
        found = [file for file in root.rglob("*") if config.only or fits(file.name, config.source.kind)]
    elif _WILD.search(config.path) and root.is_dir():
        found = list(root.glob(place.relative_to(root).as_posix()))
    else:
        found = []
    kept = sorted({file for file in found if _counts(file, root, config)}, key=lambda file: file.as_posix())
    if not kept:
        hint = "paths are relative to the community file; " + (
            "every file there is excluded"
            if found
            else f"a {config.source.kind} source may be a file, a folder or a pattern"
        )
        raise InputError(f"source {config.id}: there is nothing at {config.path}", hint)
    return kept


def links_out(config: SourceConfig) -> Iterator[Skip]:
    """Yield the links in a source's folder that lead out of it: they are not followed."""
    root = root_of(config)
    if (config.folder / config.path).is_dir():
        for file in sorted(root.rglob("*")):
            if _leads_out(file, root) and is_kept(config, _relative(file, root)):
                yield Skip(place_of(config, file), "a link that leads out of the folder", on_purpose=True)


def is_own(config: SourceConfig, file: Path) -> bool:
    """Say whether a plain file is one of the source's, where not all in its folder are."""
    return not config.only or key_of(config, file) in config.only


def is_address(path: str) -> bool:
    """Say whether a source's path is a live address: `ingest.fetch` puts a folder in its place."""
    return path.lower().startswith(("http://", "https://"))


def fits(name: str, kind: str) -> bool:
    """Say whether a file in a folder is meant, by the ending of its name; packed ones (.gz, .zip) count."""
    stem, dot, ending = name.lower().rpartition(".")
    if ending == "zip":
        return True
    suffix = "." + stem.rpartition(".")[2] if ending == "gz" else dot + ending
    return suffix in _ENDINGS.get(kind, (suffix,))


def is_kept(config: SourceConfig, inside: str, *more: str) -> bool:
    """Say whether a path inside a source is neither hidden nor excluded; `more` are other names it has."""
    if any(part.startswith(".") or part == "__MACOSX" for part in inside.split("/")):
        return False
    names = (inside, inside.rpartition("/")[2], *more)
    return not any(fnmatch(name, pattern) for name in names for pattern in config.exclude)


def root_of(config: SourceConfig) -> Path:
    """Return the folder that keys of a source's files are relative to: the one before any wildcard."""
    place = config.folder / config.path
    if place.is_dir():
        return place
    if place.exists():
        return place.parent
    parts = place.parts
    first = next((index for index, part in enumerate(parts) if _WILD.search(part)), len(parts) - 1)
    return Path(*parts[:first]) if first else config.folder


def key_of(config: SourceConfig, file: Path) -> str:
    """Return a file's path in its source, with forward slashes."""
    return _relative(file, root_of(config))


def place_of(config: SourceConfig, file: Path) -> str:
    """Return what a report calls a file: its path from the community file on."""
    return _relative(file, config.folder)


def stem_of(file: Path) -> str:
    """Return a file's name without its ending; of "index" and Hugo's "_index" that of its folder."""
    return file.parent.name if file.stem in ("index", "_index") else file.stem


def address(config: SourceConfig, file: Path, key: str, day: str = "") -> str:
    """Return the address that the source's `url` pattern gives a file or a row, or ''.

    {year}, {month}, {day} and {slug} are those of a name like "2024-03-04-huddles.md", or of a page's own day
    (ISO) where it has one; without them there is no address.
    """
    parts = {"{stem}": file.stem, "{path}": key_of(config, file), "{key}": key}
    found = config.url
    if any(part in found for part in _OF_A_DATED_NAME):
        dated = _DATED_NAME.match(file.stem)
        if dated is None:
            return ""
        year, month, number, slug = dated.groups()
        own = day[:10].split("-")
        date = own if len(own) == 3 else (year, month.zfill(2), number.zfill(2))
        parts |= dict(zip(_OF_A_DATED_NAME, (*date, slug), strict=True))
    for part, value in parts.items():
        found = found.replace(part, value)
    return found


def each_file(
    config: SourceConfig, files: list[Path], read_one: Callable[[Path], Iterator[Draft | Skip]]
) -> Iterator[Draft | Skip]:
    """Yield what is in each file in turn; a file that cannot be read is a Skip, and the next one follows."""
    for file in files:
        try:
            yield from read_one(file)
        except InputError:
            raise  # the mapping is wrong, not the file
        except OSError as error:
            yield Skip(place_of(config, file), f"cannot be opened: {error.strerror or type(error).__name__}")
        except Exception as error:  # noqa: BLE001  # one file must not stop the run; the Skip names it
            yield Skip(place_of(config, file), f"cannot be read: {type(error).__name__}")


def is_binary(data: bytes) -> bool:
    """Say whether the beginning of a file is no text in any encoding that we read."""
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def read_text(file: Path, most: int = MOST_LIST) -> str:
    """Return the text of a file; raises BrokenError for one that is empty, no text, or has more than `most` bytes."""
    if file.stat().st_size > most:
        raise BrokenError(f"too large for a page or a list (over {most >> 20} MB)")
    data = file.read_bytes()
    if not data.strip():
        raise BrokenError("empty file")
    if is_binary(data[:_HEAD]):
        raise BrokenError("not text (binary)")
    return decode(data)


def decode(data: bytes) -> str:
    """Return a file's text: UTF-8 (UTF-16 with its mark), or else what Windows programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _leads_out(file: Path, root: Path) -> bool:
    return file.is_symlink() and not file.resolve().is_relative_to(root.resolve())


def _counts(file: Path, root: Path, config: SourceConfig) -> bool:
    if _leads_out(file, root):
        return False
    return file.is_file() and is_kept(config, _relative(file, root), _relative(file, config.folder))


def _relative(file: Path, root: Path) -> str:
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()
