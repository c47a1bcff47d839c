"""Finds people called by one name alone, and whose name it can be short for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Label
from graph.names import fold, is_full_name, name_key
from ingest.extract.people import WORD
from ingest.extract.prose import Span
from ingest.extract.reading import Reading, reading_of
from ingest.extract.settle import settle
from ingest.extract.third_parties import is_third_party
from ingest.extract.vocabulary import entries, given_names, word_set

_SINGLE = re.compile(rf"(?<![\w'.@/-]){WORD}(?![\w@/-]|'(?!s\b))")
# Given names that are everyday words: a capital at the beginning of a sentence says nothing of them.
_WORDS_TOO = frozenset(
    "Will May Mark Grace Hope Rose Art Grant Bill Sunny June April Summer Joy Faith Patience Mercy "
    "Comfort Blessing Prudence Dawn Dale Guy Jack Frank Rich Pat Sue Rob Drew Ray Iris Holly Hazel "
    "Heather Violet Lily Daisy Poppy Pearl Ruby Jade Amber Dean Miles Max Jordan Georgia Chelsea Victoria "
    "Florence Chad Savannah Penny Bob Don Gene Ash Sandy Robin Wren Jay Cliff Glen Trinity Verity "
    "Constance Eve Lance Norm Ram Ali Sid Del Mo Em Bel Doug Gill Cal Cam Caz Ade Nat Ola Reg Ross Flick "
    "Fi Charity Bay Ana See Kit Kay Rod Van Said Les Pip Val Viola Basil Ginger Olive Melody Harmony".split()
)
_SAYS = re.compile(
    r"^(?:,| -)? ?(?:said|says|told|asked|asks|explained|explains|wrote|writes|thinks|thought|"
    r"suggested|suggests|"
    r"reminded|noticed|added|agreed|joined|led|leads|showed|invited|answered|replied|who )\b|"
    r"^'s (?!a |the |not )\w+|^ and I\b"
)
_GREETS = re.compile(
    r"\b(?:[Tt]hanks(?: to| so much| very much| again)?|[Tt]hank you(?: to| so much)?|[Hh]i|"
    r"[Hh]ello|[Hh]ey|[Dd]ear|[Cc]heers|"
    r"[Ww]ell done|with|told|ask|asked|met|meet|called|named|tell|show|invited|bring|said|says|"
    r"emailed|[Bb]oth),? $"
)
_MONTH_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Oo]f|[Ll]ast|[Nn]ext|early|late|mid|this|"
    r"\d{1,2}(?:st|nd|rd|th)?|[Oo]n) $"
)
_TITLED = re.compile(r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sister)\.? $")
_VOCATIVE = re.compile(r"^(?: -|,|!|:)")


_OF_PLACES = frozenset(
    "San Santa Saint St Queen King Prince Princess Lake Mount Port New Great Little Lower Upper North South "
    "East West Fort Cape Los Las El La".split()
)


@dataclass(slots=True)
class _Known:
    """The full names a short one may stand for, by given name, its short forms, family name, and first words."""

    full: dict[str, Span] = field(default_factory=dict)
    by_given: dict[str, set[str]] = field(default_factory=dict)
    by_family: dict[str, set[str]] = field(default_factory=dict)
    longer: dict[str, list[str]] = field(default_factory=dict)


class ShortNames:
    """A pipeline component: persons by the rule `short`, after all other names are settled."""

    def __call__(self, doc: Doc) -> Doc:
        """Add a span for each single name that is a person's."""
        reading = reading_of(doc)
        settle(reading)
        known = _people(reading)
        reading.spans = [_given_of(span, known) for span in reading.spans]
        taken = sorted((span.start, span.end) for span in reading.spans)
        found = [_read(reading, match, known) for match in _candidates(reading, taken, known)]
        reading.spans += [span for span in found if span is not None]
        return doc


@Language.factory("short_names")
def _component(nlp: Language, name: str) -> ShortNames:  # noqa: ARG001 - spaCy gives both
    return ShortNames()


@cache
def _long_forms() -> dict[str, frozenset[str]]:
    """Return short form -> the names it is short for ("liz" -> "elizabeth")."""
    long: dict[str, set[str]] = {}
    for full, *shorts in entries("given_names"):
        for short in shorts:
            long.setdefault(fold(short), set()).add(fold(full))
    return {short: frozenset(names) for short, names in long.items()}


def _family_of_names(given: str) -> set[str]:
    """Return a given name with its long forms and theirs' short forms."""
    return {given, *_long_forms().get(given, ())}


