"""Where learning starts, and what is used where nothing was learned: bits by field and level.

From general experience of linking lists (the order of magnitude of Splink's published examples), not from any set that
is reported: an agreement weighs what it rules out by chance (a birthday 1 in 2^13, a name about 1 in 2^10), a
disagreement how seldom a list is wrong.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.resolve.compare.model import Model

START = Model(
    {
        "name": {
            "SAME": 10.0, "OTHER_ORDER": 9.0, "FORM": 8.0, "SPELLING": 8.0, "MIDDLE": 7.0, "INITIAL": 5.0,
            "MARRIED": 5.0,
            "FAMILY_CHANGED": -5.0, "GIVEN_NEAR": -4.0, "FAMILY_ONLY": -18.0, "MISSING": -6.0, "SAME_WORDS": 9.0,
            "ACRONYM": 5.0, "LONGER": 4.0, "NEARLY_ALL": 5.0,
            "MOSTLY": 2.0,
            "SOME": 0.0, "DIFFERENT": -18.0,
        },
        "id": {"same_id": 18.0, "other_id": -16.0},
        "email": {"same_email": 16.0, "shared_email": 1.0, "other_email": -2.0},
        "phone": {"same_phone": 14.0, "shared_phone": 1.0, "other_phone": -3.0},
        "birth": {"same_birth": 12.0, "near_birth": 6.0, "other_birth": -16.0},
        "street": {"same_street": 10.0, "near_street": 6.0, "other_street": -2.0},
        "place": {"same_place": 4.0, "near_place": 3.0, "other_place": -2.0},
        "postcode": {"same_postcode": 8.0, "near_postcode": 4.0, "other_postcode": -2.0},
        "line": {"one_line": -16.0},
        "employer": {"same_employer": 6.0, "near_employer": 4.0, "two_employers": -3.0, "other_employer": -1.0},
        "role": {"same_role": 3.0},
        "kind": {"same_kind": 1.0, "other_kind": -1.0},
        "year": {"same_year": 3.0, "other_year": -6.0},
        "people": {"same_people": 8.0, "some_people": 2.0, "other_people": -6.0},
        "opening": {"same_opening": 3.0, "other_opening": -2.0},
        "words": {"nearly_all_words": 8.0, "most_words": 4.0, "some_words": -1.0, "few_words": -6.0},
        "project": {"same_project": 8.0},
        "company": {"same_company": 5.0},
        "topics": {"same_topics": 3.0},
    },
    prior=-16.0,
    household=frozenset({"street", "place", "postcode"}),
)  # fmt: skip
# Two records with one full name, picked from a community of some thousands, are as often one person as two.
IN_A_COMMUNITY = replace(START, prior=-10.0)
