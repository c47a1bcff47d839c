"""What is asked is checked before any store is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFoundError, UsageError
from queries.questions import QUESTIONS, question
from queries.request import COMMON, END, MOST, PERIOD, Parameter, Request, check

PARAMETERS = (
    Parameter("topic", "the topic", required=True),
    Parameter("kind", "k", choices=("a", "b")),
    *PERIOD,
    *COMMON,
)


def request(**given: str) -> Request:
    return check("who", PARAMETERS, {"topic": "falls", **given})


def test_what_is_not_given_has_its_usual_value():
    plain = request()
    assert (plain.limit, plain.offset, plain.as_of, plain.known_at, plain.since, plain.until) == (
        50,
        0,
        END,
        END,
        "",
        END,
    )
    assert plain.values == {"topic": "falls"}
    assert plain.get("kind") == ""


def test_spaces_are_no_value_and_do_not_count():
    assert request(topic=" falls ", kind="  ").values == {"topic": "falls"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"topics": "falls"}, "no parameter `topics`"),
        ({"topic": " "}, "needs `topic`"),
        ({"kind": "c"}, "`kind` cannot be 'c'"),
        ({"since": "last year"}, "`since` is 'last year'"),
        ({"as_of": "2024-5"}, "`as_of`"),
        ({"limit": "0"}, "`limit`"),
        ({"limit": str(MOST + 1)}, "`limit`"),
        ({"limit": "many"}, "`limit`"),
        ({"cursor": "-1"}, "`cursor`"),
    ],
)
def test_what_cannot_be_is_named_with_a_hint(given: dict[str, str], said: str):
    with pytest.raises(UsageError, match=said) as raised:
        request(**given)
    assert raised.value.hint


def test_a_superscript_is_no_number():
    with pytest.raises(UsageError):
        request(limit="²")


@pytest.mark.parametrize(
    ("date", "last"),
    [
        ("2024", "2024-12-31T23:59:59Z"),
        ("2024-02", "2024-02-31T23:59:59Z"),
        ("2024-02-03", "2024-02-03T23:59:59Z"),
        ("2024-02-03T10:30", "2024-02-03T10:30:59Z"),
        ("2024-02-03T10:30:15Z", "2024-02-03T10:30:15Z"),
    ],
)
def test_a_date_reaches_to_its_last_moment(date: str, last: str):
    asked = request(as_of=date, known_at=date, until=date, since=date)
    assert asked.as_of == asked.known_at == asked.until == last
    assert asked.since == asked.as_of_start == date


@given(st.datetimes(), st.sampled_from([4, 7, 10, 16]))
def test_the_last_moment_of_a_date_holds_every_moment_in_it(moment, length: int):
    if moment.year >= 1000:
        text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = request(as_of=text[:length])
        assert asked.as_of_start <= text <= asked.as_of


def test_every_question_has_words_and_says_what_each_parameter_is():
    assert len({each.name for each in QUESTIONS}) == len(QUESTIONS)
    for each in QUESTIONS:
        assert question(each.name) is each
        assert each.asks.endswith("?")
        assert {parameter.name for parameter in COMMON} <= {parameter.name for parameter in each.parameters}
        assert all(parameter.says for parameter in each.parameters)


def test_a_question_that_is_not_there_lists_those_that_are():
    with pytest.raises(NotFoundError) as raised:
        question("who-is-rich")
    assert "who-works-on" in raised.value.hint


def test_a_state_may_be_asked_for_in_the_words_that_answers_use():
    for written, meant in (("Completed", "done"), ("under way", "doing"), ("done", "done")):
        found = check(
            "who-works-on", question("who-works-on").parameters, {"topic": "falls", "status": written}
        )
        assert found.get("status") == meant
