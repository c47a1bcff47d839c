"""Finds projects: those of the lists where prose means them, "the ... project", and names introduced as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Label
from graph.names import name_key
from ingest.extract.labels import PLACES
from ingest.extract.named_work import introduced
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import LOWER, UPPER, Reading, Seen, reading_of
from ingest.extract.vocabulary import given_names, word_set

NOUN = r"(?:[Pp]roject|[Pp]rogramme|[Pp]rogram|[Cc]ollaborative|[Pp]ilot|[Ii]nitiative|[Cc]ampaign|[Ss]cheme|[Tt]rial)"
_WORD = rf"[{UPPER}0-9][{UPPER}{LOWER}0-9'+&-]*"
_GOES_ON = re.compile(r"[\w-]")
_ATTRIBUTE = (
    r"(?:first|second|third|new|national|regional|local|original|small|current|former|whole|wider|latest|successful|"
    r"international|recent|so-called)"
)
_PATTERN = re.compile(
    rf"\b(?P<opens>[Tt]he|[Oo]ur|[Tt]heir|[Tt]his|[Yy]our|[Mm]y|[Aa]n?) (?:{_ATTRIBUTE} ){{0,2}}(?:[\"“*_]{{0,3}})"
    rf"(?P<name>{_WORD}(?: (?:(?:and|&|of|for|in|the|to|at|on|with|by|from) ){{0,2}}{_WORD}){{0,6}})"
    rf"(?:[\"”*_]{{0,3}})(?P<short> \([{UPPER}][\w&-]{{1,9}}\))?(?P<noun> {NOUN})(?![\w-])"
)
# What makes a name of one or two everyday words a project's: somebody works on it, or it is called one.
_CUE = re.compile(
    rf"\b(?:{NOUN}s?|work(?:s|ed|ing)?|team|lead(?:s|er|ing)?|led|run(?:s|ning)?|ran|began|beg[iu]n|"
    rf"start(?:s|ed)?|launch(?:ed)?|"
    r"join(?:ed|s)?|part of|involved|funded|hosted|sponsor(?:ed)?|set up|stopped|abandoned|"
    r"evaluat(?:e|ed|ion)|completed|"
    r"took part|called|named|rolled out|pilot(?:ed)?)\b"
)
# Words before "project" that describe one and name none ("the Data project", "the Big Project").
_ENDS_AS_ONE = re.compile(rf" {NOUN}$")
_DESCRIBES = frozenset(
    "NHS NHS-R R QI Data Big New Whole First Second Third Next Last Final Main Same Other Pilot National "
    "Local Regional Research Improvement Quality Digital Python Shiny SQL Excel AI UK English Graduate "
    "Research Training Trust Team Covid Covid-19 COVID COVID-19 Coronavirus GitHub Git RStudio Open "
    "Source Data Science Analytics Health MSc PhD BSc"
    "Student Summer Internship Capital IT I Personal Community Change Transformation Innovation "
    "Clinical Hospital".split()
)


# A pipeline that is so sure of a person, an organisation or a place knows better.
_SEEN = 0.6
# A name of two letters is a code or a country ("our OS project").
_SHORTEST = 3
# With these it is a course of study or a job scheme.
_COURSES = frozenset(
    "MSc MRes MSC PhD MBA BSc Degree Graduate Apprenticeship Apprentice Masters Master's Doctoral".split()
)


# A year behind "in" is no part of the name.
_NAME = rf"{_WORD}(?: (?:(?:and|&|of|for|in|the|to|at|on|with|a) ){{0,2}}(?!\d{{4}}\b){_WORD}){{1,5}}"
# Where only a piece of work stands: behind "worked on".
_WORKED_ON = re.compile(
    rf"\b(?:[Ww]ork(?:s|ed|ing)? on|(?:[Ss]teering|[Pp]roject|[Ww]orking) group of|evaluation of|"
    r"[Ee]valuated|[Cc]haired|[Cc]oordinat(?:es|ed|ing)|(?:programme|project) (?:manager|lead|leader) (?:of|for|on)|"
    r"[Uu]pdate (?:on|from)|[Pp]artners? in|[Ss]teering group for|[Hh]istory of|"
    r"(?:^|(?<=[.;] ))(?:Title|Project (?:title|name)):|"
    rf"(?:took|take|takes|taken|taking) part in|[Rr]esults from|(?:year|years) (?:of|on)|[Pp]roject:|"
    rf"(?:project|programme|pilot|initiative|scheme),? called) (?P<name>{_NAME})"
    r"(?=[.,;:)]| (?:with|in|is|was|between|from)\b|$)",
    re.MULTILINE,
)


_PROJECT_OF_THAT_NAME = re.compile(
    rf"(?<![\w-])(?:Project|Operation) (?!(?:Manage|Lead|Team|Board|Plan|Officer|Support|Coordinat|Overview|Summary|"
    rf"Background|Aim|Title|Name|Report|Research|Sponsor|Charter|Initiation|Goal|Update|Detail|Page|Partner|"
    rf"Admin|Worker|Assistant|Director|Group|Status|Outcome|Result|Descri|Theatre|Room)){_WORD}(?![\w'&+-])(?! [A-Z])"
)


# A part of a hospital, where people work, and no piece of work.
_UNITS = frozenset(
    "Ward Unit Department Clinic Suite Bay Floor Directorate Division Hospital Surgery Practice".split()
)


class Projects:
    """A pipeline component: listed projects that are meant, and the rules `named` and `named again`."""

    def __call__(self, doc: Doc) -> Doc:
        """Drop listed names that are only words here, and add the patterns'."""
        reading = reading_of(doc)
        _keep_meant(reading)
        others = (Label.ORGANISATION, Label.PERSON)
        found = [span for span in reading.spans if span.label in others and not _is_called_one(span)]
        bodies: Overlap[Span | Seen] = Overlap([*found, *_places(reading)])
        known = {name_key(Label.PROJECT, span.name): span for span in reading.of(Label.PROJECT)}
        named: dict[str, str] = {}
        for match in _PATTERN.finditer(reading.flat):
            if not reading.in_title(match.start()) and _names_one(match, bodies):
                _add(reading, match, known, named)
        _called_project(reading, named)
        _by_context(reading, named)
        _by_introduction(reading, named)
        for name in [one for one, full in named.items() if full.rsplit(maxsplit=1)[-1] in _UNITS]:
            del named[name]
        again = list(_again(reading.flat, named))
        _take_from_trained(reading, again)
        reading.spans += again
        return doc


