"""Names that prose introduces as those of a piece of work: "Hexitime - a platform for", "we launched Mind the Gap".

A name is taken where the words beside it say what it is, or that somebody made, ran or paid for it; wherever it stands
again in the document, it is the same. Whatever a register, a pattern or a byline calls a body or a person is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Label
from graph.names import fold
from ingest.extract.labels import PERSONS, PLACES
from ingest.extract.organisations import is_fragment, names_a_body
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import LOWER, UPPER, Reading, Seen
from ingest.extract.vocabulary import given_names, topic_words, word_set

_WORD = rf"[{UPPER}][{UPPER}{LOWER}0-9'+&-]*"
_JOINT = r"(?:(?:and|&|of|for|in|the|to|at|on|with|a|your|our) ){0,2}"
# An asterisk within a word ("O*NET") is no emphasis.
_CANDIDATE = re.compile(
    rf"(?<![\w'&/.@-])(?<!\w\*){_WORD}(?: (?:{_JOINT}{_WORD}|\d{{1,2}}\b)){{0,6}}(?![\w@])"
)
# A name in small letters opens a paragraph only as a name: "sktime is a new toolbox".
_SMALL = re.compile(rf"(?<=\n)[{LOWER}][\w-]{{3,}}(?= is an? )")
_CLOSED = r"[\"”*_]{0,3}"
_OPENED = r"[\"“*_]{0,3}$"
# What a piece of work is called; a "service", a "team" and a "group" are mostly bodies, an "event" is neither.
_WORK = (
    r"(?:project|programme|program|collaborative|pilot|initiative|campaign|scheme|fellowship|movement|"
    r"challenge|timebank|community of practice)"
)
# What is used, too, by people who have no part in it: a name of one is a project's where the text says who made it, or
# comes back to it.
_THING = (
    r"(?:platform|tool|toolkit|toolbox|app|website|dashboard|framework|pipeline|network(?= for )|library|"
    r"web application)"
)
_OWN = re.compile(
    r"[^.\n]{0,80}\b(?:I|[Ww]e|[Oo]ur|(?:developed|built|created|made|designed|founded|launched|run) (?:by|at|in))\b"
)
_COMES_BACK = 3
# A pilot is one, a pilot site is none: what may follow the word.
_ENDS = (
    r"(?=[.,;:)!?]|\s*$|\s*\n| [-–—(]| (?:for|to|that|which|of|in|on|by|with|where|from|at|across|between|about|and|"
    r"designed|developed|run|led|aimed|aiming|based|funded|helping|supporting|using|made|built|created|we|I)\b)"
)
_BETWEEN = r"(?:(?!(?:that|which|who|where|for|from|by|with|in|to|of|as)\b)[\w/-]+,? ){0,6}?"
_KIND = rf"{_BETWEEN}(?:{_WORK}|(?P<thing>{_THING})){_ENDS}"
# "Hexitime – a platform for skills exchange", "Sidestream, a network for artists", "sktime is a new toolbox"
_IS = re.compile(
    rf"{_CLOSED}(?:,| [-–—]| \(| is| was|(?<!\W)) ?"
    rf"(?:an?|our|its|another|one of (?:our|the)|the (?:first|only|largest|new|national)) {_KIND}"
)
# "our initiative is called Talleres Open Source", "a tool known as Open Door"
_CALLED = re.compile(
    rf"\b(?:{_WORK}|(?P<thing>{_THING}))s?,?(?: is| was| that is| we have| we| which (?:is|was))? ?"
    rf"(?:called|named|known as|entitled|titled|dubbed|branded) {_OPENED}"
)
# "With Chidinma I co-founded Mind the Gap in 2019"
_MADE = re.compile(
    r"\b(?:I|[Ww]e|[Tt]hey|[Ss]he|[Hh]e|who|and|have|has|had|then|also|team) "
    rf"(?:co-?founded|launched|co-?designed|piloted|rolled out|set up|created|developed|relaunched) {_OPENED}"
)
# "both contributed to the cost of Stay Well Walks", "gave £40,000 to Garden Ward"
_PAID = re.compile(
    r"\b(?:(?:cost|costs|funding|roll-?out|launch|evaluation|success|lessons) (?:of|from|for) "
    rf"|(?:gave|given|awarded|pledged|raised) [£$€][\d,.]+(?:k|m| million)? (?:to|for) ){_OPENED}"
)
_GOES_ON = re.compile(
    rf"{_CLOSED}(?:[.,;:)?!]|\Z|\n| (?:in|with|as|for|to|on|at|across|and|last|this|after|which)\b)"
)
# "The Listening Post came out of a workshop", "Ready Together was rolled out"
_GREW = re.compile(
    rf"{_CLOSED} (?:(?:came|grew) out of|(?:started|began) (?:life )?as an?|(?:was|has been|is being) "
    r"(?:also |first |then )?(?:piloted|rolled out|launched (?:in|with|by|at|on)))\b"
)
# "What happened to Project Lantern?", "I looked for Operation Kettle"
_NUMBERED = re.compile(rf"(?:Project|Operation) (?P<own>{_WORD})$")
# A heading over "This is a pipeline that ...": reports list their projects so.
_HEADED = re.compile(
    rf"\n+This (?:(?:is|was) an? {_BETWEEN}(?:{_WORK}|{_THING}|model)|(?:project|pilot|tool))\b"
)
# As in: the Modelling Associates (MA) Programme; the Modelling Associates programme – or MA for short.
_NOUN = (
    r"(?:[Pp]rogramme|[Pp]rogram|[Pp]roject|[Ii]nitiative|[Cc]ampaign|[Pp]ilot|[Cc]ollaborative|[Ss]cheme|"
    r"[Cc]ourse)"
)
_SHORTENED = re.compile(
    rf" (?:\((?P<short>[{UPPER}][\w&-]{{1,9}})\) (?P<noun>{_NOUN})\b|(?P<noun_first>{_NOUN}),? "
    rf"(?:[-–—] )?(?:\(|or |known as |called ){{1,2}}[\"“]?(?P<too>[{UPPER}][\w&-]{{1,9}})\b)"
)
# "With this Open Leaders (OL) application ...", where "the earlier OL cohorts" shows what it is.
_BRACKET = re.compile(rf" \((?P<short>[{UPPER}][\w&-]{{1,9}})\)")
_COHORTS = re.compile(rf"\b(?P<short>[{UPPER}][\w&-]{{1,9}}) (?:cohorts?|alumni)\b")
# How far the words beside a name are read, in letters.
_NEAR = 120
# A pipeline that is so sure of a person or a place knows better than the words beside; of an organisation, for which it
# takes programmes and products, where nine in ten are right (see trained_names).
_SEEN, _SEEN_BODY = 0.6, 0.8
# What headings over any report are made of.
_HEADINGS = frozenset(
    "Case Study Studies Key Overview Summary Aim Aims Problem Solution Tool Tools Slides Plan Status Management "
    "README Page Details Charter Initiation".split()
)
_OPENER = re.compile(
    r"(?:The|An?|Our|This|That|Their|My|Your|Its|Although|Since|While|When|If|As|Like|In|On|At|For|With|But|And|So|"
    r"Because|Both|Also|Then|Now|Here|Using|From|To|Through) "
)
# One word of two letters is a code or a country.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name that the text introduces, as it stands there, and its full form."""

    name: str
    full: str


