"""Finds organisations by how their names are built, and by acronyms that the text itself explains."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Label
from ingest.extract.prose import Span
from ingest.extract.reading import LOWER, UPPER, Reading, reading_of
from ingest.extract.vocabulary import entries, given_names, word_set

# Capitalised words joined as names join them; "at" is no joint ("Director of Nursing at Kelsby Hospital").
_WORD = rf"(?:St\.?|[{UPPER}][{UPPER}{LOWER}'&-]*[{UPPER}{LOWER}'&])"
_JOINT = r"(?:and|&|of|upon|the|on|for|le)"
_SEQUENCE = rf"{_WORD}(?:,? (?:{_JOINT} ){{0,2}}{_WORD}){{0,8}}"
_COLLEGES = (
    rf"Royal (?:College|Society|Statistical Society)(?: of (?:the )?{_WORD}(?: (?:and )?{_WORD}){{0,3}})?"
)
_NAME = rf"[{UPPER}][{UPPER}{LOWER}-]+(?![\w-])"
# What follows in capitals or with a capital inside is a unit of it ("University of Exeter PenChord").
_TOWN = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}{LOWER}]+)*(?![\w-])"
_UNIVERSITY_OF = rf"University (?:College )?of (?:the )?{_NAME}(?: {_TOWN}){{0,3}}|University College {_NAME}"
_SHORT = re.compile(rf"(?<![\w-])[{UPPER}][{UPPER}{LOWER}&-]{{0,8}}[{UPPER}{LOWER}](?![\w-])")
_DEFINED = re.compile(
    rf"(?<![\w'&-])(?P<long>{_SEQUENCE})(?:'s)? \((?:the )?[\"“']?"
    rf"(?P<short>[{UPPER}][{UPPER}{LOWER}&-]{{1,9}})[\"”']?\)"
)
# Words that open a run of capitals without belonging to the name.
_OPENERS = frozenset(
    "The A An At In On From For By With And But Our My Their His Her Your This That When While As To Of "
    "If Both Former Now Then Before After Since Like Visit Contact Thanks Thank Also Although Across "
    "Between Within Every"
    " What How Why Where Hello Dear Join Joining Meet Introducing Working Work Welcome Local Many Some Most Each All "
    "Other Any One Two".split()
)
# What an ending goes on to when it is no body ("Cambridge University Press", "Hospital Episode Statistics").
_GOES_ON = re.compile(
    r" (?:Press|Mortality|Episodes?|Standardi[sz]ed|Activity|Admissions?|Data|Survey|Statistics|"
    r"Week|Challenge|Tax)\b"
)
# Words that "of" may follow inside a body's name; elsewhere it leads to one ("Whiting of Medway Council").
_BEFORE_OF = frozenset(
    "University Universities Hospital Hospitals Isle College School Department Institute Royal Society City "
    "Borough "
    "County Faculty Centre Board Council Vale Friends Academy Bank Church House Ministry".split()
)
# Endings that are also what people say of no particular body ("The University", "District Hospital").
_PLAIN = frozenset(
    "Trust Hospital Hospitals Council Surgery College University Teaching General Royal District County City "
    "Community Acute Local NHS Borough".split()
)


_OFFICE = re.compile(
    r"(?:\w+'?s? ){0,4}?(?:Department|Ministry|Office|Institute|Academy|Faculty|Museum|Bureau|School|Association|"
    r"Society|Federation|Council|Agency|College) (?:for|of) (?:the )?[A-Z]"
)


# A hospital by its short name, where somebody works ("a manager at Shannon Regional, ...").
_SHORT_HOSPITAL = re.compile(
    rf"(?:\b(?:at|from|of|to) |, |\()(?P<name>(?!Attorney|Surgeon|Director|Inspector|Solicitor|Secretary|Major|The)"
    rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)? (?:General|Regional|Memorial|Infirmary|Royal))"
    rf"(?=[.,;:)]| [{LOWER}]|$)"
)


_SHORT_ENDINGS = frozenset("General Regional Memorial Infirmary".split())


class OrganisationPatterns:
    """A pipeline component: spans by the rules `pattern` and `acronym`."""

    def __call__(self, doc: Doc) -> Doc:
        """Add a span for each organisation that its name's last or first words give away."""
        reading = reading_of(doc)
        ending = _ending()
        for match in _sequences().finditer(reading.flat):
            _add_parts(reading, match.start(), match.group(), ending)
        for match in _SHORT_HOSPITAL.finditer(reading.flat):
            _add(reading, *match.span("name"))
        _add_acronyms(reading)
        return doc


