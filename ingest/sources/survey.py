"""What a path holds: of a folder or an archive, the files of each kind, and those that no source reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InputError
from graph.model import Source
from ingest.community import SourceConfig
from ingest.document import Skip
from ingest.sources.archives import is_archive, opened
from ingest.sources.files import fits, key_of, place_of
from ingest.sources.tie_lists import has_elements

NO_KIND = "no kind that can be told"
OFFICE = "an office document: save it as a web page (.html) or as text (.txt)"
NO_MEANING = "a table: nothing says what its columns mean (ingest it by itself to see how to say so)"
_NOTE = "a note on the folder, beside its data"
_NOTES = frozenset(
    "readme source sources licence license notice changelog contributing citation copying".split()
)
_PROSE = ("markdown", "text")
_OFFICE = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".ppt", ".pptx")
_SHEETS = (".csv", ".tsv", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Survey:
    """The kinds of source that a path holds, in the order of their first files, and what is left.

    Each kind has the keys of its files inside a folder or an archive; none for a plain file.
    """

    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    left: tuple[Skip, ...] = ()


def survey(path: Path, recognise: Callable[[Path], str | None]) -> Survey:
    """Return what a file, a folder or an archive holds; `recognise` tells the kind of one plain file."""
    path = path.resolve()
    if not path.is_dir() and not is_archive(path):
        kind = recognise(path)
        return Survey({kind: frozenset()} if kind else {})
    config = SourceConfig(source=Source(path.name, ""), path=path.name, folder=path.parent)
    try:
        with opened(config) as source:
            found = _sorted_out(source.config, {file: recognise(file) for file in source.files})
            # Where there is a source, it reports what could not be unpacked by itself.
            return found if found.kinds else Survey({}, (*source.skips, *found.left))
    except InputError:
        return Survey()


def _sorted_out(config: SourceConfig, kind_of: dict[Path, str | None]) -> Survey:
    left: list[Skip] = []
    has_data = any(kind and kind not in _PROSE for kind in kind_of.values())
    kinds: dict[str, set[str]] = {}
    unknown: list[Path] = []
    for file, kind in kind_of.items():
        if kind in _PROSE and has_data and file.stem.lower() in _NOTES:
            left.append(Skip(place_of(config, file), _NOTE, on_purpose=True))
        elif kind:
            kinds.setdefault(kind, set()).add(key_of(config, file))
        else:
            unknown.append(file)
    for file in unknown:
        kind = next((kind for kind in kinds if _may_be(file, kind)), None)
        if kind:
            kinds[kind].add(key_of(config, file))
        else:
            left.append(Skip(place_of(config, file), _reason(file), on_purpose=True))
    return Survey({kind: frozenset(keys) for kind, keys in kinds.items()}, tuple(left))


def _reason(file: Path) -> str:
    """Return why no source reads a file, with what to do where something can be done."""
    ending = file.suffix.lower()
    return NO_MEANING if ending in _SHEETS else OFFICE if ending in _OFFICE else NO_KIND


def _may_be(file: Path, kind: str) -> bool:
    """Say whether a file that tells nothing goes with those of a kind: its reader says what was wrong with it.

    So a broken post is named, and the accounts beside the posts of a site are read. Of sheets only the
    list of nodes beside one of ties has no headings of its own.
    """
    if file.suffix.lower() in _SHEETS:
        return kind == "ties" and fits(file.name, kind) and has_elements(file)
    return fits(file.name, kind)
