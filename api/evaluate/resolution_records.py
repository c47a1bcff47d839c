"""Records as JSON lines with a key of true clusters (Senzing's format), and labelled pairs of names."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from api.evaluate.measured import Measure, SetKind
from api.evaluate.resolution_linking import cluster_figures, figures, link, pair_figures
from api.evaluate.resolution_sets import heads, rows_of
from graph.errors import InputError
from graph.names import fold
from ingest.resolve.compare import organisation_names, person_names
from ingest.resolve.compare.profile import Profile, Sort, plain_date, plain_email, plain_phone, plain_street

# Of the set's own legacy result against its key (Senzing), and of logic-v2 over all name pairs (nomenklatura).
_SENZING, _LOGIC_V2 = 0.9725, 0.790
_GOAL_NAMES = 0.85
_KEY = {"cluster_id", "data_source", "record_id"}
_NAMES = {"schema", "name1", "name2", "is_match"}
_ID_ENDS = ("_NUMBER", "_ACCOUNT", "LEI_NUMBER")


def _keys(folder: Path) -> list[Path]:
    """Return the tables that give true clusters: of several, the one that is called actual."""
    found = [file for file, head in heads(folder).items() if set(head) >= _KEY]
    return sorted(found, key=lambda file: ("actual" not in file.name, file.name))


def _fits(folder: Path) -> bool:
    return bool(_keys(folder)) and any(folder.glob("*.jsonl"))


def _measure(folder: Path) -> Iterator[Measure]:
    truth = {(row["DATA_SOURCE"], row["RECORD_ID"]): row["CLUSTER_ID"] for row in rows_of(_keys(folder)[0])}
    profiles, clusters = [], []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(f"{file.name} is no JSON lines: {error}", "one record a line") from error
            place = (str(record.get("DATA_SOURCE")), str(record.get("RECORD_ID")))
            if place in truth:
                profiles.append(_profile(record))
                clusters.append(truth[place])
    linked = link(profiles)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        groups[cluster].append(number)
    true = [pair for places in groups.values() for pair in combinations(places, 2)]
    yield from pair_figures(linked, true, None, None)
    for measure in cluster_figures(linked.groups, clusters):
        of_pairs = measure.name == "pairs of the clusters: F"
        yield Measure(measure.name, measure.value, _SENZING, _SENZING) if of_pairs else measure


def _profile(record: Mapping[str, Any]) -> Profile:
    """Return the profile of a record whose features are a list of small objects."""
    said = [item for item in record.get("FEATURES", ()) if isinstance(item, dict)]
    every: dict[str, list[str]] = defaultdict(list)
    for item in said:
        for key, value in item.items():
            every[key].append(str(value).strip())
    person = "PERSON" in every["RECORD_TYPE"] or "NAME_LAST" in every
    names = [name for item in said if (name := _name(item))]
    streets = [value for key in ("ADDR_LINE1", "ADDR_FULL") for value in every[key]]
    born = next((plain_date(value) for value in every["DATE_OF_BIRTH"]), "")
    return Profile(
        id=f"{record['DATA_SOURCE']}:{record['RECORD_ID']}",
        sort=Sort.PERSON if person else Sort.BODY,
        names=tuple(names),
        ids=frozenset(_identifiers(every)),
        emails=frozenset({plain_email(value) for value in every["EMAIL_ADDRESS"]} - {""}),
        phones=frozenset({plain_phone(value) for value in every["PHONE_NUMBER"]} - {""}),
        born=born,
        street=plain_street(streets[0].partition(",")[0]) if streets else (),
        place=fold(next(iter(every["ADDR_CITY"]), "")),
        postcode=next(iter(every["ADDR_POSTAL_CODE"]), ""),
    )


def _identifiers(every: Mapping[str, list[str]]) -> Iterator[str]:
    for key, values in every.items():
        if key.endswith(_ID_ENDS) and not key.startswith(("PHONE", "ADDR")):
            yield from (f"{key}:{''.join(filter(str.isalnum, value.casefold()))}" for value in values)


def _name(item: Mapping[str, object]) -> str:
    whole = str(item.get("NAME_FULL") or item.get("NAME_ORG") or "").strip()
    parts = (item.get(f"NAME_{part}") for part in ("FIRST", "MIDDLE", "LAST"))
    return whole or " ".join(str(part).strip() for part in parts if part)


def _name_pairs(folder: Path) -> list[Path]:
    return [file for file, head in heads(folder).items() if set(head) >= _NAMES]


def _measure_names(folder: Path) -> Iterator[Measure]:
    """Say of each pair of names what a reader would who knows nothing else; by the script or origin of the names."""
    for file in _name_pairs(folder):
        judged = [(_origin(row), _alike(row), row["is_match"].casefold() == "true") for row in rows_of(file)]
        parts = [("names", judged)]
        parts += [
            (origin, [each for each in judged if each[0] == origin])
            for origin in sorted({o for o, _, _ in judged})
        ]
        for name, some in parts:
            right = sum(found and true for _, found, true in some)
            beside = (_LOGIC_V2, _GOAL_NAMES) if name == "names" else (None, None)
            yield from figures(name, right, sum(f for _, f, _ in some), sum(t for _, _, t in some), beside)


def _alike(row: Mapping[str, str]) -> bool:
    if row["schema"] == "Person":
        return person_names.compare_names(row["name1"], row["name2"]) in person_names.ALIKE
    return organisation_names.compare_titles(row["name1"], row["name2"]) in organisation_names.ALIKE


def _origin(row: Mapping[str, str]) -> str:
    kind = "people" if row["schema"] == "Person" else "organisations"
    latin = all(fold(row[name]).isascii() for name in ("name1", "name2"))
    return f"{kind}, {'Latin script' if latin else 'another script'}"


KINDS = (
    SetKind("records as JSON lines with a key of clusters", _fits, _measure),
    SetKind("labelled pairs of names", lambda folder: bool(_name_pairs(folder)), _measure_names),
)
