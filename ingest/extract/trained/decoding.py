"""From the chances of each label at each word to names: the best sequence in which every name has a beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LABELS = ("PERSON", "ORG", "PLACE", "EVENT", "MISC")
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))
_NEVER = -1e4

Floats = NDArray[np.float32]

# The chances of a word that is none of a name.
NO_NAME = np.array([0.0, *[_NEVER] * (len(TAGS) - 1)], np.float32)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words `first` to `last` (the last one counted in) that the tagger takes for a name, and how surely."""

    first: int
    last: int
    label: str
    score: float


def best_tags(chances: Floats) -> list[int]:
    """Return the likeliest sequence of tags for log chances of shape (words, tags).

    An I- tag only follows B- or I- of its label (Viterbi, 1967). Most windows are right as they stand, so the
    search is made only where the likeliest tags one by one break the rule.
    """
    plain = chances.argmax(1)
    if _allowed(plain):
        return [int(tag) for tag in plain]
    score = chances[0] + _OPENING
    back = []
    for row in chances[1:]:
        paths = score[:, None] + _FOLLOWING
        came = paths.argmax(0)
        back.append(came)
        score = paths[came, np.arange(len(TAGS))] + row
    tags = [int(score.argmax())]
    for came in reversed(back):
        tags.append(int(came[tags[-1]]))
    return tags[::-1]


def names(tags: Sequence[int], chances: Floats) -> Iterator[Tagged]:
    """Yield the names in a sequence of tags; a name's score is the chance of its least sure word, 0 to 1."""
    first = None
    for at, tag in enumerate((*tags, 0)):
        if first is not None and (tag == 0 or tag % 2):
            words = np.arange(first, at)
            sure = float(np.exp(chances[words, list(tags[first:at])].min()))
            yield Tagged(first, at - 1, LABELS[(tags[first] - 1) // 2], min(1.0, sure))
            first = None
        if tag % 2:
            first = at


def _allowed(tags: NDArray[np.intp]) -> bool:
    """Say whether each I- tag (an even number over 0) goes on from its own B- or I-."""
    before = np.concatenate(([0], tags[:-1]))
    inside = (tags > 0) & (tags % 2 == 0)
    return bool(np.all(~inside | (before == tags) | (before == tags - 1)))


def _rules() -> tuple[Floats, Floats]:
    """Return what is forbidden at the beginning, and from one tag to the next."""
    opening = np.zeros(len(TAGS), np.float32)
    following = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for tag in range(2, len(TAGS), 2):
        opening[tag] = _NEVER
        following[:, tag] = _NEVER
        following[[tag - 1, tag], tag] = 0
    return opening, following


_OPENING, _FOLLOWING = _rules()
