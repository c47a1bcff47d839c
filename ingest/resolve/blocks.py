"""The blocks that records meet in: by which handles, how many records one may hold, and what is judged of each.

A block that is too large is left out and said so; people of a common name then meet by the name with a signal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from graph.catalog import NamedRead, load_reads
from graph.model import Judgement, Label, Record
from graph.names import is_full_name
from graph.rows import chunks, handles_of, name_handle
from graph.store import Reader
from ingest.resolve.evidence import STRONG, is_rare
from ingest.resolve.judge import RULES as BY_NAME_OR_ID
from ingest.resolve.judge import judge_name, judge_namesakes, judge_variants
from ingest.resolve.judge_by_id import judge_ids
from ingest.resolve.near_names import MOST as MOST_OF_NEAR_NAMES
from ingest.resolve.near_names import NEAR, NEAR_AND_MORE, judge_near, near_handles
from ingest.resolve.near_titles import MOST as MOST_OF_NEAR_TITLES
from ingest.resolve.near_titles import NEAR_TITLE, SAME_TITLE, judge_titles, title_handles
from ingest.resolve.spelling_variants import RULE as SPELLING
from ingest.resolve.spelling_variants import judge_spellings, spelling_handles
from ingest.resolve.variants import variant_handles

# Judging the records of one name takes as long as there are records: David Smith, in a graph of a million people, has
# a thousand. A rare name is not capped: its many records are one writer's.
MOST_OF_A_COMMON_NAME = 100
_SHARED = "|shared|"
_LESS_COMPARED = (
    "such names are compared where they share an id, or are equal and share work, and not otherwise"
)
_NEARLY_ONE = "they are compared with equal names, and with those that are nearer to them"
_RULES_OF = {
    "near": judge_near,
    "variant": judge_variants,
    "shared": judge_namesakes,
    "title": judge_titles,
    "spelling": judge_spellings,
}
# Judgements that follow from a block, and fall with it.
RULES = BY_NAME_OR_ID | {NEAR, NEAR_AND_MORE, NEAR_TITLE, SAME_TITLE, SPELLING}


def shared_handles(record: Record) -> list[str]:
    """Return the handles of a person's common name with each strong signal: so namesakes of a large graph meet."""
    if record.label is not Label.PERSON or not is_full_name(record.name) or is_rare(record):
        return []
    _, _, name = name_handle(record.label, record.name).split("|", 2)
    strong = (signal for signal in record.signals if signal.partition(":")[0] in STRONG)
    return sorted(f"{Label.PERSON}{_SHARED}{name}|{signal}" for signal in strong)


def blocking_handles(record: Record) -> list[str]:
    """Return the handles on which a record can be joined: its ids, and its name where it is a whole one."""
    if record.label in (Label.ORGANISATION, Label.TOPIC):
        return [*handles_of(record), *spelling_handles(record)]
    handles = [handle for handle in handles_of(record) if "|id|" in handle]
    if record.label is Label.PROJECT or is_full_name(record.name):
        handles += [name_handle(record.label, record.name), *variant_handles(record), *shared_handles(record)]
    handles += [*near_handles(record), *title_handles(record)]
    return [handle for handle in handles if handle]


def is_shared(handle: str) -> bool:
    """Say whether a handle is that of a common name with a signal: judged only where the name alone has too many."""
    return _SHARED in handle


def of_the_name(handle: str) -> str:
    """Return the handle of the name alone, for one of a name with a signal."""
    label, _, rest = handle.split("|", 2)
    return f"{label}|name|{rest.partition('|')[0]}"


def most_in(handle: str) -> int | None:
    """Return how many records a block may hold; None for any number."""
    label, kind, name = handle.split("|", 2)
    if kind in ("near", "title"):
        return MOST_OF_NEAR_NAMES if kind == "near" else MOST_OF_NEAR_TITLES
    if label == Label.PERSON and kind in ("name", "variant") and not _is_rare_name(name):
        return MOST_OF_A_COMMON_NAME
    return None


@cache
def _is_rare_name(name: str) -> bool:
    return is_rare(Record("", Label.PERSON, "", "", "", name))


def too_common(capped: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield how many records too large blocks hold, with what follows from it: of one name, else of nearly one."""
    of_one_name = [size for handle, size in capped.items() if handle.split("|", 2)[1] in ("name", "variant")]
    if of_one_name:
        yield f"{max(of_one_name)} records and more have one name", _LESS_COMPARED
    elif capped:
        yield (
            f"some names are nearly those of more than {min(capped.values()) - 1} other records",
            _NEARLY_ONE,
        )


def sizes_of(reader: Reader, handles: Iterable[str], further: int) -> dict[str, int]:
    """Return how many records each handle has in the store, counted to just above what a block may hold.

    `further` is how many records may come or go besides.
    """
    limit = MOST_OF_A_COMMON_NAME + further + 1
    return {
        str(row["handle"]): int(row["number"])
        for some in chunks(sorted(handles))
        for row in reader.read(_reads()["handle_sizes"], handles=some, most=limit)
    }


def judged(handle: str, block: Iterable[Record]) -> Iterable[Judgement]:
    """Return what the rules say of the records that share a handle."""
    _, kind, value = handle.split("|", 2)
    if kind in _RULES_OF:
        return _RULES_OF[kind](block)
    return judge_ids(value, block) if kind == "id" else judge_name(value, block)


@cache
def _reads() -> dict[str, NamedRead]:
    return load_reads("graph")
