"""Tables of labelled records as profiles: which column is which field, known by the words of its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from graph.names import fold, words
from ingest.resolve.compare.profile import Profile, Sort, plain_date, plain_phone, plain_street

Cells = Mapping[str, str]
# Fields by the words that headings use; the first heading that fits is taken.
_HEADINGS = {
    "given": ("given_name", "first name", "firstname", "forename"),
    "family": ("surname", "last name", "lastname", "family name"),
    "name": ("site name", "name", "title"),
    "other": ("program name", "agency", "alias"),
    "street": ("address", "addr", "address_1", "street"),
    "number": ("street_number",),
    "more": ("address_2",),
    "place": ("city", "suburb", "town", "place"),
    "postcode": ("postcode", "zip", "postal code"),
    "phone": ("phone", "telephone"),
    "email": ("email address", "email", "e-mail"),
    "born": ("date_of_birth", "dob", "birth date"),
    "kind": ("cuisine", "type", "kind"),
    "year": ("year",),
    "authors": ("authors",),
    "venue": ("venue",),
}
_QUOTES = re.compile(r"[`'\"\\]")
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\.0)?$")
_MANY = re.compile(r"\s*(?:,|;| and )\s*")


def fields_of(headings: Iterable[str]) -> dict[str, str]:
    """Return, for each field, the heading of the column that holds it."""
    plain = {re.sub(r"[_\s]+", " ", heading).strip().casefold(): heading for heading in headings}
    found = {}
    for field, names in _HEADINGS.items():
        heading = next((plain[n.replace("_", " ")] for n in names if n.replace("_", " ") in plain), None)
        if heading is not None:
            found[field] = heading
    return found


def row_profile(identifier: str, cells: Cells, fields: Mapping[str, str]) -> Profile:
    """Return the profile of a row."""

    def cell(field: str) -> str:
        value = cells.get(fields[field], "") if field in fields else ""
        return re.sub(r"\s+", " ", _QUOTES.sub("", unescape(value or ""))).strip()

    person = "given" in fields or "family" in fields
    sort = Sort.PERSON if person else Sort.WORK if "authors" in fields else Sort.BODY
    name = f"{cell('given')} {cell('family')}".strip() if person else cell("name")
    street = " ".join(part for part in (cell("number"), cell("street")) if part)
    phone, year = plain_phone(cell("phone")), _year(cell("year"), cells.values() if sort is Sort.WORK else ())
    return Profile(
        id=identifier,
        sort=sort,
        names=(name,) if name else (),
        emails=frozenset({cell("email").casefold()} - {""}),
        phones=frozenset({phone} - {""}),
        born=plain_date(cell("born")),
        street=plain_street(street),
        place=fold(cell("place")),
        postcode=cell("postcode"),
        kind=fold(cell("kind")),
        year=year,
        words=frozenset(word for value in cells.values() for word in words(unescape(value)))
        if sort is Sort.WORK
        else frozenset(),
        people=tuple(part for part in _MANY.split(cell("authors")) if part),
    )


def _year(cell: str, others: Iterable[str]) -> str:
    """Return the year of a work: of its column, or at the end of another, as in columns run together."""
    for value in (cell, *others):
        found = _YEAR.search(value)
        if found is not None:
            return found[1]
    return ""
