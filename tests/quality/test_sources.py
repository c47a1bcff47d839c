"""How truly real sources are read: structured fields right without exception, unless the exception is named here.

`improvement-graph evaluate sources` prints the figures; a floor below 1 has its reason beside it.
"""

from pathlib import Path

import pytest

from api.evaluate.areas import evaluate

DATA = Path(__file__).parents[3] / "shared" / "data"
FLOORS = {
    # Of 117 pairs of the gold 110; ten more pairs are the same post under another title.
    ("digitalgov", "cross-posts: recall"): 0.94,
    ("digitalgov", "cross-posts: precision"): 0.91,
    # A tag "blog" is no topic to us (DECISIONS 37).
    ("nhsengland-data-science", "document-topic: recall"): 0.98,
    # Two items have a summary or description beside the text that is read.
    ("feed-samples", "texts: precision"): 0.98,
    ("feed-samples", "texts: recall"): 0.97,
}
SETS = (
    "18f", "360giving", "digitalgov", "feed-samples", "infectious-diseases-toolkit", "nhs-hack-day",
    "nhs-organisations", "nhs-r-community", "nhsengland-data-science", "nhsx-internships", "open-life-science",
    "ror-affiliations", "ukri-gtr", "wxr-cc-labs", "wxr-samples/wordpress-importer",
    "wxr-samples/wptt-theme-unit-test",
)  # fmt: skip
# What is never below on pages: found in the pages as saved, beside trafilatura alone on the same ones.
PAGES = {
    "html-pages-trafilatura": {
        "text: recall": 0.97, "text: precision": 0.94, "comments: recall": 0.96, "comments: precision": 0.99,
        "authors: recall": 0.81, "authors: precision": 0.93, "dates: recall": 0.92, "dates: precision": 0.96,
    },
    "html-pages-readability": {"authors: recall": 0.7, "authors: precision": 0.84, "dates: recall": 0.88},
}  # fmt: skip

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no data folder at {DATA}"),
]


def measures(name):
    rows = list(evaluate("sources", None, [DATA / name]))
    assert [row.problem for row in rows if row.problem] == []
    return {row.measure.name: row.measure for row in rows if row.measure is not None}


@pytest.mark.parametrize("name", SETS)
def test_every_structured_field_is_read(name):
    found = measures(name)
    shares = {one: figure.value for one, figure in found.items() if one.endswith((": precision", ": recall"))}
    assert shares
    assert {one: share for one, share in shares.items() if share < FLOORS.get((name, one), 1)} == {}


def test_every_feed_is_read_or_skipped_with_a_reason():
    found = measures("feed-samples")
    assert found["files neither read nor skipped"].value == 0
    assert found["files that no reader was made for"].value == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_no_worse_than_by_trafilatura_alone(name):
    found = measures(name)
    assert {one: found[one].value for one, floor in PAGES[name].items() if found[one].value < floor} == {}
    assert [one for one, figure in found.items() if figure.met is False] == []
