"""Projects whose titles are nearly one: the same work in a grant record, a blog and a directory.

Titles that differ in a bracket or a plural join where they are telling ones, or where the work shares its
organisation and its people; with one of these it waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

from graph.ids import judgement_id
from graph.model import Judgement, Label, Record, Verdict
from graph.names import name_key, words
from ingest.resolve.compare.organisation_names import TitleMatch, compare_titles
from ingest.resolve.contradictions import contradict
from ingest.resolve.evidence import ENOUGH, STRONG, reasons, shared_signals
from ingest.resolve.spelling_variants import plain_word

NEAR_TITLE, SAME_TITLE = "rule:near-title", "rule:same-title"
# More projects than this behind one handle are too many to compare: "Improving the quality of care in ...".
MOST = 20
# A title of so many words is not met twice by chance (as for equal titles, judge.py).
_TELLING_WORDS = 4
_OPEN_AT_MOST = 20
_ENDS = 3
_SMALL = frozenset("a an and the of in on for to with at by from our project programme".split())
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_SHORT = re.compile(r"[A-Z][A-Z0-9&-]{2,9}")
_NEAR = frozenset(
    {TitleMatch.SAME, TitleMatch.SAME_WORDS, TitleMatch.SPELLING, TitleMatch.LONGER, TitleMatch.NEARLY_ALL}
)
_SCORES = {TitleMatch.LONGER: 0.45, TitleMatch.NEARLY_ALL: 0.4}
_SCORE = 0.6


def title_handles(record: Record) -> list[str]:
    """Return the handles under which titles of one project meet: all its words, the first, the last, its short form."""
    if record.label is not Label.PROJECT:
        return []
    telling = _telling(record.name)
    found = set()
    if len(telling) > 1:
        found.add(f"all {' '.join(sorted(telling))}")
    if len(telling) >= _ENDS:
        found |= {f"opens {' '.join(telling[:_ENDS])}", f"ends {' '.join(telling[-_ENDS:])}"}
    found |= {f"short {short.casefold()}" for short in _short_forms(record.name)}
    return sorted(f"{Label.PROJECT}|title|{handle}" for handle in found)


def judge_titles(block: Iterable[Record]) -> list[Judgement]:
    """Return the judgements on projects of nearly one title: the same, or a question where something else fits."""
    found: list[Judgement] = []
    waiting = 0
    for one, other in combinations(sorted(block, key=lambda record: record.id), 2):
        match = compare_titles(_without_brackets(one.name), _without_brackets(other.name))
        equal = name_key(one.label, one.name) == name_key(other.label, other.name)
        if equal or contradict(one, other) or _numbers(one) != _numbers(other):
            continue
        signals = {kind: value for kind, value in shared_signals(one, other).items() if kind in STRONG}
        # In the same order: "from hospital to home" is not "from home to hospital".
        same_words = _telling(one.name) == _telling(other.name)
        if match not in _NEAR and not same_words and not _is_short_of(one, other):
            continue
        joined = same_words and (len(_telling(one.name)) >= _TELLING_WORDS or len(signals) >= ENOUGH)
        if not joined and (not signals or waiting >= _OPEN_AT_MOST):
            continue
        waiting += not joined
        found.append(_judgement(one, other, match, signals, joined=joined))
    return found


def _judgement(
    one: Record, other: Record, match: TitleMatch, signals: dict[str, str], *, joined: bool
) -> Judgement:
    rule, verdict = (SAME_TITLE, Verdict.SAME) if joined else (NEAR_TITLE, Verdict.UNSURE)
    how = "The titles have the same words." if joined else str(match)
    if _is_short_of(one, other):
        how = "One title is the short form that the other gives."
    said = (f"“{one.name}” and “{other.name}”: {how[:1].lower()}{how[1:]}", *reasons(signals))
    score = 0.86 if joined else _SCORES.get(match, _SCORE)
    return Judgement(judgement_id(one.id, other.id, rule), one.id, other.id, verdict, said, rule, score)


def _telling(title: str) -> list[str]:
    return [plain_word(word) for word in words(_without_brackets(title)) if word not in _SMALL]


def _without_brackets(title: str) -> str:
    plain = _BRACKETS.sub(" ", title).strip()
    return plain or title


def _short_forms(title: str) -> set[str]:
    """Return the acronyms that stand in brackets, or are the title."""
    said = [*_BRACKETS.findall(title), _without_brackets(title)]
    return {one.strip() for one in said if _SHORT.fullmatch(one.strip())}


def _is_short_of(one: Record, other: Record) -> bool:
    return bool(_short_forms(one.name) & _short_forms(other.name))


def _numbers(record: Record) -> set[str]:
    """Return the numbers of a title: phase 2 is another project than phase 1."""
    return {word for word in words(record.name) if word.isdigit()}
