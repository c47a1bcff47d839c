"""A record as the comparison sees it: every field made comparable once, before it is compared a thousand times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.model import Label, Record
from graph.names import fold, name_key, words

_DIGITS = re.compile(r"\d+")
_EMAIL = re.compile(r"[^\s<>:;,]+@[^\s<>:;,]+")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{1,2})/(\d{1,2})/(\d{2,4})")


class Sort(StrEnum):
    """What is compared: a person, a body (organisation, site, shop), or a work (paper, project)."""

    PERSON = "person"
    BODY = "body"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Profile:
    """One record, ready to compare; what is not known is empty.

    `born` is eight digits; `phones` are digits alone; `shared` are those contacts that several use (contacts.py);
    `signals` are "kind:value" as records carry them ("project:…", "topics:…", "with:…"); `people` are authors,
    `words` all that a work's record says, whatever the column. Build it with `profile`, which normalises.
    """

    id: str
    sort: Sort
    names: tuple[str, ...]
    ids: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    born: str = ""
    street: tuple[str, ...] = ()
    place: str = ""
    postcode: str = ""
    organisation: str = ""
    role: str = ""
    kind: str = ""
    year: str = ""
    people: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    starts: str = ""
    ends: str = ""

    @property
    def name(self) -> str:
        """Return the first name."""
        return self.names[0] if self.names else ""


# A record of a common name stands in a dozen open questions of one batch; about 2 KB each.
@lru_cache(maxsize=4096)
def profile(record: Record) -> Profile:
    """Return a record of the graph as the comparison sees it."""
    sorts = {Label.PERSON: Sort.PERSON, Label.PROJECT: Sort.WORK}
    return Profile(
        id=record.id,
        sort=sorts.get(record.label, Sort.BODY),
        names=(record.name, *record.names),
        ids=frozenset(one.casefold() for one in record.ids),
        place=fold(record.place),
        organisation=name_key(Label.ORGANISATION, record.organisation),
        role=fold(record.role),
        kind=fold(record.kind),
        signals=frozenset(record.signals),
        starts=record.starts,
        ends=record.ends,
    )


def plain_email(text: str) -> str:
    """Return the address of "Asha Rao <asha@example.org>", in small letters; '' for none."""
    found = _EMAIL.search(text)
    return found[0].casefold() if found else ""


def plain_phone(text: str) -> str:
    """Return the digits of a telephone number; '' for fewer than six: an extension is no number."""
    digits = "".join(_DIGITS.findall(text))
    return digits if len(digits) >= 6 else ""


def plain_street(text: str) -> tuple[str, ...]:
    """Return the words of a street address, abbreviations of kinds of street written alike."""
    return tuple(_STREETS.get(word, word) for word in words(text))


def plain_date(text: str) -> str:
    """Return a date as eight digits (year, month, day), or '' for none; 12/11/1978 is read as written in America."""
    found = _DATE.search(text.strip())
    if found is None:
        return ""
    if found[1]:
        return f"{found[1]}{found[2]}{found[3]}"
    year = found[6] if len(found[6]) == 4 else f"19{found[6]:0>2}"
    return f"{year}{found[4]:0>2}{found[5]:0>2}"


_STREETS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd",
    "blv": "blvd", "bl": "blvd", "place": "pl", "court": "ct", "circuit": "cct", "crescent": "cres", "cr": "cres",
    "highway": "hwy", "square": "sq", "north": "n", "south": "s", "east": "e", "west": "w", "first": "1st",
    "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th",
    "eighth": "8th", "ninth": "9th", "tenth": "10th", "suite": "ste", "floor": "fl", "parkway": "pkwy",
}  # fmt: skip