@Language.factory("projects")
def _component(nlp: Language, name: str) -> Projects:  # noqa: ARG001 - spaCy gives both
    return Projects()


def _is_called_one(span: Span) -> bool:
    """Say whether a pipeline took "Safer Care Collaborative" for an organisation."""
    return (
        span.rule == "trained"
        and span.label is Label.ORGANISATION
        and _ENDS_AS_ONE.search(span.name) is not None
    )


def _keep_meant(reading: Reading) -> None:
    """Keep a listed name where its capitals, its length or the words around it show that it is meant."""
    sure = {span.name for span in reading.of(Label.PROJECT) if _is_sure(reading, span)}
    main = name_key(Label.PROJECT, reading.context.main_name) if reading.context.main is Label.PROJECT else ""
    kept = []
    for span in reading.spans:
        other = span.label is not Label.PROJECT or span.rule != "listed"
        meant = other or span.name in sure or name_key(Label.PROJECT, span.name) == main
        if meant and (other or _has_capitals(reading, span)):
            kept.append(span)
    reading.spans = kept


def _has_capitals(reading: Reading, span: Span) -> bool:
    words = reading.flat[span.start : span.end].split()
    return len(words) > 1 or _has_noun(reading, span)


def _has_noun(reading: Reading, span: Span) -> bool:
    """Say whether "project" or the like stands right beside a name."""
    after = reading.flat[span.end : span.end + 20]
    before = reading.flat[max(0, span.start - 24) : span.start]
    return (
        re.match(rf"[\"”*_]* {NOUN}\b", after) is not None
        or re.search(rf"\b{NOUN},? (?:called |named )?[\"“*_]*$", before) is not None
    )


def _is_sure(reading: Reading, span: Span) -> bool:
    words = reading.flat[span.start : span.end].split()
    if len(words) == 1:
        return _has_noun(reading, span)
    capitals = sum(word[0].isupper() for word in words)
    start, end = reading.sentence_of(span.start)
    sentence = reading.flat[start:end]
    if reading.in_title(span.start):
        return len(words) > 2
    if len(words) > 2 and capitals > 1:
        return True
    # Two words: mid-sentence capitals; at the beginning a sentence that goes on in small letters, or a cue.
    opens = not re.search(r"[\w,;)] [\"“*_]*$", reading.flat[start : span.start])
    goes_on = re.match(r"[\"”*_]*,? [a-z]", reading.flat[span.end : end]) is not None and capitals == len(
        words
    )
    return not opens or (goes_on and sentence[-1] in ".!?") or _CUE.search(sentence) is not None


