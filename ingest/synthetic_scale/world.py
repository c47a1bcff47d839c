"""Who and what there is in the made-up community: people, places, organisations, topics, by their number."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from ingest.synthetic import person_name
from ingest.synthetic_scale.size import Scale, skewed

# Sixteen by sixteen towns, eight to a county and four counties to a region.
_OPENINGS = ("North South East West Ash Kel Wyre Harrow Low Thorn Mill Salt Castle Pen Stan Brock").split()
_ENDINGS = ("mere by dale bridge fen march haven bury ford wick ley mor ton combe stead holm").split()
_COUNTY_TOWNS, _REGION_TOWNS = 8, 32
_DIRECTIONS = ("Marches", "Vales", "Coast", "Fells", "Downs", "Lowlands", "Border", "Isles")
_KINDS = (
    ("Teaching Hospitals NHS Foundation Trust", "acute trust"), ("Community Health NHS Trust", "community trust"),
    ("Hospice", "hospice"), ("City Council", "council"), ("University", "university"),
    ("Mental Health NHS Trust", "mental health trust"), ("Primary Care Network", "primary care network"),
    ("Ambulance Service NHS Trust", "ambulance trust"), ("Carers Forum", "charity"), ("Medical Group", "practice"),
    ("Children's Hospital", "acute trust"), ("Care Homes", "care provider"),
)  # fmt: skip
# The first `Region`s of the register: everything else is part of one of them.
REGIONS = len(_DIRECTIONS)

_THEMES = (
    "patient safety", "flow and access", "older people", "long term conditions", "mental health and wellbeing",
    "maternity and children", "improvement method", "workforce and culture", "digital and data",
    "community and primary care", "equity and involvement", "surgery and critical care",
)  # fmt: skip
# Subject n belongs to theme n modulo the number of themes; the first are written about most.
_SUBJECTS = (
    "falls", "discharge", "frailty", "diabetes", "depression", "stillbirth", "run charts", "staff wellbeing",
    "electronic records", "virtual wards", "co-production", "theatre flow",
    "sepsis", "waiting lists", "dementia care", "stroke", "staff burnout", "neonatal care", "driver diagrams",
    "safety huddles", "remote monitoring", "district nursing", "health inequalities", "surgical site infection",
    "medicines safety", "handover", "continence", "asthma", "self harm", "breastfeeding", "process mapping",
    "joy in work", "dashboards", "social prescribing", "peer support", "early mobilisation",
    "pressure ulcers", "outpatients", "delirium", "heart failure", "eating disorders", "child protection",
    "PDSA cycles", "leadership rounds", "text messaging", "care homes", "language barriers", "anaesthesia",
    "deteriorating patients", "ambulance handover", "end of life care", "chronic pain", "crisis care",
    "asthma in schools", "spread and scale", "freedom to speak up", "patient portals", "out of hours care",
    "homelessness", "intensive care rehabilitation",
)  # fmt: skip
_SETTINGS = (
    "", "in care homes", "at night", "for carers", "in prisons", "in primary care", "on older people's wards",
    "in the community", "for children", "in emergency departments", "at weekends", "in rural areas",
    "by telephone", "with volunteers", "after surgery", "in hospices", "in ambulances", "on acute wards",
    "at home", "in groups", "after discharge",
)  # fmt: skip
THEMES = len(_THEMES)


def topic_name(index: int) -> str:
    """Return the name of a topic: themes first, then subjects, then subjects in a setting."""
    if index < THEMES:
        return _THEMES[index]
    setting, subject = divmod(index - THEMES, len(_SUBJECTS))
    return f"{_SUBJECTS[subject]} {_SETTINGS[setting % len(_SETTINGS)]}".strip()


def broader_topic(index: int) -> int:
    """Return the topic above one, or -1 for a theme."""
    if index < THEMES:
        return -1
    setting, subject = divmod(index - THEMES, len(_SUBJECTS))
    return THEMES + subject if setting else subject % THEMES


def some_topic(scale: Scale, random: Random) -> int:
    """Return a topic that is no theme: the first subject has a twentieth of all, the last a few."""
    return THEMES + skewed(random, scale.topics - THEMES, 3)


def town(index: int) -> str:
    """Return the name of a town; there are 256."""
    first, second = divmod(index % (len(_OPENINGS) * len(_ENDINGS)), len(_ENDINGS))
    return f"{_OPENINGS[first]}{_ENDINGS[second]}"


def region(index: int) -> str:
    """Return the name of the region of a town."""
    return f"{_OPENINGS[index % 256 // _REGION_TOWNS]} {_DIRECTIONS[index % 256 // _REGION_TOWNS]}"


def place(index: int) -> str:
    """Return a place as a list writes it: town and county."""
    return f"{town(index)}, {town(index % 256 // _COUNTY_TOWNS * _COUNTY_TOWNS)}shire"


def organisation_name(index: int) -> str:
    """Return an organisation's name; the first are the regions that others are part of."""
    if index < REGIONS:
        return f"{region(index * _REGION_TOWNS)} Region"
    where, kind = divmod(index, len(_KINDS))
    return f"{town(where * 37)} {_KINDS[kind][0]}"


def organisation_kind(index: int) -> str:
    """Return the kind a register gives an organisation."""
    return "region" if index < REGIONS else _KINDS[index % len(_KINDS)][1]


def organisation_place(index: int) -> int:
    """Return the town an organisation is in."""
    return index * _REGION_TOWNS if index < REGIONS else index // len(_KINDS) * 37


def region_of(index: int) -> int:
    """Return the region that an organisation is part of."""
    return organisation_place(index) % 256 // _REGION_TOWNS


@lru_cache(maxsize=200_000)
def employer(scale: Scale, person: int) -> int:
    """Return the organisation that a person is at: a few have thousands of the people."""
    number = max(1, scale.organisations - REGIONS)
    return min(scale.organisations - 1, REGIONS + skewed(scale.random("employer", person), number, 20))


def person(index: int) -> str:
    """Return a person's name: one in ninety-seven bears that of the person before."""
    return person_name(index)
