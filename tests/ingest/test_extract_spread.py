"""How a practice travels, as prose tells it: heard of, considered, adopted, adapted, stopped; by whom and when."""

import pytest

from graph.model import Polarity, RelType
from ingest.extract.prose import Context
from tests.ingest.extraction import read

EVENTS = (RelType.HEARD_OF, RelType.CONSIDERS, RelType.ADOPTED, RelType.ADAPTED, RelType.STOPPED)


def events(found):
    return [
        (made.predicate, made.subject.name if made.subject else made.of)
        for made in found.prose.relations
        if made.predicate in EVENTS
    ]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("We have been testing safety huddles on ward 6 since May.", RelType.ADOPTED),
        ("Our team introduced daily safety huddles.", RelType.ADOPTED),
        ("We adapted safety huddles for the night shift.", RelType.ADAPTED),
        ("I first heard about safety huddles at a conference.", RelType.HEARD_OF),
        ("Our crisis team considered safety huddles and decided against.", RelType.CONSIDERS),
        ("We would like to introduce safety huddles next year.", RelType.CONSIDERS),
        ("We hope to pilot safety huddles.", RelType.CONSIDERS),
        ("We no longer use safety huddles.", RelType.STOPPED),
        ("We stopped using safety huddles.", RelType.STOPPED),
        ("We tried safety huddles, but they did not last.", RelType.STOPPED),
    ],
)
def test_what_the_author_says_of_a_practice_is_an_event_of_its_spread(sentence, event):
    found = read(sentence)
    assert events(found) == [(event, "author")]
    (made,) = found.relations(event)
    assert found.quote(made) == sentence
    assert found.said(event) == [(None, "safety huddles")]


@pytest.mark.parametrize(
    ("following", "event"),
    [("We stopped after a month.", RelType.STOPPED), ("They went on for years.", RelType.ADOPTED)],
)
def test_what_became_of_it_may_be_the_next_sentence(following, event):
    assert events(read(f"We tried safety huddles on three wards. {following}")) == [(event, "author")]


@pytest.mark.parametrize(
    ("sentence", "event", "subject"),
    [
        ("MTH has adopted safety huddles.", RelType.ADOPTED, "MTH"),
        ("Safety huddles were introduced at Steadyfoot.", RelType.ADOPTED, "Steadyfoot"),
        ("Asha Rao introduced safety huddles.", RelType.ADOPTED, "Asha Rao"),
        ("“We dropped safety huddles,” said Asha Rao.", RelType.STOPPED, "Asha Rao"),
    ],
)
def test_a_named_person_or_organisation_is_its_subject(sentence, event, subject):
    assert events(read(sentence)) == [(event, subject)]


def test_we_at_an_organisation_is_that_organisation_too():
    found = events(read("We tried safety huddles at Steadyfoot."))
    assert [subject for _, subject in found] == ["author", "Steadyfoot"]


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("We introduced safety huddles in March 2021.", "2021-03"),
        ("In 2019 we introduced safety huddles.", "2019"),
        ("We introduced safety huddles.", ""),
        ("We introduced safety huddles in 2019 and praised them in 2020.", ""),
    ],
)
def test_an_event_has_the_one_date_that_its_sentence_gives(sentence, when):
    assert [made.when for made in read(sentence).relations(RelType.ADOPTED)] == [when]


def test_a_denial_comes_out_as_one():
    (made,) = read("We have not adopted safety huddles.").relations(RelType.ADOPTED)
    assert made.polarity is Polarity.DENIES


@pytest.mark.parametrize(
    "sentence",
    [
        "You should try safety huddles.",
        "We use falls data.",
        "A patient, John Ward, tried safety huddles.",
        "Safety huddles are short.",
        "We might stop safety huddles.",
        "It stopped falls.",
    ],
)
def test_what_is_no_event_gives_none(sentence):
    assert events(read(sentence)) == []


def test_this_in_a_comment_is_the_one_practice_of_the_title():
    title, comment = "Comment on Testing safety huddles", Context(thread=("Asha Rao",))
    tried = read("Thanks Asha - we tried this at Steadyfoot and stopped after a month.", title, comment)
    assert events(tried) == [(RelType.STOPPED, "author"), (RelType.STOPPED, "Steadyfoot")]
    assert events(read("May I use that line, Asha Rao?", title, comment)) == []