def introduced(reading: Reading) -> Iterator[Introduced]:
    """Yield each name that the words beside it make one of a piece of work."""
    flat = reading.flat
    firm = [span for span in reading.spans if _is_firm(span)]
    bodies, named = Overlap(span for span in firm if span.rule != "trained"), Overlap(firm)
    seen = Overlap(reading.seen)
    words = _Words(flat)
    for start, end in words.candidates:
        if reading.in_title(start):
            continue
        shortened = _SHORTENED.match(flat, end) or words.short_of_work(end)
        defined = shortened is not None or words.define(start, end)
        if not (defined or _is_worked_on(flat, start, end)) or _is_somebody(seen, start, end):
            continue
        if shortened is not None and " " in flat[start:end]:
            guessed = shortened.re is _BRACKET and named.touches(start, end)
            if not guessed and not bodies.touches(start, end):
                yield from _with_short(flat, start, shortened)
        elif not named.touches(start, end) and words.is_own_name(start, end, seen):
            yield Introduced(flat[start:end], flat[start:end])
    for start, end in words.in_small_letters():
        yield Introduced(flat[start:end], flat[start:end])


class _Words:
    """A text's candidates for names, counted, so that each is judged without reading the whole text again."""

    def __init__(self, flat: str) -> None:
        self._flat = flat
        self.candidates = [
            place for match in _CANDIDATE.finditer(flat) if (place := _trimmed(match))[0] < place[1]
        ]
        self._small_places = [match.span() for match in _SMALL.finditer(flat)]
        self._times = Counter(flat[start:end] for start, end in self.candidates)
        self._of_work: set[str] | None = None
        self._small: set[str] | None = None

    def define(self, start: int, end: int) -> bool:
        """Say whether the words around a name say what it is."""
        flat = self._flat
        before = flat[max(0, start - _NEAR) : start]
        if before.endswith("\n") and _HEADED.match(flat, end, end + _NEAR):
            return True
        said = _IS.match(flat, end, end + _NEAR) or _CALLED.search(before)
        if said is None or said["thing"] is None:
            return said is not None
        line = flat[max(0, flat.rfind("\n", max(0, start - _NEAR), start) + 1, start - _NEAR) : end + _NEAR]
        return self._times[flat[start:end]] >= _COMES_BACK or _OWN.match(line) is not None

    def in_small_letters(self) -> Iterator[tuple[int, int]]:
        """Yield each name in small letters that opens a paragraph which says what it is."""
        flat = self._flat
        for start, end in self._small_places:
            said = _IS.match(flat, end, end + _NEAR)
            if said is not None:
                yield start, end

    def short_of_work(self, end: int) -> re.Match[str] | None:
        """Return the bracket with a short form behind a name, where the text tells of its cohorts."""
        bracket = _BRACKET.match(self._flat, end)
        if bracket is not None and self._of_work is None:
            self._of_work = {match["short"] for match in _COHORTS.finditer(self._flat)}
        return bracket if bracket is not None and bracket["short"] in (self._of_work or ()) else None

    def is_own_name(self, start: int, end: int, seen: Overlap[Seen]) -> bool:
        """Say whether words name something: several with one of their own, or one by its shape or a model."""
        name = self._flat[start:end]
        words = name.split()
        own = [
            one for one in words if one[0].isupper() and one not in word_set("not_people") and len(one) > 1
        ]
        if not own or fold(name) in topic_words() or is_fragment(name):
            return False
        if len(words) > 1:
            return any(word not in _HEADINGS for word in own)
        if name in given_names() or len(name) < _SHORTEST or self._has_small(name.lower()):
            return False
        return seen.touches(start, end) or any(map(str.isupper, name[1:]))

    def _has_small(self, word: str) -> bool:
        if self._small is None:
            self._small = set(re.findall(rf"\b[{LOWER}][\w'&-]*", self._flat))
        return word in self._small


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """Return a candidate's place without the words that open a sentence before it and a genitive after it."""
    start, end = match.span()
    while opener := _OPENER.match(match.string, start, end):
        start = opener.end()
    return start, end - 2 if match.string.startswith("'s", end - 2) else end


