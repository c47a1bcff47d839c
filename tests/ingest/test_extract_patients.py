"""Patients do, say and have things at hospitals too: none of it is work, and none of them becomes known by it."""

import pytest

from graph.model import Label, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read


@pytest.mark.parametrize(
    "passage",
    [
        "Lena Fox developed sepsis after her operation.",
        "Lena Fox developed delirium on the ward.",
        "Lena Fox manages her diabetes with a new app.",
        "Lena Fox looks after her diabetes.",
        "Lena Fox heads for sepsis.",
        "Lena Fox has not developed sepsis.",
        "Lena Fox came to the ward on Monday. She developed sepsis.",
        "Lena Fox came to the ward. Her team developed sepsis.",
        "Lena Fox started chemotherapy at Harlech Hospital.",
        "Lena Fox stopped smoking at Harlech Hospital.",
        "Lena Fox finished her treatment at Harlech Hospital.",
        "Lena Fox manages her diabetes at Harlech Hospital.",
        "Lena Fox thanked the ward for their help with falls.",
        "Lena Fox came to us for her support with falls.",
        "Lena Fox is a woman with Parkinson's.",
        "Patient: Lena Fox, Harlech Hospital.",
    ],
)
def test_a_stranger_in_care_becomes_nobody(passage):
    found = read(passage)
    assert [span.name for span in found.spans(Label.PERSON) if span.known] == []
    assert found.prose.relations == () or all(made.subject is None for made in found.prose.relations)


@pytest.mark.parametrize(
    "passage",
    [
        "I spent three months in Harlech Hospital.",
        "I left Harlech Hospital on Friday with a new hip.",
        "I returned to Harlech Hospital last Tuesday for my scan.",
        "I moved to Harlech Hospital in May after my stroke.",
        "I manage my diabetes at Harlech Hospital.",
        "I run marathons for Harlech Hospital.",
        "Our son was born at Harlech Hospital.",
        "Our mother died at Harlech Hospital.",
        "We started chemotherapy at Harlech Hospital.",
        "At Harlech Hospital we waited six hours.",
        "At Harlech Hospital we have met three porters.",
        "At Harlech Hospital we also visited the ward.",
    ],
)
def test_an_author_who_was_a_patient_somewhere_does_not_work_there(passage):
    found = read(passage, context=Context(authors=("Asha Rao",)))
    assert found.said(RelType.AFFILIATED_WITH) == []


def test_whoever_thanks_is_not_the_one_who_taught():
    found = read("Asha Rao thanked Sunil Mehta for his session on sepsis.")
    assert found.said(RelType.ABOUT) == [("Sunil Mehta", "sepsis")]
