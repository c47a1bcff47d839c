"""Groups of records: what a household shares is weak, what contradicts keeps apart, whoever fits two joins neither."""

from __future__ import annotations

from typing import Any

from api.evaluate.resolution_linking import link
from ingest.resolve.compare.contacts import with_shared_contacts
from ingest.resolve.compare.features import levels
from ingest.resolve.compare.frequency import NameFrequency
from ingest.resolve.compare.linkage import linked
from ingest.resolve.compare.profile import Profile, Sort
from ingest.resolve.compare.weights import START

HOME = {"street": ("4", "mill", "ln"), "place": "kelsby", "postcode": "KE1 2AB"}


def person(name: str, **said: Any) -> Profile:
    return Profile(name, Sort.PERSON, (name,) if name else (), **said)


def groups(*people: Profile) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for place, group in enumerate(link(people).groups):
        found.setdefault(group, set()).add(place)
    return list(found.values())


def mail(address: str) -> dict[str, frozenset[str]]:
    return {"emails": frozenset({address})}


def test_a_family_at_one_address_with_one_mailbox_stays_four_people():
    family = [
        person(f"{given} Okafor", born=born, **mail("okafor@example.org"), **HOME)
        for given, born in (
            ("Ada", "19700301"),
            ("Ben", "19721027"),
            ("Chi", "19970928"),
            ("Dele", "19970928"),
        )
    ]
    assert groups(*family) == [{0}, {1}, {2}, {3}]


def test_a_mailbox_of_ones_own_joins_two_spellings_and_a_front_desk_does_not():
    own = person("Zara Okafor", **mail("z@example.org")), person("Sarah Okafor", **mail("z@example.org"))
    assert groups(*own) == [{0, 1}]
    desk = (*own, person("Ivo Marsh", **mail("z@example.org")), person("Lena Cole", **mail("z@example.org")))
    assert groups(*desk) == [{0}, {1}, {2}, {3}]


def test_father_and_son_of_one_name_at_one_address_stay_two_and_whoever_fits_both_joins_neither():
    father, son = (person("John Okafor", born=born, **HOME) for born in ("19500101", "19800202"))
    assert groups(father, son) == [{0}, {1}]
    assert groups(father, son, person("John Okafor", **HOME)) == [{0}, {1}, {2}]


def test_a_record_without_a_name_needs_more_than_a_household():
    assert groups(person("Ada Okafor", **HOME), person("", **HOME)) == [{0}, {1}]
    assert groups(person("Ada Okafor", ids=frozenset({"nhs:1"})), person("", ids=frozenset({"nhs:1"}))) == [
        {0, 1}
    ]


def test_what_one_record_of_a_group_knows_bars_the_others():
    number = frozenset({"staff:7"})
    known = person("Ada Okafor", born="19700301", ids=number)
    same = person("Ada Okafor", ids=number, phones=frozenset({"0123456789"}))
    another = person("Ada Okafor", born="19880822", phones=frozenset({"0123456789"}))
    assert groups(same, another) == [{0, 1}]
    assert groups(known, same, another) == [{0, 1}, {2}]


def test_one_wrong_pair_does_not_chain_two_groups_of_organisations():
    bodies = [Profile(str(place), Sort.BODY, ("Kelsby Works",)) for place in range(5)]
    scores = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9, (3, 4): 0.9, (2, 3): 0.8}
    said = {"name": "SAME", "phone": "same_phone"}
    assert linked(bodies, scores, lambda _one, _other: said, START) == [0, 0, 0, 3, 3]


def test_a_contact_is_shared_where_names_tell_its_holders_apart():
    people = [
        person(name, phones=frozenset({"0123456789"})) for name in ("Ada Okafor", "A. Okafor", "Ivo Marsh")
    ]
    assert not any(one.shared for one in with_shared_contacts(people[:2]))
    one, other, _ = with_shared_contacts(people)
    assert levels(one, other)["phone"] == "shared_phone"


def test_a_rare_family_name_says_more_than_a_common_one():
    names = [*["Ben Smith"] * 30, *["Ben Jones"] * 10, "Ben Zwart"]
    frequency = NameFrequency([person(name) for name in names])
    agreed = {"name": "SAME"}
    bits = [frequency.rarity(person(f"Ben {family}"), agreed) for family in ("Zwart", "Jones", "Smith")]
    assert bits == sorted(bits, reverse=True)
    assert bits[0] > 0 > bits[2]
    assert frequency.rarity(person("Ben Zwart"), {"name": "FAMILY_ONLY"}) == 0
