"""Puts right where the names begin and end that a trained pipeline sees, and finds them again in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ingest.extract.labels import ORGANISATIONS, PERSONS, PLACES
from ingest.extract.organisations import name_makers, names_a_body
from ingest.extract.overlap import Overlap
from ingest.extract.reading import LOWER, UPPER, Reading, Seen
from ingest.extract.vocabulary import given_names, word_set

_FAMILY = re.compile(
    r" (?:van|von|de|da|di|del|della|der|den|dos|du|bin|ibn|binti)(?: (?:la|der|den))? [^\W\d_a-z][\w'-]+"
)
# Two family names made one ("Saffron", Ingle-Adeyinka), and short words on both sides ("Chiu", Man Yee).
_DOUBLE = re.compile(rf" [{UPPER}][{LOWER}]{{2,}}-[{UPPER}][{LOWER}]{{2,}}(?![\w-])")
_SHORT_WORD_AFTER = re.compile(rf" (?P<name>[{UPPER}][{LOWER}]{{1,5}})(?![\w'-])")
# A word that opens a sentence may be any ("Later Chiu said").
_SHORT_WORD_BEFORE = re.compile(rf"[{LOWER},] (?P<name>[{UPPER}][{LOWER}]{{1,5}}) $")
_SYLLABLES, _LONGEST_SYLLABLE = 2, 5
# What stands before a place in the name of a body that works there ("Code for Tucson", "Healthwatch Leeds").
_BEFORE_PLACE = re.compile(
    r"(?<![\w-])(?:Code [Ff]or|Healthwatch|Citizens Advice|Age UK|Friends of(?: the)?|Voluntary Action|Data for|"
    r"Doctors for|Museum of|University of)(?: [A-Z]\w+)? $"
)
# A capital, and the state or district that tells it from others of its name, are one place.
_DISTRICT = re.compile(r", D\.C\.(?!\w)|, DC\b")
_GENITIVE = re.compile(r"'s (?=[A-Z])")
# A university's unit or product behind its name is not the university ("University of Exeter PenChord"), nor is an API.
_UNIT = re.compile(
    rf"(?P<body>University of (?:the )?[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+)*) [{UPPER}][{LOWER}]*[{UPPER}]\w*$|"
    r"(?P<maker>.+) APIs?$"
)
# Of a name that stands again no model says more than of the one it saw.
_AGAIN = 0.9
# What is found again by its letters alone: two words or more, or one that is no everyday word.
_ACRONYM = re.compile(r"\d*[A-Z][\w&]*[A-Z0-9][\w&]*$")
# From here on a name is a name wherever the document has it.
_SURE = 0.6


def whole(reading: Reading, found: Iterable[Seen]) -> Iterator[Seen]:
    """Yield names as they are written: the parts of one put together, two names parted, a body with its last word."""
    parted = [part for one in found for part in _parts(reading.flat, one)]
    joined = [_with_family(reading.flat, one) for one in _together(reading, parted)]
    named = [_body(reading.flat, one) for one in joined]
    # Whoever now ends behind the beginning of the next has taken it in ("Los Angeles", "Museum of Art").
    furthest = 0
    for one in named:
        if one.start >= furthest:
            yield one
            furthest = one.end


def again(reading: Reading, found: list[Seen]) -> list[Seen]:
    """Return the names with each further place where one that is sure and no everyday word stands unseen."""
    surest: dict[str, Seen] = {}
    for one in found:
        if one.score >= _SURE and _stands_alone(one) and one.score > surest.get(one.name, _NONE).score:
            surest[one.name] = one
    if not surest:
        return found
    names = "|".join(re.escape(name) for name in sorted(surest, key=len, reverse=True))
    over = Overlap(found)
    added = []
    for match in re.finditer(rf"(?<![\w@/.-])(?:{names})(?![\w@/-]|\.\w)", reading.flat):
        if not over.touches(*match.span()):
            one = surest[match.group()]
            added.append(replace(one, start=match.start(), end=match.end(), score=one.score * _AGAIN))
    return sorted([*found, *added], key=lambda one: one.start)


_NONE = Seen(0, 0, "", "", 0.0)


def _stands_alone(one: Seen) -> bool:
    if one.label in PERSONS:
        return " " in one.name
    return " " in one.name or (_ACRONYM.match(one.name) is not None and len(one.name) > 2)


def _parts(flat: str, one: Seen) -> Iterator[Seen]:
    """Yield what a name is on each line and, of two bodies one of which is the other's, each."""
    start = one.start
    for line in re.finditer(r"[^\n]+", flat[one.start : one.end]):
        at, to = start + line.start(), start + line.end()
        owner = _GENITIVE.search(flat, at, to) if one.label in ORGANISATIONS else None
        if owner and names_a_body(flat[at : owner.start()]) and names_a_body(flat[owner.end() : to]):
            yield _over(flat, replace(one, start=at), owner.start())
            at = owner.end()
        yield _over(flat, replace(one, start=at), to)