def _is_worked_on(flat: str, start: int, end: int) -> bool:
    """Say whether somebody makes, pays for or looks for what is named."""
    before = flat[max(0, start - _NEAR) : start]
    numbered = _NUMBERED.match(flat[start:end])
    if numbered and re.search(r"[a-z,] $", before):
        return numbered["own"] not in word_set("not_people") | _HEADINGS
    several = " " in flat[start:end]
    if several and _GREW.match(flat, end, end + _NEAR):
        return True
    paid = several and _PAID.search(before) is not None
    return (paid or _MADE.search(before) is not None) and _GOES_ON.match(flat, end) is not None


def _is_firm(span: Span) -> bool:
    """Say whether a span is a body's or a person's by more than a model's guess."""
    if span.label is Label.PERSON:
        return span.rule != "trained"
    return span.label is Label.ORGANISATION and (span.rule != "trained" or names_a_body(span.name))


def _is_somebody(seen: Overlap[Seen], start: int, end: int) -> bool:
    """Say whether a pipeline is sure that a name is a person's or, to its end, a place's or a body's."""
    for one in seen.over(start, end):
        if one.label in PERSONS and one.score >= _SEEN:
            return True
        if one.end >= end and one.score >= (_SEEN if one.label in PLACES else _SEEN_BODY):
            return True
    return False


def _with_short(flat: str, start: int, match: re.Match[str]) -> Iterator[Introduced]:
    """Yield the whole name with its noun, and the short form, which means the same."""
    said = match.groupdict()
    short = said["short"] or said["too"]
    noun = next((one for one in ("noun", "noun_first") if said.get(one)), "")
    start = _where_initials_begin(flat, start, match.start(), short)
    full = re.sub(r" \([^)]*\)", "", flat[start : match.end(noun) if noun else match.start()])
    if fold(full) not in topic_words():
        yield Introduced(flat[start : match.end(noun)] if noun else full, full)
        yield Introduced(short, full)


def _where_initials_begin(flat: str, start: int, end: int, short: str) -> int:
    """Return where the last capitalised words before a bracket begin whose initials it holds, else `start`."""
    words = list(re.finditer(rf"[{UPPER}][\w'-]*", flat[start:end]))[-len(short) :]
    fits = "".join(word.group()[0] for word in words) == short.upper()
    return start + words[0].start() if fits else start
