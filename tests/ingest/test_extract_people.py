import pytest

from graph.model import Label
from ingest.extract.prose import Context
from tests.ingest.extraction import read

PERSON = Label.PERSON


def test_a_listed_name_has_the_lists_id():
    span = read("We asked Asha Rao about it.").one(PERSON)
    assert (span.name, span.id, span.rule, span.known) == ("Asha Rao", "member:1", "listed", True)


def test_a_listed_name_is_found_without_its_accents():
    assert read("We asked Sian Llewellyn about it.").names(PERSON) == ["Siân Llewellyn"]


def test_a_name_broken_by_a_wrapped_line_is_found():
    body = "It was in the second week of a long and wet February that our friend Asha\nRao had the idea."
    assert read(body).names(PERSON) == ["Asha Rao"]


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        (
            "Fatima Al-Hassan, our tissue viability nurse, looks after it.",
            "Fatima Al-Hassan",
            "tissue viability nurse",
        ),
        (
            "Bethan Rowlands is liaison officer there.",
            "Bethan Rowlands",
            "liaison officer",
        ),
        ("We asked ward manager Nkechi Obi first.", "Nkechi Obi", "ward manager"),
        ("Niamh O'Sullivan (hospice lead) came too.", "Niamh O'Sullivan", "hospice lead"),
        (
            "This was written by Pieter van der Berg, Director of Nursing at Kelsby Hospice.",
            "Pieter van der Berg",
            "Director of Nursing",
        ),
    ],
)
def test_a_role_beside_a_full_name_makes_it_known(sentence, name, role):
    span = read(sentence).one(PERSON)
    assert (span.name, span.known, span.role) == (name, True, role)


def test_a_rare_name_is_known_by_a_role_at_an_organisation():
    span = read("Veltra Ngammek, a data scientist at MTH, came.").one(PERSON)
    assert (span.name, span.known, span.role) == ("Veltra Ngammek", True, "data scientist")


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks to Daniel Okafor from Marlow Teaching Hospitals.",
        "Daniel Okafor (MTH) agreed.",
        "The session was led by Daniel Okafor on Tuesday.",
        "We ran it with Daniel Okafor from the QI team.",
        "Dr Daniel Okafor agreed.",
        "Professor Daniel Okafor agreed.",
    ],
)
def test_an_affiliation_work_or_a_learned_title_makes_a_full_name_known(sentence):
    assert [(span.name, span.known) for span in read(sentence).spans(PERSON)] == [("Daniel Okafor", True)]


def test_a_full_name_in_mere_prose_stays_a_mention():
    span = read("Harold Penhale wanted to see his beans come up.").one(PERSON)
    assert (span.known, span.short) == (False, False)


@pytest.mark.parametrize(
    "sentence",
    [
        "My mother Margaret Hughes waited for nine hours.",
        "This is the story of a patient called Margaret Hughes.",
        "Mrs Margaret Hughes was admitted on Friday.",
        "Margaret Hughes was diagnosed in May.",
        "Margaret Hughes, 81, lived alone.",
        "Her aunt, Margaret Hughes, asked us to write this.",
    ],
)
def test_patients_and_relatives_are_never_known(sentence):
    assert [(span.name, span.known) for span in read(sentence).spans(PERSON)] == [("Margaret Hughes", False)]


def test_a_patient_with_a_members_name_is_not_the_member():
    found = read("My mother Asha Rao waited for nine hours. Asha Rao was never told why.")
    assert [(span.known, span.id) for span in found.spans(PERSON)] == [(False, ""), (False, "")]


def test_a_given_name_stands_for_the_one_full_name_of_the_document():
    found = read("Asha Rao runs the ward. Later Asha told us more.")
    assert [(span.name, span.short, span.id) for span in found.spans(PERSON)] == [
        ("Asha Rao", False, "member:1"),
        ("Asha Rao", True, "member:1"),
    ]


@pytest.mark.parametrize(
    ("author", "sentence"),
    [
        ("Elizabeth Hartley", "Liz, could we borrow the turning clock?"),
        ("Daniel Okafor", "Yes please, Dan. I will bring a cake."),
        ("Dan Okafor", "Thanks Daniel, we will."),
    ],
)
def test_a_short_form_stands_for_an_author_of_the_thread(author, sentence):
    span = read(sentence, context=Context(thread=(author,))).one(PERSON)
    assert (span.name, span.short, span.known) == (author, True, True)


def test_a_given_name_that_fits_two_people_stays_open():
    found = read("Sunil Mehta met Sunil Gupta, a nurse. Then Sunil said no.")
    span = found.spans(PERSON)[-1]
    assert (span.name, span.short, span.known, span.id) == ("Sunil", True, False, "")


def test_a_given_name_of_nobody_known_stays_open():
    span = read("Ewa, who cleans the ward, said it first.").one(PERSON)
    assert (span.name, span.short, span.known) == ("Ewa", True, False)


@pytest.mark.parametrize(
    "sentence",
    [
        "Will this work on nights?",
        "In May we opened the door.",
        "Mark the date in your diary.",
        "Grace is what we need now.",
        "Hope alone is no plan.",
        "We applied for a Grant in June.",
    ],
)
def test_everyday_words_are_no_names(sentence):
    assert read(sentence, context=Context(authors=("Will Grant",))).names(PERSON) == []


def test_an_everyday_word_is_a_name_where_somebody_is_meant():
    found = read(
        "I asked Will about it. Thanks, Grace.", context=Context(thread=("Will Nott", "Grace Mwangi"))
    )
    assert found.names(PERSON) == ["Will Nott", "Grace Mwangi"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We met at the Florence Nightingale Ward.",
        "The Kaplan Meier curve helped.",
        "Victoria Infirmary opened in 1890.",
        "We went to San Francisco for it.",
    ],
)
def test_wards_methods_and_towns_are_no_people(sentence):
    assert read(sentence).names(PERSON) == []


def test_a_family_name_with_a_title_stands_for_the_full_name():
    found = read("Asha Rao runs the ward. We thank Dr Rao for it.")
    assert [span.name for span in found.spans(PERSON)] == ["Asha Rao", "Asha Rao"]


def test_a_team_in_the_byline_is_no_person():
    found = read("The Community Team wrote this.", context=Context(authors=("Community Team",)))
    assert found.names(PERSON) == []
