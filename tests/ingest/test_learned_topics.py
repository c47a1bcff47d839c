"""Tags that untagged posts would have, learned from a community's tagged ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import schema
from graph.store import GraphStore, Row
from ingest.document import Draft
from ingest.learned_topics import ENOUGH, TaggedPosts, learn, post_of
from tests.community import empty_sqlite, post, read

_ABOUT = {
    "Rostering": "The rota for nights was swapped with the bank staff, and shifts were filled {n} times a week. ",
    "Hydration": "Drinks were left out of reach, so cups and jugs of water were moved to bay {n} of the ward. ",
}


def _posts(each: int) -> list[Draft]:
    return [
        post(
            f"{tag}{n}", f"Note {n}", by="Asha Rao", body=sentence.format(n=n) * 6, topics=[tag],
            published=f"2023-{1 + n % 12:02}-{1 + n % 27:02}",
        )
        for tag, sentence in _ABOUT.items()
        for n in range(each)
    ]  # fmt: skip


def _untagged(key: str = "new", body: str = "") -> Draft:
    thirsty = (
        "Nobody could reach the water. " * 8
        + "We bought cups and jugs for the ward, and drinks were moved. " * 4
    )
    return post(key, "A thirsty bay", by="Dan Okafor", body=body or thirsty)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    other = "Parking permits for visitors cost more than last year, and the machine takes no notes. " * 6
    with empty_sqlite(tmp_path_factory.mktemp("learned")) as made:
        read(made, [*_posts(ENOUGH // 2), _untagged(), _untagged("other", other)], prose=True)
        yield made


def _learned(store: GraphStore) -> Row:
    (claim,) = (row for row in store.scan(schema.CLAIMS) if row["rule"].startswith("learned"))
    return claim


def test_an_untagged_post_alone_gets_the_tag_of_posts_like_it_and_as_an_inference(told: GraphStore) -> None:
    claim = _learned(told)
    names = {row["id"]: row["name"] for row in told.scan(schema.RECORDS)}
    assert (names[claim["object"]], claim["status"], claim["predicate"]) == ("Hydration", "inferred", "ABOUT")
    assert 0.7 <= claim["confidence"] <= 1


def test_its_quote_stands_in_the_post_and_holds_the_words_that_speak_for_it(told: GraphStore) -> None:
    claim = _learned(told)
    words = claim["rule"].removeprefix("learned: ").split(", ")
    (document,) = (row for row in told.scan(schema.DOCUMENTS) if row["id"] == claim["document"])
    assert any(word in claim["quote"].lower() for word in words)
    assert (document["key"], document["text"][claim["start"] : claim["end"]]) == ("new", claim["quote"])


def test_few_tagged_posts_teach_nothing() -> None:
    noted = TaggedPosts()
    assert len(list(noted.note(_posts(40), "blog"))) == len(noted.posts) == 80
    assert learn(noted.posts) is None


def test_the_order_in_which_posts_are_read_makes_no_difference() -> None:
    noted = TaggedPosts()
    list(noted.note(_posts(ENOUGH // 2), "blog"))
    asked = post_of(_untagged(), "blog")
    one, other = learn(noted.posts), learn(noted.posts[::-1])
    assert one is not None
    assert other is not None
    assert one.suggest(asked) == other.suggest(asked) != []
