"""Grants in the 360Giving standard (JSON, CSV, XLSX): each is a project that somebody runs and somebody funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import name_key
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.files import BrokenError, address, each_file, place_of
from ingest.sources.front_matter import Value, text_of
from ingest.sources.giving360_fields import Grant, from_json, from_row, is_grant_heading, objects
from ingest.sources.json_stream import json_records
from ingest.sources.mojibake import mended
from ingest.sources.people import tidy
from ingest.sources.sheet_rows import headed, sheets_of

_LISTS = frozenset({"", "grants"})
_MONEY = (
    ("Amount awarded", "amountAwarded"),
    ("Amount applied for", "amountAppliedFor"),
    ("Amount disbursed", "amountDisbursed"),
)
_INDIVIDUAL = re.compile(
    r"(?:an? )?(?:private )?(?:individuals?|persons?|anonymous|name withheld|redacted|private)"
    r"(?: (?:recipient|grantee|applicant|award|grant)s?)?\W*",
    re.IGNORECASE,
)
_INDIVIDUAL_ID = re.compile(r"(?:^|[^a-z])ind(?:ividuals?)?(?:[^a-z]|$)", re.IGNORECASE)
_SCOTTISH = re.compile(r"SC\d{6}")
_NORTHERN_IRISH = re.compile(r"(?:NIC?)?(1\d{5})")
_OFFICIAL = re.compile(r"[A-Z]{2,3}-[A-Z0-9_]+-\S+")
# Spreadsheet programs and exporters add a midnight to a day.
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?$")
_SPACE = re.compile(r"\s+")


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield one document a grant, in the order of the files; no person is ever made of one."""
    yield from each_file(config, files, partial(_read_file, config))


def _read_file(config: SourceConfig, file: Path) -> Iterator[Draft | Skip]:
    place = place_of(config, file)
    grants = _from_json(file) if file.suffix.lower() == ".json" else _from_sheets(file)
    where = place
    try:
        for where_in_it, grant in grants:
            where = f"{place}, {where_in_it}"
            yield Skip(where, grant) if isinstance(grant, str) else _draft(config, file, where, grant)
    except BrokenError as error:
        yield Skip(where if where == place else f"{where} or after it", str(error))


def _from_json(file: Path) -> Iterator[tuple[str, Grant | str]]:
    for number, record in enumerate(json_records(file, _LISTS), 1):
        yield f"grant {number}", record if isinstance(record, str) else from_json(record)


def _from_sheets(file: Path) -> Iterator[tuple[str, Grant | str]]:
    found = False
    for sheet in sheets_of(file):
        below = headed(sheet.rows, is_grant_heading)
        if below is None:
            continue  # a sheet of notes or code lists
        found = True
        of_sheet = f"sheet {sheet.name}, " if sheet.name else ""
        for number, cells in below[1]:
            yield f"{of_sheet}row {number}", from_row(cells)
    if not found:
        raise BrokenError("no headings of the 360Giving standard in it")


def _draft(config: SourceConfig, file: Path, place: str, grant: Grant) -> Draft | Skip:
    key = _text(grant, "id")
    if not {"recipientOrganization", "recipientIndividual", "fundingOrganization", "amountAwarded"} & set(
        grant
    ):
        return Skip(place, "not a grant: no funder, recipient or amount")
    if not key:
        return Skip(place, "grant without an identifier")
    private = _individual_names(grant)
    recipients = [] if private is not None else list(_organisations(grant, "recipientOrganization"))
    funders = list(_organisations(grant, "fundingOrganization"))
    title = _without(_text(grant, "title"), private) or _untitled(key, recipients, private)
    url = _text(grant, "url")
    return Draft(
        key=key,
        kind=DocumentKind.PROJECT,
        title=title,
        url=url if url.startswith(("http://", "https://")) else address(config, file, key),
        published=_day(grant.get("awardDate")),
        main=_project(grant, key, title),
        details=tuple(_details(grant, private)),
        statements=tuple(
            dict.fromkeys(
                [
                    *(Statement("Recipient", RelType.RUNS, subject=named) for named in recipients),
                    *(Statement("Funder", RelType.FUNDS, subject=named) for named in funders),
                    *_topics(grant),
                ]
            )
        ),
    )


def _untitled(key: str, recipients: list[Named], private: list[str] | None) -> str:
    if private is not None:
        return "Grant to an individual"
    return f"Grant to {recipients[0].name}" if recipients else f"Grant {key}"