def _together(reading: Reading, found: Iterable[Seen]) -> Iterator[Seen]:
    """Yield names with the parts of a person's name on one line put together, which pipelines part where it is rare.

    They are one where the second begins with no given name that we know ("Shuting", "Deng"; "Phillip", "Jim" are two),
    and a particle leads on to a family name ("Eurico Lopes da Mota").
    """
    last: Seen | None = None
    for one in found:
        if last is not None and _goes_on(reading, last, one):
            last = replace(
                _over(reading.flat, last, max(last.end, one.end)), score=max(last.score, one.score)
            )
            continue
        if last is not None:
            yield last
        family = _FAMILY.match(reading.flat, one.end) if one.label in PERSONS else None
        last = _over(reading.flat, one, family.end()) if family else one
    if last is not None:
        yield last


def _with_family(flat: str, one: Seen) -> Seen:
    """Return a person's name with the family name behind it that a pipeline left off, known by its shape."""
    words = one.name.split()
    if one.label not in PERSONS:
        return one
    family = _DOUBLE.match(flat, one.end) if len(words) == 1 else None
    if family is None and all(map(_is_syllable, words)) and len(words) <= _SYLLABLES:
        return _with_syllables(flat, one, len(words))
    return _over(flat, one, family.end()) if family else one


def _with_syllables(flat: str, one: Seen, known: int) -> Seen:
    """Return a name of short words no list has ("Chiu", "Tsz Ching") with those beside it, three in all at the most."""
    end = one.end
    while known <= _SYLLABLES and (more := _SHORT_WORD_AFTER.match(flat, end)) and _is_syllable(more["name"]):
        end, known = more.end(), known + 1
    before = _SHORT_WORD_BEFORE.search(flat, max(0, one.start - 12), one.start)
    if before is not None and known <= _SYLLABLES and _is_syllable(before["name"]):
        one = replace(one, start=before.start("name"))
    return _over(flat, one, end)


def _is_syllable(word: str) -> bool:
    listed = word in word_set("not_people") or word in word_set("given_names")
    return word.isalpha() and word.istitle() and len(word) <= _LONGEST_SYLLABLE and not listed


def _goes_on(reading: Reading, one: Seen, other: Seen) -> bool:
    """Say whether the second of two names next to one another is the rest of the first, which is one word."""
    if one.label in PLACES and other.label in PLACES:
        return _DISTRICT.fullmatch(reading.flat, one.end, other.end) is not None
    people = one.label in PERSONS and other.label in PERSONS and " " not in one.name
    beside = other.start <= one.end or reading.text[one.end : other.start] == " "
    return people and beside and other.name.split()[0] not in given_names() and other.name[0].isupper()


def _body(flat: str, one: Seen) -> Seen:
    """Return a name with the words around it that make it a body's: "Tamar Valley" Practice, Code for "Tucson"."""
    district = _DISTRICT.match(flat, one.end) if one.label in PLACES else None
    if district is not None:
        return _over(flat, one, district.end())
    if one.label in PERSONS:
        return one
    unit = _UNIT.match(flat, one.start, one.end)
    if unit is not None and one.label in ORGANISATIONS:
        return _over(flat, one, unit.end(unit.lastgroup or 0))
    more = _ends_a_body().match(flat, one.end)
    if more is not None and one.name.split()[-1] not in word_set("not_people"):
        return replace(_over(flat, one, more.end()), label="ORG")
    before = _BEFORE_PLACE.search(flat, max(0, one.start - 40), one.start) if one.label in PLACES else None
    if before is not None:
        return replace(_over(flat, replace(one, start=before.start()), one.end), label="ORG")
    return one


@cache
def _ends_a_body() -> re.Pattern[str]:
    """Return what makes a body's name of a place's or a family's: a word of the list, and "of" what it is."""
    makers = "|".join(map(re.escape, sorted(name_makers(), key=len, reverse=True)))
    word = rf"[{UPPER}][{LOWER}'-]+"
    return re.compile(
        rf" (?:{word} )?(?:{makers})(?: of (?:the )?{word}(?: (?:and )?{word})?)?(?![\w-])|"
        r" & (?:Sons|Co|Partners|Daughters)\b\.?"
    )


def _over(flat: str, one: Seen, end: int) -> Seen:
    return replace(one, end=end, name=" ".join(flat[one.start : end].split()))
