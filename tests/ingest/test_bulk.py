"""A long list of people resolved at once, by the rules of ingestion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import Label, Record
from ingest.resolve.bulk import resolve_people
from ingest.synthetic_people import people


def record(number: int, name: str, *signals: str, ids: tuple[str, ...] = ()) -> Record:
    return Record(f"person:{number:020}", Label.PERSON, "s", "", str(number), name, ids=ids, signals=signals)


def test_the_same_number_and_seed_give_the_same_people():
    assert list(people(50)) == list(people(50))
    assert len(list(people(50))) == 50


def test_what_is_joined_is_right_and_nearly_every_true_pair_was_compared():
    made = list(people(4000))
    truth = [number for _, number in made]
    found = resolve_people([one for one, _ in made], processes=1)
    right = sum(truth[a] == truth[b] for a, b in found.joined)
    true = sum(a == b for place, a in enumerate(truth) for b in truth[place + 1 : place + 3])
    assert right / len(found.joined) >= 0.995
    assert sum(truth[a] == truth[b] for a, b in found.compared.tolist()) / true >= 0.97


def test_two_signals_join_one_waits_and_other_ids_bar():
    common = "David Smith"
    found = resolve_people(
        [
            record(0, common, "project:p", "with:bela bo"),
            record(1, common, "project:p", "with:bela bo"),
            record(2, common, "project:p"),
            record(3, common, "project:p", "with:bela bo", ids=("members:1",)),
            record(4, common, "project:p", "with:bela bo", ids=("members:2",)),
        ],
        processes=1,
    )
    assert (0, 1) in found.joined
    assert (0, 2) in found.waiting
    assert (3, 4) not in {*found.joined, *found.waiting}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (("Ward Manager", "Selby", "North Trust"), ("Ward Manager", "Kelsby", "South Trust"), False),
        (("Ward Manager", "Selby", "North Trust"), ("Ward Manager", "Selby", "South Trust"), False),
        (("Ward Manager", "Selby", "North Trust"), ("Ward Manager", "Selby", ""), True),
        (("Ward Manager", "", "North Trust"), ("Ward Manager", "", "North Trust"), True),
    ],
)
def test_a_rare_name_with_what_a_job_is_called_joins_nobody_at_another_employer(one, other, joined):
    """Among a million people two rare names are one, and thousands are ward managers."""
    made = [employed(number, *said) for number, said in enumerate((one, other))]
    found = resolve_people(made, processes=1)
    assert (found.joined == [(0, 1)], found.waiting == [(0, 1)]) == (joined, not joined)


def employed(number: int, role: str, place: str, employer: str) -> Record:
    signals = [f"organisation:{employer.lower()}"] if employer else []
    signals += [f"role and place:{role} {place}".lower()] if place else []
    made = record(number, "Imelda Quarrington", *signals)
    return replace(made, role=role, place=place, organisation=employer)


def test_thousands_of_one_name_make_no_quadratic_work():
    found = resolve_people([record(n, "Unknown Unknown") for n in range(5000)], processes=1)
    assert len(found.compared) == 0
    assert found.capped > 0


def test_an_empty_list_has_no_pairs():
    assert len(resolve_people([]).compared) == 0