def _places(reading: Reading) -> list[Seen]:
    return [one for one in reading.surely_seen() if one.label in PLACES]


def _add(reading: Reading, match: re.Match[str], known: dict[str, Span], named: dict[str, str]) -> None:
    """Add a project to the spans and to those `known` by their key, and its own name to `named`."""
    name, full = match["name"], f"{match['name']}{match['noun']}"
    listed = known.get(name_key(Label.PROJECT, name))
    if match["short"] is None and listed is not None:
        reading.spans.append(Span(Label.PROJECT, *match.span("name"), listed.name, "listed", listed.id))
        return
    place = (match.start("name"), match.end("noun"))
    span = Span(Label.PROJECT, *place, full, "named", confidence=0.8)
    reading.spans.append(span)
    known.setdefault(name_key(Label.PROJECT, full), span)
    if " " in name:
        named.setdefault(name, full)


def _called_project(reading: Reading, named: dict[str, str]) -> None:
    """Add to `named` each "Project Compass" and "Operation Kettle" that opens no heading and names no role."""
    for match in _PROJECT_OF_THAT_NAME.finditer(reading.flat):
        if not reading.in_title(match.start()):
            named.setdefault(match.group(), match.group())


def _by_context(reading: Reading, named: dict[str, str]) -> None:
    """Add to `named` the names that stand where a piece of work is named, and are nobody's and no place's."""
    seen = [one for one in reading.seen if one.score >= _SEEN]
    others: Overlap[Span | Seen] = Overlap([*reading.spans, *seen])
    for match in _WORKED_ON.finditer(reading.flat):
        if _has_own_word(match["name"].split()) and not others.touches(*match.span("name")):
            named.setdefault(match["name"], match["name"])


def _by_introduction(reading: Reading, named: dict[str, str]) -> None:
    """Add to `named` the names that the words beside them say are a piece of work's."""
    for one in introduced(reading):
        named.setdefault(one.name, one.full)


def _take_from_trained(reading: Reading, again: list[Span]) -> None:
    """Drop what a trained pipeline guesses to be a body where the text says that it is a piece of work."""
    places = Overlap(again)
    reading.spans = [
        span
        for span in reading.spans
        if span.label is not Label.ORGANISATION
        or span.rule not in ("trained", "acronym")
        or not any(
            one.start <= span.start and span.end <= one.end for one in places.over(span.start, span.end)
        )
    ]


def _again(flat: str, named: dict[str, str]) -> Iterator[Span]:
    """Yield each place where a project's own name of two words or more stands, with "project" behind it or not."""
    if not named:
        return
    by_first: dict[str, list[str]] = {}
    for name in named:
        by_first.setdefault(name.split()[0], []).append(name)
    words = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, by_first))})(?![\w&+-]|'(?!s\b))")
    for word in words.finditer(flat):
        for name in by_first.get(word.group(), ()):
            end = word.start() + len(name)
            if flat.startswith(name, word.start()) and _GOES_ON.match(flat, end) is None:
                full = named[name]
                yield Span(Label.PROJECT, word.start(), end, full, "named again", confidence=0.75)


def _has_own_word(words: list[str]) -> bool:
    """Say whether a word of a name is no description, no day and no other word that many things begin with."""
    return any(
        word[0].isupper() and word not in _DESCRIBES and word not in word_set("not_people") for word in words
    )


def _names_one(match: re.Match[str], others: Overlap[Span | Seen]) -> bool:
    """Say whether the words before "project" are a name, and no body, person, place, month or description."""
    words = match["name"].split()
    start, end = match.span("name")
    if any(one.end >= end for one in others.over(start, end)):
        return False
    if not _COURSES.isdisjoint(words) or len(match["name"]) < _SHORTEST:
        return False
    own = [
        word
        for word in words
        if word[0].isupper() and word not in _DESCRIBES and not word.isdigit() and word not in given_names()
    ]
    # "a Falls project" is any; "a Steady Start project" may have a name.
    if not own or (match["opens"].lower() in ("a", "an") and len(own) < 2):
        return False
    if len(words) == 1 and words[0] in word_set("not_people"):
        return False
    # "our Quality Improvement programme" is a department's, not a project's name.
    return any(word not in word_set("not_people") for word in own) or (
        len(own) > 2 and match["opens"].lower() == "the"
    )
