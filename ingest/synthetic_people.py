"""Made-up records of people with the truth known: the same ones for the same number and seed, for measuring resolution.

A person has one to three records. A further record may use a short form, an initial, another order, a slip of the
keyboard, a married name; it may lack the employer, and people change employers. Nothing is taken from real lists but
the given names of our vocabulary and the commonest British family names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from graph.ids import record_id
from graph.model import Label, Record
from graph.names import name_key
from ingest.extract.vocabulary import entries

_STARTS = "Al Bar Cal Dun Fen Gar Hal Kel Lan Mar Nor Ol Pen Ros Sel Tor Ul Ven Wes Zan Ash Brad Cor Del Est".split()
_MIDDLES = "a e i o u an en er or il am es on ar".split()
_ENDS = "ton ley wick by man son field ford well mere shaw worth sen ska ovic idis aho wala escu".split()
_TOWNS = [f"{start}{end}" for start in _STARTS for end in ("ton", "ford", "by", "mere")]
_ROLES = ("Ward Manager", "Improvement Lead", "Consultant", "Physiotherapist", "Pharmacist", "Data Analyst")
# One record in so many, of those that are a person's second or third.
_SHORT, _INITIAL, _SWAPPED, _SLIP, _MARRIED = 0.12, 0.04, 0.03, 0.10, 0.02
_NO_EMPLOYER, _OTHER_EMPLOYER, _WITH_ID = 0.25, 0.08, 0.25


@dataclass(frozen=True, slots=True)
class _Person:
    given: str
    family: str
    organisation: str
    place: str
    role: str
    signals: tuple[str, ...]
    identifier: str


def people(records: int, seed: int = 7) -> Iterator[tuple[Record, int]]:
    """Yield so many records, each with the number of the person it is of; a person's records come together."""
    random = Random(seed)
    made = number = 0
    names = [forms for forms in entries("given_names") if forms]
    while made < records:
        person = _person(random, names, records, number)
        for copy in range(min(random.choice((1, 1, 2, 2, 3)), records - made)):
            yield _record(random, person, number, copy), number
            made += 1
        number += 1


def _person(random: Random, names: list[tuple[str, ...]], records: int, number: int) -> _Person:
    employers, projects = max(20, records // 50), max(20, records // 8)
    topics = sorted(random.sample(range(60), 2))
    signals = [f"topics:t{topics[0]} and t{topics[1]}"]
    if random.random() < 0.6:
        signals.append(f"project:p{random.randrange(projects)}")
    if random.random() < 0.4:
        signals.append(f"with:colleague {random.randrange(records)}")
    organisation = f"{_TOWNS[number % len(_TOWNS)]} Trust {random.randrange(employers)}"
    identifier = f"orcid:{number:010}" if random.random() < _WITH_ID else ""
    return _Person(
        _given(random, names), _family(random), organisation, random.choice(_TOWNS), random.choice(_ROLES),
        tuple(signals), identifier,
    )  # fmt: skip


def _given(random: Random, names: list[tuple[str, ...]]) -> str:
    """Return a given name; the commonest is borne by one in forty, as in Britain."""
    common = entries("common_given_names")[0]
    if random.random() < 0.6:
        return common[int(len(common) * random.random() ** 1.5)].title()
    return random.choice(names)[0]


def _family(random: Random) -> str:
    """Return a family name: a quarter of people share two hundred (Smith: one in sixty), the rest are of thousands."""
    common = entries("common_family_names")[0]
    if random.random() < 0.25:
        return common[int(len(common) * random.random() ** 2)].title()
    return f"{random.choice(_STARTS)}{random.choice(_MIDDLES)}{random.choice(_MIDDLES)}{random.choice(_ENDS)}"


def _record(random: Random, person: _Person, number: int, copy: int) -> Record:
    name = _written(random, person) if copy else f"{person.given} {person.family}"
    organisation, place, role = person.organisation, person.place, person.role
    if copy and random.random() < _NO_EMPLOYER:
        organisation = place = role = ""
    elif copy and random.random() < _OTHER_EMPLOYER:
        organisation = f"{random.choice(_TOWNS)} Trust {random.randrange(1000)}"
    signals = [signal for signal in person.signals if not copy or random.random() < 0.8]
    if organisation:
        signals.append(f"organisation:{name_key(Label.ORGANISATION, organisation)}")
    if place and role:
        signals.append(f"role and place:{role} {place}".lower())
    key = f"{number}-{copy}"
    ids = (person.identifier,) if person.identifier and random.random() < 0.7 else ()
    return Record(
        record_id(Label.PERSON, "made-up", key), Label.PERSON, "made-up", "", key, name, ids=ids, role=role,
        organisation=organisation, place=place, signals=tuple(sorted(signals)),
    )  # fmt: skip


def _written(random: Random, person: _Person) -> str:
    """Return a name as a second source may have it."""
    given, family, chance = person.given, person.family, random.random()
    for share, how in ((_SHORT, "short"), (_INITIAL, "initial"), (_SWAPPED, "swapped"), (_SLIP, "slip"),
                       (_MARRIED, "married")):  # fmt: skip
        if chance < share:
            return _changed(random, given, family, how)
        chance -= share
    return f"{given} {family}"


def _changed(random: Random, given: str, family: str, how: str) -> str:
    if how == "short":
        forms = next((forms for forms in entries("given_names") if forms[0] == given), (given,))
        return f"{random.choice(forms)} {family}"
    if how == "initial":
        return f"{given[0]}. {family}"
    if how == "swapped":
        return f"{family}, {given}"
    if how == "married":
        return f"{given} {family}-{random.choice(_STARTS)}{random.choice(_ENDS)}"
    place = random.randrange(1, max(2, len(family) - 1))
    wrong = random.choice(
        (family[:place] + family[place + 1 :], family[:place] + family[place] + family[place:])
    )
    return f"{given} {wrong}"
