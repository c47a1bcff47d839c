"""Member lists without a mapping: their columns found by the headings that such lists usually have."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import InputError
from graph.model import Label
from graph.names import words
from ingest.community import Column, Mapping
from ingest.consent_columns import usual_columns
from ingest.sources.tabular import is_private

# The split of a column that nobody described: semicolons or bars if there are any, else commas.
ANY_LIST = "; | ,"

_KEY = (
    "id", "member id", "memberid", "membership id", "member number", "membership number", "user id",
    "userid", "key", "username", "login",
)  # fmt: skip
_NAME = ("name", "full name", "fullname", "member name", "display name", "member", "person")
_FIRST = ("first name", "firstname", "first", "given name", "forename", "given")
_LAST = ("last name", "lastname", "last", "surname", "family name", "family")
_ROLE = ("role", "job title", "jobtitle", "job role", "position", "current role", "job")
_ORGANISATION = (
    "organisation", "organization", "employer", "affiliation", "organisation name", "company",
    "institution", "workplace", "place of work", "trust",
)  # fmt: skip
_PLACE = ("place", "city", "town", "location", "region", "area", "country")
_TOPICS = (
    "interests",
    "expertise",
    "topics",
    "areas of interest",
    "interest",
    "skills",
    "improvement topics",
    "keywords",
)
_JOINED = ("joined", "date joined", "joined on", "member since", "join date", "valid from")
_TEXT = ("bio", "profile", "biography", "about", "about me", "summary")
_IDS = ("orcid", "twitter", "github", "linkedin")


def is_member_heading(row: list[str]) -> bool:
    """Say whether a line is the headings of a list of people: names, and with them jobs or ways to reach them."""
    named = {" ".join(words(heading)) for heading in row}
    parted = bool(named & set(_FIRST)) and bool(named & set(_LAST))
    told = bool(named & set(_ROLE)) or any(is_private(heading) for heading in row)
    return (parted and (told or bool(named & set(_ORGANISATION)))) or (bool(named & set(_NAME)) and told)


def usual_mapping(columns: Iterable[str], source: str) -> Mapping:
    """Return the mapping that the headings suggest; raises InputError when none of them is a name."""
    named = {" ".join(words(column)): column for column in reversed(list(columns)) if not is_private(column)}

    def first(usual: tuple[str, ...]) -> str:
        return next((named[heading] for heading in usual if heading in named), "")

    columns = list(columns)
    whole = first(_NAME)
    name = (whole,) if whole else tuple(filter(None, (first(_FIRST), first(_LAST))))
    if not name:
        hint = f"add [source.person] with `name`; its columns are: {', '.join(columns) or 'none'}"
        raise InputError(f"source {source}: no column of this list is called Name", hint)
    keyed = named.get("key") if "@key" in named.values() else None
    return Mapping(
        label=Label.PERSON,
        key=keyed or first(_KEY),
        name=name,
        text=tuple(named[heading] for heading in _TEXT if heading in named),
        topics=tuple(Column(named[heading], split=ANY_LIST) for heading in _TOPICS if heading in named),
        start=first(_JOINED),
        place=first(_PLACE),
        role=first(_ROLE),
        organisation=first(_ORGANISATION),
        consent=usual_columns(columns),
        ids=tuple((scheme, named[scheme]) for scheme in _IDS if scheme in named),
    )
