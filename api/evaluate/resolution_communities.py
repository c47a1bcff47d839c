"""Communities with a key for each person: their records are resolved without the keys, by the rules of ingestion.

Keys are no perfect truth: people have two accounts and two addresses. Precision by the keys as they are stands beside
that by keys of which those known to be one person's are made one (one_person_keys.py), each with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from api.evaluate.measured import Measure, SetKind
from api.evaluate.one_person_keys import Corrected, corrected
from api.evaluate.resolution_linking import figures
from api.evaluate.resolution_sets import rows_of
from graph.ids import record_id
from graph.model import Label, Record
from graph.names import is_full_name, name_key
from ingest.resolve.bulk import resolve_people

# Our promise for what is joined without a person's word (issue 6).
_PRECISION = 0.995
_TEAMS = {"person_id", "person", "project"}
_ORCIDS = {"person_id", "orcid"}
_COMMENTS = {"author", "email_key", "post_id", "type"}
Row = Mapping[str, str]


def _tables(folder: Path, wanted: set[str]) -> list[Path]:
    """Return the tables with these headings, in the folder or in its `gold`."""
    found = []
    for file in sorted([*folder.glob("*.csv"), *folder.glob("gold/*.csv")]):
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            if wanted <= {cell.strip().strip('"') for cell in lines.readline().split(",")}:
                found.append(file)
    return found


def _fits(wanted: set[str]) -> Callable[[Path], bool]:
    return lambda folder: bool(_tables(folder, wanted))


def _measure_teams(folder: Path) -> Iterator[Measure]:
    """Each place on a team is a record: its name, its project, its colleagues; the key of the person is the truth."""
    for file in _tables(folder, _TEAMS):
        rows = [row for row in rows_of(file) if is_full_name(row["person"])]
        team: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            team[row["project"]].append(name_key(Label.PERSON, row["person"]))
        records = [_record(place, row["person"], _of_team(row, team)) for place, row in enumerate(rows)]
        truth = corrected([row["person_id"] for row in rows], _tables(folder, _ORCIDS))
        yield from _figures("places on teams", records, [row["person_id"] for row in rows], truth)


def _of_team(row: Row, team: Mapping[str, Sequence[str]]) -> list[str]:
    own = name_key(Label.PERSON, row["person"])
    others = [f"with:{name}" for name in team[row["project"]] if name != own]
    return [f"project:{row['project']}", *(others if len(others) < 30 else [])]


def _measure_comments(folder: Path) -> Iterator[Measure]:
    """Each comment is a record: its name, thread and site; equal e-mail addresses, which we drop, are the truth."""
    for file in _tables(folder, _COMMENTS):
        rows = [row for row in rows_of(file) if row["type"] in ("", "comment") and row["email_key"]]
        kept = [row for row in rows if is_full_name(row["author"])]
        records = [
            _record(place, row["author"], [f"thread:{row['post_id']}", "site:blog"])
            for place, row in enumerate(kept)
        ]
        keys = [row["email_key"] for row in kept]
        yield from _figures("commenters", records, keys, corrected(keys, ()))


def _record(place: int, name: str, signals: Sequence[str]) -> Record:
    key = f"{place:06}"
    return Record(
        record_id(Label.PERSON, "set", key),
        Label.PERSON,
        "set",
        "",
        key,
        name,
        signals=tuple(sorted(set(signals))),
    )


def _figures(name: str, records: list[Record], keys: Sequence[str], by: Corrected) -> Iterator[Measure]:
    """Yield the figures of what is joined, of what waits besides, and recall by the origin of the names."""
    found = resolve_people(records, processes=1)
    same = _closed(len(records), found.joined)
    truth = by.truth
    as_they_are = sum(keys[a] == keys[b] for a, b in same) / max(1, len(same))
    yield Measure(f"{name}: joined: precision by the keys as they are", as_they_are, of=len(same))
    for reason, count in sorted(by.reasons.items()):
        yield Measure(f"{name}: two keys, one person: {reason}", count)
    true = [pair for pair in combinations(range(len(records)), 2) if truth[pair[0]] == truth[pair[1]]]
    right = sum(truth[a] == truth[b] for a, b in same)
    for measure in figures(f"{name}: joined", right, len(same), len(true)):
        goal = _PRECISION if measure.name.endswith("precision") else None
        yield replace(measure, goal=goal)
    reached = set(same) | set(found.waiting)
    yield Measure(
        f"{name}: recall with what waits", len(reached & set(true)) / max(1, len(true)), of=len(true)
    )
    origins: dict[str, Counter[bool]] = defaultdict(Counter)
    for pair in true:
        origins[_origin(records[pair[0]].name)][pair in same] += 1
    for origin, counts in sorted(origins.items()):
        yield Measure(f"{name}: recall, {origin}", counts[True] / counts.total(), of=counts.total())


def _closed(size: int, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs of the clusters that these pairs make."""
    group = list(range(size))
    for one, other in pairs:
        left, right = sorted((group[one], group[other]))
        group = [left if at == right else at for at in group] if left != right else group
    members: dict[int, list[int]] = defaultdict(list)
    for place, at in enumerate(group):
        members[at].append(place)
    return {pair for places in members.values() for pair in combinations(places, 2)}


def _origin(name: str) -> str:
    words = len(name.split())
    if not name.isascii():
        return "names with accents or another script"
    return "names of two words" if words == 2 else "names of three words and more"


KINDS = (
    SetKind("places on teams with a key a person", _fits(_TEAMS), _measure_teams),
    SetKind("comments with a key an address", _fits(_COMMENTS), _measure_comments),
)
