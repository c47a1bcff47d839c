"""The fields of the 360Giving standard: JSON as it is, and the flattened headings of spreadsheets made into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest.sources.front_matter import Value

# Headings and JSON keys lose case, blanks and marks: "Recipient Org" and "recipientOrg" are one.
_TOP = {
    "identifier": "id", "id": "id", "grantidentifier": "id", "title": "title", "description": "description",
    "currency": "currency", "amountappliedfor": "amountAppliedFor", "amountawarded": "amountAwarded",
    "amountdisbursed": "amountDisbursed", "awarddate": "awardDate", "url": "url", "webaddress": "url",
    "planneddates": "plannedDates", "actualdates": "actualDates",
    "recipientorg": "recipientOrganization", "recipientorganization": "recipientOrganization",
    "recipientorganisation": "recipientOrganization", "recipientind": "recipientIndividual",
    "recipientindividual": "recipientIndividual", "toindividualsdetails": "toIndividualsDetails",
    "beneficiarylocation": "beneficiaryLocation", "fundingorg": "fundingOrganization",
    "fundingorganization": "fundingOrganization", "fundingorganisation": "fundingOrganization",
    "grantprogramme": "grantProgramme", "grantprogram": "grantProgramme",
    "classifications": "classifications", "classification": "classifications",
}  # fmt: skip
# Names and addresses of contact persons are not here: they are not read at all.
_INSIDE = {
    "identifier": "id", "id": "id", "name": "name", "title": "title", "code": "code",
    "alternatename": "alternateName", "charitynumber": "charityNumber", "companynumber": "companyNumber",
    "city": "addressLocality", "addresslocality": "addressLocality", "county": "addressRegion",
    "addressregion": "addressRegion", "country": "addressCountry", "addresscountry": "addressCountry",
    "organisationtype": "organisationType", "organizationtype": "organisationType", "location": "location",
    "startdate": "startDate", "enddate": "endDate", "description": "description",
}  # fmt: skip
_PLAIN = frozenset(
    "id title description currency amountAppliedFor amountAwarded amountDisbursed awardDate url".split()
)
_MARKS = re.compile(r"[^a-z0-9]+")
_BETWEEN = re.compile(r"\s*[:/]\s*")

Grant = dict[str, Value]


def plain_key(heading: str) -> str:
    """Return a heading or key without case, blanks and marks."""
    return _MARKS.sub("", heading.casefold())


def from_json(record: Mapping[str, Value]) -> Grant:
    """Return a grant with the standard's own names for what is read of it; the first of two spellings counts."""
    grant: Grant = {}
    for key, value in record.items():
        name = _TOP.get(plain_key(key))
        if name is not None and name not in grant:
            grant[name] = value if name in _PLAIN else [_inside(item) for item in objects(value)]
    return grant


def is_grant_heading(row: list[str]) -> bool:
    """Say whether a line of a spreadsheet is the headings of grants."""
    places = {_parts(name)[0] for name in row if name.strip()}
    return "id" in places and bool(places & {"fundingOrganization", "recipientOrganization", "amountAwarded"})


def from_row(cells: Mapping[str, str]) -> Grant:
    """Return a grant from a row under flattened headings: "Recipient Org:Name", "Funding Org:0:Identifier"."""
    grant: Grant = {}
    many: dict[str, dict[str, dict[str, Value]]] = {}
    for heading, value in cells.items():
        if not value:
            continue
        top, index, inside = _parts(heading)
        if top in _PLAIN and not inside:
            grant.setdefault(top, value)
        elif top and top not in _PLAIN:
            many.setdefault(top, {}).setdefault(index, {}).setdefault(inside, value)
    for top, by_index in many.items():
        grant[top] = [_nested(by_index[index]) for index in sorted(by_index, key=lambda one: (len(one), one))]
    return grant


def objects(value: Value | None) -> Iterator[dict[str, Value]]:
    """Yield the objects of a list, or the one that stands where a list should."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _parts(heading: str) -> tuple[str, str, str]:
    """Return field, number and inner path of a heading: ("recipientOrganization", "0", "location.name")."""
    parts = _BETWEEN.split(heading.strip())
    top = _TOP.get(plain_key(parts[0]), "")
    index = parts[1] if len(parts) > 1 and parts[1].isdigit() else "0"
    names = [part for part in parts[1:] if part and not part.isdigit()]
    return top, index, ".".join(_INSIDE.get(plain_key(part), plain_key(part)) for part in names)


def _inside(record: dict[str, Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in record.items():
        found.setdefault(_INSIDE.get(plain_key(key), plain_key(key)), value)
    return found


def _nested(cells: dict[str, Value]) -> dict[str, Value]:
    """Put "location.name" inside "location"."""
    found: dict[str, Value] = {}
    for path, value in cells.items():
        first, _, rest = path.partition(".")
        if not rest:
            found.setdefault(first, value)
        elif isinstance(inner := found.setdefault(first, {}), dict):
            inner.setdefault(rest, value)
    return found
