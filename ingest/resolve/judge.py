"""The rules of first resolution: what joins two records, and what keeps them apart.

Ids decide. A full name alone joins nobody: two independent signals besides it are needed (evidence.py), and where
a name is known to be borne by two people (their ids say so), two strong ones. Topics and organisations are words,
not people: the same name is the same thing, unless ids of one scheme say otherwise.
A judgement here is a pure function of the records that share a handle, whatever the order of reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import combinations, islice

from graph.ids import judgement_id, scheme_of
from graph.model import Judgement, Label, Record, Verdict
from graph.names import is_full_name, name_key
from ingest.resolve.contradictions import (
    DIFFERENT_IDS,
    ONE_LINE,
    apart_on_a_line,
    contradict,
    of_different_ids,
    two_employers_at_once,
)
from ingest.resolve.evidence import (
    ENOUGH,
    WRITING,
    few_bear,
    name_frequency,
    probability,
    reasons,
    shared_signals,
    support,
)
from ingest.resolve.namesake_bodies import asked_of

# What each kind of signal says to a reviewer, and its score; strongest first. The scores order
# the joins (a stronger reason is applied first) and are no probabilities.
_SIGNALS = {
    "organisation": (0.9, "Both are called {name} and both are tied to “{value}”."),
    "project": (0.88, "Both are called {name} and both work on “{value}”."),
    "role and place": (0.85, "Both are called {name}, with the same role and place: “{value}”."),
    "with": (0.8, "Both are called {name} and both are named together with “{value}”."),
    "thread": (0.75, "Both are called {name} and both take part in the same thread."),
    "topics": (0.72, "Both are called {name} and both deal with {value}."),
    "byline": (0.7, "Both are called {name} and both are bylines of the same source."),
    "site": (0.68, "Both are called {name} and both write on the same site."),
}
# Where two people are known to share a name, these say too little: both may write on one blog.
_WEAK = frozenset({"thread", "byline", "site", "with", "topics"})
BY_ID, _BY_NAME, _LISTED = "rule:id", "rule:name", "rule:listed-name"
OPEN, MISFIT = "rule:same-name", "rule:id-and-other-name"
RULES = frozenset(
    {
        BY_ID,
        _BY_NAME,
        _LISTED,
        DIFFERENT_IDS,
        ONE_LINE,
        OPEN,
        *(f"rule:{how} and {kind}" for kind in _SIGNALS for how in ("name", "nickname")),
    }
)
# A project's name of so many words ("safer handover on ward six") is not met twice by chance.
_TELLING_WORDS = 4
# Pairs named as different or as open, at most, in one block: more would bury the reviewer.
MOST_PAIRS = 10
# Partners that a record is tried with under one signal: one of the first few shares a second, or none does.
_MOST_TRIED = 20


def judge_name(key: str, records: Iterable[Record]) -> list[Judgement]:
    """Return the judgements on the records of one label whose name, or another name, has this key."""
    block = sorted(records, key=lambda record: record.id)
    same = [record for record in block if name_key(record.label, record.name) == key]
    if not same or len(block) < 2:
        return []
    joined = _Joined()
    _join_ids(same, joined)
    apart = list(_apart(same, joined))
    label = same[0].label
    if label in (Label.TOPIC, Label.ORGANISATION):
        return [
            *apart,
            *_all_same(same, joined, ambiguous=bool(apart)),
            *_registered(key, same, block),
            *(_asked(same) if apart and label is Label.ORGANISATION else ()),
        ]
    if _is_telling(same[0]):
        return [*apart, *_all_same(same, joined, ambiguous=bool(apart))]
    if label is Label.PROJECT or is_full_name(same[0].name):
        return [*apart, *_by_signals(same, joined, ambiguous=bool(apart))]
    return apart


def judge_namesakes(records: Iterable[Record]) -> list[Judgement]:
    """Return the judgements on people of one common name who share a strong signal, in a graph that has many of them.

    Several people are taken to bear the name: a second signal that only they share is needed.
    """
    block = sorted(records, key=lambda record: record.id)
    joined = _Joined()
    _join_ids(block, joined)
    return [*_apart(block, joined), *_by_signals(block, joined, ambiguous=True)]


class _Joined:
    """Which records this block has joined already: a second reason for the same adds nothing."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, record: str) -> str:
        while (parent := self._parent.get(record, record)) != record:
            record = parent
        return record

    def join(self, left: str, right: str) -> bool:
        """Join two records; return False where they were joined already."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second:
            return False
        self._parent[second] = first
        return True


def _join_ids(same: list[Record], joined: _Joined) -> None:
    """Take as joined what carries one identifier; judge_ids says so."""
    holder: dict[str, str] = {}
    for record in same:
        for identifier in record.ids:
            joined.join(holder.setdefault(identifier.casefold(), record.id), record.id)


def _apart(same: list[Record], joined: _Joined) -> Iterator[Judgement]:
    """Keep apart records of one name whose identifiers of one scheme differ, unless another one joins them."""
    for scheme, one, other in of_different_ids(same):
        if joined.root(one.id) != joined.root(other.id):
            reason = f"Both are called {one.name}, but their identifiers under “{scheme}” differ."
            yield judgement(one, other, Verdict.DIFFERENT, (DIFFERENT_IDS, 1.0, reason))


def _is_telling(record: Record) -> bool:
    return (
        record.label is Label.PROJECT and len(name_key(record.label, record.name).split()) >= _TELLING_WORDS
    )


def _all_same(same: list[Record], joined: _Joined, *, ambiguous: bool) -> Iterator[Judgement]:
    """Join all records of one name; where two registered things bear it, none is guessed."""
    for record in () if ambiguous else same[1:]:
        if not contradict(same[0], record) and joined.join(same[0].id, record.id):
            yield same_judgement(same[0], record, _BY_NAME, 0.9, f"Both are called “{record.name}”.")


def _registered(key: str, same: list[Record], block: list[Record]) -> Iterator[Judgement]:
    """Join a short or other name to the one registered thing that lists it; to none, where two do."""
    carriers = [record for record in block if record.ids and name_key(record.label, record.name) != key]
    if not carriers or any(contradict(carriers[0], record) for record in (*carriers, *same)):
        return
    if len({name_key(record.label, record.name) for record in carriers}) > 1:
        return  # two lists, two things, as far as anybody can tell
    reason = f"“{same[0].name}” is listed as another name of “{carriers[0].name}”, and of nothing else."
    yield same_judgement(carriers[0], same[0], _LISTED, 0.92, reason)


def _asked(same: list[Record]) -> Iterator[Judgement]:
    """Ask which of several listed bodies of one name is meant where nothing says so."""
    for one, other, score, reason in asked_of(same, MOST_PAIRS):
        yield judgement(one, other, Verdict.UNSURE, (OPEN, score, reason))


def judge_variants(records: Iterable[Record]) -> list[Judgement]:
    """Return the judgements that join people whose given names are forms of one: Dan and Daniel Okafor.

    A form of a name is less than the name: a signal in common is needed that is no mere byline or thread,
    and where two people are known to bear such a name, a strong one.
    """
    block = sorted(records, key=lambda record: record.id)
    joined = _Joined()
    _join_ids(block, joined)
    ambiguous = any(True for _ in _apart(block, joined))
    found = list(apart_on_a_line(block))
    for (kind, value), sharing in _holders(
        block, {"thread", "byline", "site"} | (_WEAK if ambiguous else set())
    ):
        score, _ = _SIGNALS[kind]
        if _holds_two(sharing):
            continue
        for one, other in _of_two_names(sharing):
            if contradict(one, other) or len(support(one, other)) < ENOUGH:
                continue
            if joined.join(one.id, other.id):
                reason = (
                    f"“{one.name}” and “{other.name}” are forms of one name, and both are tied to {value}."
                )
                found.append(
                    same_judgement(one, other, f"rule:nickname and {kind}", round(score - 0.1, 2), reason)
                )
    return found


def _holds_two(sharing: list[Record]) -> bool:
    """Say whether records that share a signal are known to be of two people: by ids of one scheme that differ."""
    schemes: dict[str, set[str]] = defaultdict(set)
    for record in sharing:
        for identifier in record.ids:
            schemes[scheme_of(identifier)].add(identifier.casefold())
    return any(len(identifiers) > 1 for identifiers in schemes.values())


def _of_two_names(sharing: list[Record]) -> Iterator[tuple[Record, Record]]:
    """Yield the first record with the others that bear another form of its name; namesakes have rules of their own."""
    first = sharing[0]
    own = name_key(first.label, first.name)
    return ((first, record) for record in sharing[1:] if name_key(record.label, record.name) != own)


def _holders(same: list[Record], left_out: Set[str]) -> list[tuple[tuple[str, str], list[Record]]]:
    """Return the records that share each signal, the strongest kind of signal first."""
    holders: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in same:
        for signal in record.signals:
            kind, _, value = signal.partition(":")
            if kind in _SIGNALS and kind not in left_out:
                holders[kind, value].append(record)
    return sorted(holders.items(), key=lambda item: (-_SIGNALS[item[0][0]][0], item[0]))


def _by_signals(same: list[Record], joined: _Joined, *, ambiguous: bool) -> Iterator[Judgement]:
    """Join records of one name that share two independent signals, the strongest first; the rest is left open."""
    rare = few_bear(same)
    for (kind, value), sharing in _holders(same, _WEAK if ambiguous else frozenset()):
        if _holds_two(sharing):
            continue  # two people share it: it tells nobody which of them a third entry is
        for place, record in enumerate(sharing[1:], start=1):
            for other in sharing[:place][:_MOST_TRIED]:
                if contradict(other, record) or joined.root(other.id) == joined.root(record.id):
                    continue
                signals = support(other, record, ambiguous=ambiguous, rare=rare)
                if len(signals) >= ENOUGH:
                    joined.join(other.id, record.id)
                    yield _supported(other, record, (kind, value), signals)
                    break
    yield from _open(same, joined)


def _supported(one: Record, other: Record, by: tuple[str, str], signals: Mapping[str, str]) -> Judgement:
    """Return the judgement that joins two records, with the signal that led to them and what else they share."""
    kind, value = by
    score, reason = _SIGNALS[kind]
    own = "writing" if kind in WRITING else kind
    further = reasons({name: said for name, said in signals.items() if name != own})
    left, right = sorted((one.id, other.id))
    rule = f"rule:name and {kind}"
    said = (reason.format(name=other.name, value=value), *further)
    return Judgement(judgement_id(left, right, rule), left, right, Verdict.SAME, said, rule, score)


def _open(same: list[Record], joined: _Joined) -> Iterator[Judgement]:
    """Say for a person to decide that records of one name share too little, with what they do share."""
    first: dict[str, Record] = {}
    for record in same:
        first.setdefault(joined.root(record.id), record)
    others = name_frequency(len(first))
    for one, other in islice(combinations(first.values(), 2), MOST_PAIRS):
        if not contradict(one, other):
            signals = shared_signals(one, other)
            alone = f"Both are called {one.name}, and nothing else is known to be in common."
            said = [f"Both are called {one.name}.", *reasons(signals)] if signals else [alone]
            said += [reason for reason in (two_employers_at_once(one, other), others.reason) if reason]
            left, right = sorted((one.id, other.id))
            identifier = judgement_id(left, right, OPEN)
            score = probability(one, other, others.bits)
            yield Judgement(identifier, left, right, Verdict.UNSURE, tuple(said), OPEN, score)


def same_judgement(one: Record, other: Record, rule: str, score: float, reason: str) -> Judgement:
    """Return the judgement of a rule that two records are one, for one reason."""
    return judgement(one, other, Verdict.SAME, (rule, score, reason))


def judgement(one: Record, other: Record, verdict: Verdict, said: tuple[str, float, str]) -> Judgement:
    """Return a judgement of a rule; `said` are the rule, its score and its reason."""
    rule, score, reason = said
    left, right = sorted((one.id, other.id))
    return Judgement(judgement_id(left, right, rule), left, right, verdict, (reason,), rule, score)
