"""A name that several registered bodies have had means the one that stood when it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from graph.model import Label, RelType
from graph.names import name_key
from graph.schema import CLAIMS, JUDGEMENTS, RECORDS
from graph.store import GraphStore, Row
from ingest.document import Draft, Named, Statement
from ingest.lexicon import Lexicon, collect
from ingest.resolve.register import Body, Register
from queries.questions import ask
from tests.community import SECOND, empty_sqlite, member, organisation, person, post, project, read, within

GROUP = "Kelsby Clinical Commissioning Group"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[GraphStore]:
    with empty_sqlite(tmp_path) as store:
        yield store


def body(
    key: str, name: str, starts: str = "", ends: str = "", *, names: tuple[str, ...] = (), successor: str = ""
) -> Draft:
    """A row of a register, with since and until when the body stood and what took it over."""
    made = organisation(key, name, names=names)
    assert made.main is not None
    went = Named(Label.ORGANISATION, "", (f"ods:{successor}",))
    said = (
        (Statement("Succeeded by", RelType.SUCCEEDED_BY, object=replace(went, name=name)),)
        if successor
        else ()
    )
    return replace(made, main=replace(made.main, starts=starts, ends=ends), statements=said)


# As in the register: the group of 2013 went into a larger one that kept its name, and that into a board.
REGISTER = [
    body("01A", GROUP, "2013-04-01", "2020-03-31", successor="92G"),
    body("92G", GROUP, "2020-04-01", "2022-06-30"),
    within("QWO", "Kelsby and Northmere Integrated Care Board", "North Region"),
    organisation("Y63", "North Region"),
]


def written(key: str, published: str) -> Draft:
    return post(key, by=person("Asha Rao", organisation=GROUP), published=published)


def employers(store: GraphStore) -> dict[str, str]:
    """The id of the body that each post's author is said to work for, by the key of the post; '' for none known."""
    records = {row["id"]: row for row in store.scan(RECORDS)}
    listed = {
        row["entity"]: row["ids"][0] for row in records.values() if row["source"] == "register" and row["ids"]
    }
    said: list[Row] = [row for row in store.scan(CLAIMS) if row["predicate"] == RelType.AFFILIATED_WITH]
    return {
        records[row["subject"]]["key"].split("|")[0]: listed.get(records[row["object"]]["entity"], "")
        for row in said
    }


@pytest.mark.parametrize(
    ("published", "meant"),
    [
        ("2019-05-01", "ods:01A"),
        ("2020-03-31", "ods:01A"),
        ("2020-04-01", "ods:92G"),
        ("2021", "ods:92G"),
        ("2024-01-01", "ods:92G"),  # people go on using the name of the last one
        ("2020", ""),  # in that year both stood
        ("2012-01-01", ""),  # neither
        ("", ""),
    ],
)
def test_a_name_means_the_body_that_stood_when_it_was_written(published: str, meant: str):
    lexicon = Lexicon()
    collect(REGISTER, lexicon)
    assert lexicon.bodies.meant(name_key(Label.ORGANISATION, GROUP), published) == meant


def test_posts_of_two_times_mean_two_bodies_whichever_is_read_first(tmp_path: Path):
    posts = [written("a", "2019-05-01"), written("b", "2021-05-01")]
    for number, order in enumerate(permutations(posts)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with empty_sqlite(folder) as store:
            read(store, {"register": REGISTER, "blog": list(order)}, batch=1, prose=True)
            read(store, {"register": REGISTER, "blog": list(order)}, at=SECOND, prose=True)
            assert employers(store) == {"a": "ods:01A", "b": "ods:92G"}


def test_the_reason_says_that_the_time_decided(empty: GraphStore):
    read(empty, {"register": REGISTER, "blog": [written("a", "2019-05-01")]}, prose=True)
    reasons = [row["reasons"] for row in empty.scan(JUDGEMENTS) if row["by"] == "rule:id"]
    assert [
        f"Several are listed as “{GROUP}”; when that was written, only ods:01a was meant by it."
    ] in reasons


def test_a_name_that_a_body_had_before_is_its_own_only_where_no_other_stood(empty: GraphStore):
    listed = [
        body("RK1", "Kelsby University NHS Trust", "1991-04-01", names=("Kelsby Hospital Trust",)),
        body("RK2", "Kelsby Hospital Trust", "2023-04-01"),
    ]
    posts = [
        post(key, by=person("Asha Rao", organisation="Kelsby Hospital Trust"), published=day)
        for key, day in (("a", "2018-01-01"), ("b", "2024-01-01"))
    ]
    read(empty, {"register": listed, "blog": posts}, prose=True)
    assert employers(empty) == {"a": "ods:RK1", "b": "ods:RK2"}


def test_where_no_date_tells_a_person_is_asked_about_each_body(empty: GraphStore):
    read(empty, {"register": REGISTER, "members": [member("1", "Asha Rao", organisation=GROUP)]}, prose=True)
    asked = sorted(row["reasons"][0] for row in empty.scan(JUDGEMENTS) if row["verdict"] == "unsure")
    assert [reason.split("; ")[1] for reason in asked] == [
        "this one stood from 2013-04-01 to 2020-03-31.",
        "this one stood from 2020-04-01 to 2022-06-30.",
    ]


def test_work_at_the_body_of_2019_is_found_under_what_took_it_over(empty: GraphStore):
    went = Statement(
        "Succeeded by",
        RelType.SUCCEEDED_BY,
        object=Named(Label.ORGANISATION, "Kelsby and Northmere Integrated Care Board", ("ods:QWO",)),
    )
    listed = [*REGISTER[:1], replace(REGISTER[1], statements=(went,)), *REGISTER[2:]]
    work = project("P1", "Steady Steps", team=[person("Asha Rao", organisation=GROUP)], topics=["falls"])
    read(empty, {"register": listed, "projects": [replace(work, published="2019-05-01")]}, prose=True)
    for asked in ("Kelsby and Northmere Integrated Care Board", "North Region"):
        answer = ask(empty, "who-works-on", {"topic": "falls", "organisation": asked})
        assert [finding.value["person"]["name"] for finding in answer.findings] == ["Asha Rao"], asked


def test_a_name_that_is_nearly_a_closed_body_s_is_asked_about_by_when_it_was_written():
    closed = Body(
        "01A", "Kelsby Vale Commissioning Group", active=False, starts="2013-04-01", ends="2020-03-31"
    )
    later = Body("QWO", "Kelsby Vale Commissioning Board", starts="2022-07-01")
    others = [
        Body(f"X{n}", f"{word} Hospital") for n, word in enumerate("Selby Ashby Danby Ormsby Whitby".split())
    ]
    register = Register([closed, later, *others])
    then, now = (
        {one.id: one.score for one in register.candidates("Kelsby Vale Commisioning Group", day=day)}
        for day in ("2019-05-01", "")
    )
    assert then["01A"] > now["01A"]
    assert "QWO" not in {
        one.id for one in register.candidates("Kelsby Vale Commissioning Board", day="2019-05-01")
    }