def _project(grant: Grant, key: str, title: str) -> Named:
    """Return the project; whether it is under way is not said, and not guessed from its dates."""
    dates = [*objects(grant.get("actualDates")), *objects(grant.get("plannedDates"))]
    places = [_clean(text_of(place.get("name"))) for place in objects(grant.get("beneficiaryLocation"))]
    return Named(
        Label.PROJECT,
        title,
        ids=(f"360giving:{key}",),
        place="; ".join(dict.fromkeys(filter(None, places))),
        starts=next(filter(None, (_day(one.get("startDate")) for one in dates)), ""),
        ends=next(filter(None, (_day(one.get("endDate")) for one in dates)), ""),
    )


def _details(grant: Grant, private: list[str] | None) -> Iterator[tuple[str, str]]:
    if description := _without(_text(grant, "description"), private):
        yield "Description", description
    for heading, field in _MONEY:
        if amount := _text(grant, field):
            whole = amount.removesuffix(".0").removesuffix(".00")
            yield heading, f"{whole} {_text(grant, 'currency')}".strip()


def _topics(grant: Grant) -> Iterator[Statement]:
    for heading, field in (("Grant programme", "grantProgramme"), ("Classifications", "classifications")):
        for item in objects(grant.get(field)):
            name = tidy(_clean(text_of(item.get("title"))))
            if name_key(Label.TOPIC, name):
                yield Statement(heading, RelType.ABOUT, object=Named(Label.TOPIC, name))


def _individual_names(grant: Grant) -> list[str] | None:
    """Return the names by which an individual recipient is called, None for a grant to an organisation."""
    people = list(objects(grant.get("recipientIndividual")))
    others = [named for named in objects(grant.get("recipientOrganization")) if any(named.values())]
    if not others:
        people += objects(grant.get("toIndividualsDetails"))
    for named in others:
        name, own = text_of(named.get("name")), text_of(named.get("id"))
        if _INDIVIDUAL.fullmatch(name) or (not _OFFICIAL.fullmatch(own) and _INDIVIDUAL_ID.search(own)):
            people.append(named)
    people = [person for person in people if any(person.values())]
    if not people:
        return None
    return [_clean(text_of(person.get("name"))) for person in (*people, *others)]


def _without(text: str, names: list[str] | None) -> str:
    """Return a text in which nobody who got a grant as an individual is named."""
    for name in names or ():
        if not name or _INDIVIDUAL.fullmatch(name):
            continue
        text = re.sub(rf"\b{re.escape(name)}(?!\w)", "an individual", text, flags=re.IGNORECASE)
        for part in name.split():
            # A bare initial or "of" is no name; a name in lower case is a word of the language.
            if len(part) > 2 and part[0].isupper():
                text = re.sub(rf"\b{re.escape(part)}(?!\w)", "[name removed]", text)
    return text


def _organisations(grant: Grant, field: str) -> Iterator[Named]:
    for item in objects(grant.get(field)):
        name = tidy(_clean(text_of(item.get("name"))))
        identifier = _org_id(item)
        if not name:
            continue
        other = tidy(_clean(text_of(item.get("alternateName"))))
        place = [_clean(text_of(item.get(part))) for part in ("addressLocality", "addressRegion")]
        yield Named(
            Label.ORGANISATION,
            name,
            ids=(f"org-id:{identifier}",) if identifier else (),
            names=(other,) if other and other != name else (),
            place=", ".join(dict.fromkeys(filter(None, place))) or _located(item),
            kind=_clean(text_of(item.get("organisationType"))),
        )


def _located(item: Grant) -> str:
    return next(filter(None, (_clean(text_of(one.get("name"))) for one in objects(item.get("location")))), "")


def _org_id(item: Grant) -> str:
    """Return the organisation's id: an official one where there is one, else the publisher's own."""
    own = text_of(item.get("id")).replace(" ", "")
    if _OFFICIAL.fullmatch(own) and not own.startswith("360G-"):
        return own
    charity = re.sub(r"[\s-]", "", text_of(item.get("charityNumber"))).upper()
    company = re.sub(r"\s", "", text_of(item.get("companyNumber"))).upper()
    if _SCOTTISH.fullmatch(charity):
        return f"GB-SC-{charity}"
    if re.fullmatch(r"[2-9]\d{5}|1\d{6}", charity):
        return f"GB-CHC-{charity}"
    if _NORTHERN_IRISH.fullmatch(charity):
        return f"GB-NIC-{charity[-6:]}"
    return f"GB-COH-{company}" if re.fullmatch(r"[A-Z]{2}\d{6}|\d{8}", company) else own


def _day(value: Value | None) -> str:
    return _MIDNIGHT.sub("", text_of(value))


def _text(grant: Grant, field: str) -> str:
    return _clean(text_of(grant.get(field)))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", mended(text)).strip()