@Language.factory("organisation_patterns")
def _component(nlp: Language, name: str) -> OrganisationPatterns:  # noqa: ARG001 - spaCy gives both
    return OrganisationPatterns()


@cache
def _endings() -> tuple[str, ...]:
    plain = [form for (form, *_) in entries("organisation_words") if not form.startswith("+")]
    return tuple(sorted(plain, key=len, reverse=True))


@cache
def name_makers() -> frozenset[str]:
    """Return the words that make a body's name of capitalised words before them."""
    return frozenset(form[2:] for (form, *_) in entries("organisation_words") if form.startswith("+ "))


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _endings()))})(?![\w-]|'(?!s?(?!\w)))")


@cache
def _sequences() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'&-])(?:{_UNIVERSITY_OF}|{_COLLEGES}|{_SEQUENCE})")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_UNIVERSITY_OF}|{_COLLEGES})(?![\w-])")


def _add_parts(reading: Reading, start: int, run: str, ending: re.Pattern[str]) -> None:
    """Add each name of a run of capitalised words: from after the last name to its ending."""
    opening = _opening().search(run)
    if opening and not ending.search(run, opening.end()):
        if opening.start() > 0:  # "Jane Roe of the University of Ashdale"
            _add_parts(reading, start, run[: opening.start()], ending)
        _add(reading, start + opening.start(), start + opening.end())
        return
    at = 0
    ends = [match.end() for match in ending.finditer(run)]
    for index, end in enumerate(ends):
        following = ends[index + 1] if index + 1 < len(ends) else None
        # "University Hospitals Bristol NHS Foundation Trust" is one name, "Ashdale Hospital and Kelsby
        # Hospital" two: a joint after an ending begins the next.
        if following is not None and not re.match(r",? (?:and|&) |, ", run[end:]):
            continue
        if _GOES_ON.match(run, end):
            return
        name = run[at:end]
        offset = _trim(name)
        if _is_name(name[offset:]):
            _add(reading, start + at + offset, start + end)
        joint = re.match(rf",? (?:{_JOINT} )*", run[end:])
        at = end + (joint.end() if joint else 0)


def _trim(name: str) -> int:
    """Return where a name begins behind openers, roles and a person's given name before "and"."""
    offset = _after_of(name)
    while True:
        word = re.match(r"(\S+?),? (?:(?:and|of|for|the|on) )*", name[offset:])
        if word is None:
            return offset
        role = re.match(
            r"[^,]*\b(?:Director|Head|Manager|Lead|Officer|Professor|Fellow|Analyst|Chair)\b,? (?:of )?",
            name[offset:],
        )
        if role and role.end() < len(name) - offset:
            offset += role.end()
        elif _is_no_part(word):
            offset += word.end()
        elif ", " in name[offset:]:
            offset += name[offset:].rindex(", ") + 2
        else:
            return offset


def _is_no_part(word: re.Match[str]) -> bool:
    """Say whether a word before a name is an opener, or a person or an acronym that "and" joins to it."""
    first = word.group(1)
    joined = " and " in word.group()
    opens = first in _OPENERS or first in ("the", "and", "of", "for")
    return opens or (joined and (first in given_names() or (first.isupper() and first != "NHS")))


def _after_of(name: str) -> int:
    """Return where the body's name begins if "of" leads to it, else 0."""
    found = [match for match in re.finditer(r"(\S+) of (?:the )?", name) if match.group(1) not in _BEFORE_OF]
    return found[-1].end() if found else 0


def _is_name(name: str) -> bool:
    """Say whether something of its own stands before the ending ("Kelsby Hospital", not "NHS Trust")."""
    for ending in _endings():
        if name.endswith(ending):
            before = name[: -len(ending)].split()
            own = [word for word in before if word[0].isupper() and word not in _PLAIN]
            return bool(own)
    return False


def names_a_body(name: str) -> bool:
    """Say whether a capitalised name is built as an organisation's is ("Harwood Hospital", "University of Ashdale")."""
    *before, last = name.split() or [""]
    made = (last in name_makers() or last in _SHORT_ENDINGS) and any(
        word not in _PLAIN | _OPENERS for word in before
    )
    return made or _is_name(name) or _opening().fullmatch(name) is not None or _OFFICE.match(name) is not None


def is_fragment(name: str) -> bool:
    """Say whether a name is only made of what names share ("NHS Trust", "Leeds Teaching", "Data Science")."""
    words = [word for word in name.split() if word[0].isupper()]
    shared = all(word in _PLAIN or word in word_set("not_people") for word in words)
    return bool(words) and not names_a_body(name) and ((len(words) > 1 and shared) or words[-1] in _PLAIN)


def _add(reading: Reading, start: int, end: int) -> None:
    name = " ".join(reading.flat[start:end].split())
    reading.spans.append(Span(Label.ORGANISATION, start, end, name, "pattern", confidence=0.85))


def _add_acronyms(reading: Reading) -> None:
    """Add names that a bracket shortens, and each later use of the short form."""
    if "(" not in reading.flat:
        return
    at = {span.end: span for span in reading.spans if span.label is Label.ORGANISATION}
    long: dict[str, dict[str, Span]] = {}
    for match in _DEFINED.finditer(reading.flat):
        end = match.end("long")
        span = at.get(end) or _made_of_initials(reading, match)
        if span is None or not _shortens(match.group("short"), span.name):
            continue
        if end not in at:
            reading.spans.append(span)
        long.setdefault(match.group("short"), {}).setdefault(span.name, span)
    for use in _SHORT.finditer(reading.flat) if long else ():
        for name, span in long.get(use.group(), {}).items():
            place = (use.start(), use.end())
            reading.spans.append(Span(Label.ORGANISATION, *place, name, "acronym", span.id, span.confidence))


def _shortens(short: str, name: str) -> bool:
    """Say whether a bracket holds a short form: at least two capitals, its letters in order in the name.

    A code ("RCU"), a country ("US") or a year is none; "the NHS" is everybody's.
    """
    if sum(char.isupper() for char in short) < 2 or short in ("US", "UK", "NHS"):
        return False
    name = re.sub(r"^(?:The |U\.?S\.? |UK |U\.K\. )+(?=\w)", "", name)
    rest = iter(name.lower())
    return name[0].lower() == short[0].lower() and all(
        char in rest for char in short.lower() if char.isalpha()
    )


def _made_of_initials(reading: Reading, match: re.Match[str]) -> Span | None:
    """Return the capitalised words before a bracket whose initials it holds, if they can be a body."""
    short = [char for char in match.group("short") if char.isupper()]
    words = list(re.finditer(rf"[{UPPER}][\w'-]*", match.group("long")))
    tail = words[-len(short) :]
    if len(tail) < 2 or [word.group()[0] for word in tail] != short or tail[0].group() in _OPENERS:
        return None
    # Without a word such as "Institute" it may be a method or a plan ("Elective Recovery Framework (ERF)").
    if not name_makers() & {word.group() for word in tail[1:]}:
        return None
    start = match.start("long") + tail[0].start()
    name = " ".join(reading.flat[start : match.end("long")].split())
    return Span(Label.ORGANISATION, start, match.end("long"), name, "defined", confidence=0.8)
