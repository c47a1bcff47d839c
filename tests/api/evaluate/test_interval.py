"""A share is printed with the interval that so many cases allow."""

from __future__ import annotations

import pytest

from api.evaluate.measured import Measure, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (84, 84, 0.9563, 1.0)],
)
def test_the_interval_is_the_published_one(right: int, of: int, low: float, high: float):
    """The first three are those of Newcombe 1998, Statistics in Medicine 17, table I."""
    assert wilson(right, of) == pytest.approx((low, high), abs=0.0001)


def test_what_is_no_share_has_no_interval():
    assert Measure("documents", 12).interval is None
    assert Measure("precision", 0.0, of=0).interval is None