def _people(reading: Reading) -> _Known:
    known = _Known()
    spans = [span for span in reading.of(Label.PERSON) if is_full_name(span.name)]
    writers = [
        Span(Label.PERSON, 0, 0, name, rule)
        for rule, names in (("byline", reading.context.authors), ("thread", reading.context.thread))
        for name in names
        if is_full_name(name)
    ]
    if reading.context.main is Label.PERSON and is_full_name(reading.context.main_name):
        writers.append(Span(Label.PERSON, 0, 0, reading.context.main_name, "main"))
    for span in (*spans, *writers):
        key = name_key(Label.PERSON, span.name)
        parts = key.split()
        if key in known.full and known.full[key].known:
            continue
        known.full[key] = span
        for given in _family_of_names(parts[0]):
            known.by_given.setdefault(given, set()).add(key)
        known.by_family.setdefault(parts[-1], set()).add(key)
        for words in range(1, len(parts)):
            known.longer.setdefault(" ".join(parts[:words]), []).append(key)
    return known


def _given_of(span: Span, known: _Known) -> Span:
    """Make "Mei Ling" short for Mei Ling Tan where the document has her."""
    if span.label is not Label.PERSON or span.rule != "name" or span.known:
        return span
    longer = set(known.longer.get(name_key(Label.PERSON, span.name), ()))
    if len(longer) != 1:
        return span
    full = known.full[longer.pop()]
    return Span(
        Label.PERSON, span.start, span.end, full.name, "short", full.id, 0.8, known=full.known, short=True
    )


def _candidates(reading: Reading, taken: list[tuple[int, int]], known: _Known) -> list[re.Match[str]]:
    """Return the capitalised single words that may be somebody's given name, outside other names."""
    found = []
    at = 0
    for match in _SINGLE.finditer(reading.flat):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            continue
        word = match.group()
        titled = _TITLED.search(reading.flat, max(0, match.start() - 12), match.start())
        if (
            match.span() in reading.single
            or (titled and fold(word) in known.by_family)
            or _may_be_given(word, known)
        ):
            found.append(match)
    return found


def _may_be_given(word: str, known: _Known) -> bool:
    if word in word_set("not_people") and word not in ("Will", "May"):
        return False
    return word in given_names() or fold(word) in known.by_given


def _read(reading: Reading, match: re.Match[str], known: _Known) -> Span | None:
    word = match.group()
    span = Span(
        Label.PERSON, match.start(), match.end(), word, "short", short=True, confidence=0.5, known=False
    )
    before, after = reading.around(span.start, span.end)
    seen = match.span() in reading.single
    if (not seen and _in_a_longer_name(before, after)) or reading.in_title(match.start()):
        return None
    titled = _TITLED.search(before) is not None
    fits = known.by_family.get(fold(word), set()) if titled else _fitting(word, known)
    shown = seen or _GREETS.search(before) is not None or _SAYS.match(after) is not None or titled
    if word in _WORDS_TOO and not _is_meant(word, before, after, shown, bool(fits)):
        return None
    private = is_third_party(before, after)
    if len(fits) == 1 and not private:
        full = known.full[next(iter(fits))]
        return Span(
            Label.PERSON,
            match.start(),
            match.end(),
            full.name,
            "short",
            full.id,
            0.8,
            known=full.known,
            short=True,
        )
    # At the beginning of a sentence a listed given name that is no everyday word is still a name.
    return span if private or shown or (word in given_names() and word not in _WORDS_TOO) else None


def _fitting(word: str, known: _Known) -> set[str]:
    """Return the full names a given name fits: the name itself, a short form, or the long form of one."""
    given = fold(word)
    fits = set(known.by_given.get(given, ()))
    for long in _long_forms().get(given, ()):
        fits |= {key for key in known.by_given.get(long, ()) if key.split()[0] in (long, given)}
    return fits


def _in_a_longer_name(before: str, after: str) -> bool:
    """Say whether a capitalised word stands beside, so that the name is a place's or a thing's."""
    word = re.search(r"(\S+) $", before)
    # "Later Asha said": a capital that only opens the sentence; but "San Francisco", "Queen Victoria".
    opens = word is not None and before.strip() == word.group(1) and word.group(1) not in _OF_PLACES
    beside = (
        word is not None
        and not opens
        and word.group(1)[:1].isupper()
        and re.search(r"[.!?:,]$", word.group(1)) is None
    )
    greeted = _GREETS.search(before) is not None or _TITLED.search(before) is not None
    following = re.match(r" ([A-Z][\w'-]*)", after)
    return (beside and not greeted) or (
        following is not None and following.group(1) not in ("I", "I'm", "I've", "I'd", "I'll")
    )


def _is_meant(word: str, before: str, after: str, shown: bool, fits: bool) -> bool:
    """Say whether an everyday word is a name here: spoken to, said to speak, or capitalised mid-sentence."""
    if word in ("May", "June", "April", "Summer") and _MONTH_BEFORE.search(before):
        return False
    if shown and (before.strip() or _SAYS.match(after)):
        return True
    mid_sentence = re.search(r"[a-z,] $", before) is not None
    return fits and (mid_sentence or _VOCATIVE.match(after) is not None)
