"""Looking a name or a line of affiliation up in a register: ranked candidates, and those that are sure enough."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.resolve.register.entries import Body, Candidate
from ingest.resolve.register.index import Found, NameIndex
from ingest.resolve.register.places import country_spans
from ingest.resolve.register.signs import (
    SIGNS,
    Case,
    Line,
    another_country,
    is_closed,
    is_university,
    same_city,
    same_country,
)
from ingest.resolve.register.weights import BIAS, SURE, SURE_TOO, WEIGHTS
from ingest.resolve.register.words import Word, name_words, words_of

# Below it a name spelt otherwise is another name: "Kelsby" and "Selby" hospitals are 0.86 alike.
_LEAST_LIKENESS = 0.87
# Candidates of one part that are looked at.
_MOST_READ = 10
# How many signs are told: more would not be read.
_TOLD = 4


class Register:
    """The bodies of a register, found by name; the same line gives the same candidates, always."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = tuple(bodies)
        self._cities = tuple(name_words(body.place) for body in self._bodies)
        self._index = NameIndex(self._bodies)

    def candidates(
        self, line: str, *, place: str = "", country: str = "", day: str = "", limit: int = 5
    ) -> list[Candidate]:
        """Return what a name or a line of affiliation may stand for, the likeliest first.

        `place` and `country` (ISO 3166-1) are what is known besides: where the writer is, the column of a table.
        Where `day` says when it was written (ISO 8601), a body that stood then is no closed one, and one founded later
        is left out. A line that names nothing registered has no candidates.
        """
        ranked = sorted(self._scored(line, place, country, day), key=lambda one: (-one.score, one.id))
        best: dict[str, Candidate] = {}
        for one in ranked:
            best.setdefault(one.id, one)
        return list(best.values())[:limit]

    def match(self, line: str, *, place: str = "", country: str = "") -> tuple[Candidate, ...]:
        """Return the entries that are sure enough, for each part of a line that semicolons make.

        A part has one; further ones where other words of it name them more surely still.
        """
        found: dict[str, Candidate] = {}
        for part in _parts(line):
            ranked = self.candidates(part, place=place, country=country, limit=_MOST_READ)
            taken: list[Candidate] = []
            for one in ranked:
                if one.score < (SURE_TOO if taken else SURE):
                    break
                if not any(_overlap(one, other) for other in taken) and not _is_tied(one, ranked):
                    taken.append(one)
            found |= {one.id: one for one in taken if one.id not in found}
        return tuple(found.values())

    def cases(self, line: str, place: str = "", country: str = "", day: str = "") -> list[Case]:
        """Return every reading of a line, with what its signs look at; names inside longer ones are left out."""
        words = words_of(line)
        said = Line(words, country_spans(words), self._index, name_words(place), country, day)
        found = _outermost(list(self._index.exact(words)), words)
        covered = [one for one in found if not one.acronym and one.end - one.start > 1]
        near = [
            one
            for one in self._index.near(words, _LEAST_LIKENESS)
            if not any(one.start < other.end and other.start < one.end for other in covered)
        ]
        best: dict[tuple[int, int, int], Found] = {}
        for one in (*found, *near):
            best.setdefault((one.body, one.start, one.end), one)
        cases = [
            Case(said, self._bodies[one.body], self._cities[one.body], one)
            for one in best.values()
            if not self._bodies[one.body].came_later(day)
        ]
        return _with_university(_with_namesakes(cases))

    def _scored(self, line: str, place: str, country: str, day: str) -> Iterable[Candidate]:
        for case in self.cases(line, place, country, day):
            values = {sign.__name__: sign(case) for sign in SIGNS}
            score = 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in values.items())))
            found = case.found
            yield Candidate(
                case.body.id, case.body.name, round(score, 4), _reasons(values), found.start, found.end
            )


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _is_tied(one: Candidate, ranked: Iterable[Candidate]) -> bool:
    """Say whether the same words may as well name another entry: then neither is taken."""
    return any(
        other.id != one.id and other.score == one.score and (other.start, other.end) == (one.start, one.end)
        for other in ranked
    )


def _reasons(values: Mapping[str, float]) -> tuple[str, ...]:
    """Return the sentences of the signs that weigh most here."""
    spoken = {sign.__name__: (sign.__doc__ or "").strip() for sign in SIGNS}
    weighty = sorted(
        (name for name in values if values[name]), key=lambda name: (-abs(WEIGHTS[name] * values[name]), name)
    )
    return tuple(spoken[name] for name in weighty[:_TOLD])


def _parts(line: str) -> list[str]:
    """Return the parts of a line that semicolons make, where each holds more than a word."""
    parts = [part.strip() for part in line.replace("|", ";").split(";")]
    return parts if len(parts) > 1 and all(len(part.split()) > 1 for part in parts) else [line]


def _outermost(found: list[Found], words: Sequence[Word]) -> list[Found]:
    """Leave out a name that stands inside a longer one: "University of Kelsby" in "University of Kelsby Press".

    Across a comma, only where it begins with it: "University of Kelsby, Selby" is longer than "University of
    Kelsby", but "Arts, University of Kelsby" is not.
    """
    spans = {(one.start, one.end) for one in found if not one.acronym and not one.reordered}
    return [one for one in found if not any(_hides(span, one, words) for span in spans)]


def _hides(span: tuple[int, int], one: Found, words: Sequence[Word]) -> bool:
    start, end = span
    if not (start <= one.start and one.end <= end) or span == (one.start, one.end):
        return False
    return start == one.start or words[start].segment == words[end - 1].segment


def _with_namesakes(cases: list[Case]) -> list[Case]:
    """Count, for each case, the others that the same words name and that fit the places as well."""
    by_span: dict[tuple[int, int], list[Case]] = defaultdict(list)
    for case in cases:
        by_span[case.found.start, case.found.end].append(case)
    fits = {id(case): _fit(case) for case in cases}
    return [
        replace(
            case,
            namesakes=sum(
                fits[id(other)] >= fits[id(case)]
                for other in by_span[case.found.start, case.found.end]
                if other.body.id != case.body.id
            ),
        )
        for case in cases
    ]


def _with_university(cases: list[Case]) -> list[Case]:
    """Note on each case that is no university whether another stretch of the line names one."""
    spans = {
        (case.found.start, case.found.end)
        for case in cases
        if is_university(case) and case.found.likeness == 1.0 and not another_country(case)
    }
    return [
        case
        if is_university(case) or not spans - {(case.found.start, case.found.end)}
        else replace(case, beside_university=True)
        for case in cases
    ]


def _fit(case: Case) -> tuple[float, ...]:
    return (
        -another_country(case), same_city(case) + same_country(case), case.found.likeness, -is_closed(case),
    )  # fmt: skip
