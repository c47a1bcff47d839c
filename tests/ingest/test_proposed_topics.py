"""Phrases proposed to the curator: which come out, which never do, and that the graph stays as it was."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.schema import DOCUMENTS, TABLES
from graph.settings import Settings
from graph.stores import open_store
from ingest.noun_runs import MASK, noun_runs, without
from ingest.phrase_counts import c_values
from ingest.proposed_topics import proposed_topics
from tests.community import post, read

WRITERS = ("Asha Rao", "Dan Okafor", "Mei Lin")
# Each its own sentence: the same words again would count as a copy.
SENTENCES = (
    "Last spring the {} was moved to the day room.",
    "Our nurses asked for a {} beside each bed.",
    "Nobody had seen the {} before it broke.",
)


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(store=f"sqlite:{tmp_path / 'graph.db'}"))
    opened.migrate()
    yield opened
    opened.close()


def posts(phrase, writers=WRITERS, sentences=SENTENCES):
    return [
        post(f"p{n}", f"Post {n}", by=by, body=sentence.format(phrase))
        for n, (by, sentence) in enumerate(zip(writers, sentences, strict=True))
    ]


def other_posts(count):
    """Posts about nothing in particular: without them every word would be in every document."""
    return [post(f"o{n}", f"Other {n}", by="Ola Berg", body=f"It rained on day {n}.") for n in range(count)]


def phrases(store, drafts, **how):
    read(store, drafts, **how)
    return [item.phrase for item in proposed_topics(store)]


def test_a_phrase_of_three_documents_and_two_writers_is_proposed_with_quotes(store):
    assert phrases(store, [*posts("turning clock"), *other_posts(9)]) == ["turning clock"]
    (found,) = proposed_topics(store)
    assert (found.documents, found.sources, found.people) == (3, 1, 3)
    texts = {row["id"]: row["text"] for row in store.scan(DOCUMENTS)}
    assert {said.quote for said in found.because} < {one.format("turning clock") for one in SENTENCES}
    assert all(texts[said.document][said.start : said.end] == said.quote for said in found.because)
    assert len(found.because) == 2


def test_the_graph_is_as_it_was(store):
    read(store, [*posts("turning clock"), *other_posts(9)])
    before = [list(store.scan(table)) for table in TABLES]
    assert proposed_topics(store)
    assert [list(store.scan(table)) for table in TABLES] == before


@pytest.mark.parametrize(
    ("drafts", "why"),
    [
        (posts("turning clock")[:2], "two documents"),
        (posts("turning clock", ["Asha Rao"] * 3), "one writer's manner of speaking"),
        (posts("turning clock", sentences=SENTENCES[:1] * 3), "a footer: the same line each time"),
        (posts("Turning Clock"), "a name: it has capitals"),
        (posts("Ashdale turning clock"), "next to a capital: part of a name"),
        (posts("sunil mehta"), "a person's name in small letters"),
        (posts(f"{MASK * 4} turning clock"), "next to a masked name"),
        (posts("safety huddle"), "our vocabulary has it"),
        (posts("good idea"), "words of any text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_term_of_the_community_is_not_proposed(store, drafts, why):
    assert phrases(store, [*drafts, *other_posts(9)]) == [], why


def test_a_tag_of_the_community_is_not_proposed(store):
    drafts = [*posts("turning clock"), post("t", topics=["Turning clocks"]), *other_posts(9)]
    assert phrases(store, drafts) == []


@pytest.mark.parametrize(("others", "proposed"), [(8, []), (20, ["turning clock"])])
def test_what_stands_in_most_of_a_source_is_its_furniture(store, others, proposed):
    written = [
        post(f"n{n}", by=WRITERS[n % 3], body=f"On day {n} we heard the turning clock.") for n in range(12)
    ]
    assert phrases(store, [*written, *other_posts(others)]) == proposed


@pytest.mark.parametrize(("prose", "proposed"), [(False, ["run chart clinic"]), (True, [])])
def test_what_touches_a_topic_that_prose_named_is_left_out(store, prose, proposed):
    assert phrases(store, [*posts("run chart clinic"), *other_posts(9)], prose=prose) == proposed


def test_a_verb_and_its_object_are_no_term(store):
    told = (
        "We repaint bedside tables.",
        "They repaint bedside tables now.",
        "You repaint bedside tables then.",
    )
    assert "repaint bedside tables" not in phrases(store, [*posts("", sentences=told), *other_posts(9)])


def test_a_part_counts_by_what_its_longer_terms_leave_it():
    assert c_values({"turning clock": 5, "old turning clock": 3}) == {
        "turning clock": 2.0,
        "old turning clock": pytest.approx(3 * 1.58496, abs=1e-4),
    }


@given(st.text(alphabet=string.ascii_letters + " .,•'-3\n’"), st.data())
def test_a_run_is_made_of_words_in_small_letters_that_are_there_and_touches_nothing_masked(text, data):
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    masked = without(text, [place for place in places if place[0] < place[1]])
    assert len(masked) == len(text)
    for run in noun_runs(masked, 0, len(masked)):
        assert [text[low:high] for low, high in run.spots] == list(run.words)
        assert all(word.islower() for word in run.words)
        assert all(
            not low < end or not start < high
            for low, high in run.spots
            for start, end in places
            if start < end
        )
