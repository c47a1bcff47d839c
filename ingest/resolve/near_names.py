"""People whose names are nearly one: found by handles that a slip leaves alone, and put before a person to judge.

Two strong signals besides such a name join by themselves; with one it waits in the queue with its score.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from graph.ids import judgement_id
from graph.model import Judgement, Label, Record, Verdict
from graph.names import is_full_name, name_key
from ingest.resolve.compare.person_names import NameMatch, compare_names, name_parts
from ingest.resolve.compare.spelling import consonants, sound
from ingest.resolve.contradictions import apart_on_a_line, contradict
from ingest.resolve.evidence import ENOUGH, STRONG, is_common, probability, reasons, shared_signals

NEAR = "rule:near-name"
NEAR_AND_MORE = "rule:near-name and two signals"
# More records than this behind one handle are too many to compare: "J Smith" in a large community.
MOST = 10
_OPEN_AT_MOST = 20
# Shorter family names begin and end with the same letters: one slip leaves neither.
_LONG = 5
# Half of the name, and no less nor more: two letters are shared by too many, and of six one is easily wrong.
_FEWEST_LETTERS, _MOST_LETTERS = 3, 5
NEAR_MATCHES = frozenset(
    {
        NameMatch.SPELLING, NameMatch.OTHER_ORDER, NameMatch.MIDDLE, NameMatch.MARRIED, NameMatch.INITIAL,
    }
)  # fmt: skip
# With these, two strong signals are enough; an initial or a further family name stays a person's to judge.
JOINED_WHEN_NEAR = frozenset({NameMatch.SPELLING, NameMatch.OTHER_ORDER, NameMatch.MIDDLE})


def near_handles(record: Record) -> list[str]:
    """Return the handles under which records of nearly one name meet; none for a name of one word.

    By sound, in any order and with each further family name; by initial and family name; by given name with how the
    family name begins, ends and is heard, of which one slip leaves one; by given name with the employer, where the
    family name has changed.
    """
    parts = name_parts(record.name)
    if record.label is not Label.PERSON or len(parts) < 2 or record.name.startswith("@"):
        return []
    first, *others = [sound(part) for part in parts]
    last = others[-1]
    found = {f"sound|{' '.join(sorted((first, other)))}" for other in others}
    found.add(f"initial|{first[:1]} {last}")
    if len(first) > 1 and len(last) >= _LONG:
        found.add(f"ear|{first} {consonants(parts[-1])}")
        for half in _halves(len(last)):
            found |= {f"begins|{first} {last[:half]}", f"ends|{first} {last[-half:]}"}
    employer = name_key(Label.ORGANISATION, record.organisation)
    if employer and len(first) > 1:
        found.add(f"employer|{first} {employer}")
    if employer and is_common("family", parts[-1]):
        # "J Smith" alone has too many in a large graph.
        found.add(f"initial|{first[:1]} {last} {employer}")
    return sorted(f"{Label.PERSON}|near|{handle}" for handle in found)


def _halves(length: int) -> set[int]:
    """Return how many letters of a family name are taken from each end; two lengths where a slip moves the border."""
    return {min(_MOST_LETTERS, max(_FEWEST_LETTERS, half)) for half in (length // 2, (length + 1) // 2)}


def judge_near(block: Iterable[Record]) -> list[Judgement]:
    """Return the judgements on people of nearly one name: same with two strong signals, with one a question."""
    found: list[Judgement] = []
    waiting = 0
    for one, other in _sharing(block):
        match = compare_names(one.name, other.name)
        if match not in NEAR_MATCHES or contradict(one, other):
            found += apart_on_a_line((one, other)) if match in NEAR_MATCHES else ()
            continue
        signals = {kind: value for kind, value in shared_signals(one, other).items() if kind in STRONG}
        if not signals:
            continue
        said = (f"“{one.name}” and “{other.name}”: {match[:1].lower()}{match[1:]}", *reasons(signals))
        joined = (
            match in JOINED_WHEN_NEAR
            and len(signals) >= ENOUGH
            and is_full_name(one.name)
            and is_full_name(other.name)
        )
        if not joined and waiting >= _OPEN_AT_MOST:
            continue
        waiting += not joined
        rule, verdict = (NEAR_AND_MORE, Verdict.SAME) if joined else (NEAR, Verdict.UNSURE)
        score = min(0.69, probability(one, other)) if joined else probability(one, other)
        found.append(
            Judgement(judgement_id(one.id, other.id, rule), one.id, other.id, verdict, said, rule, score)
        )
    return found


def _sharing(block: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Return the pairs that share a strong signal, in order of their ids: no others can be said anything of."""
    holders: dict[str, list[Record]] = {}
    for record in block:
        for signal in record.signals:
            if signal.partition(":")[0] in STRONG:
                holders.setdefault(signal, []).append(record)
    pairs: dict[tuple[str, str], tuple[Record, Record]] = {}
    for some in holders.values():
        for one, other in combinations(some, 2):
            first, second = (one, other) if one.id < other.id else (other, one)
            pairs[first.id, second.id] = (first, second)
    return [pairs[key] for key in sorted(pairs)]
