"""How alike two articles are by the runs of words that they share, and a fingerprint by which like ones are found.

After A. Broder, "On the resemblance and containment of documents" (1997): the smallest digest of all runs of one
text is that of another with a probability that equals their resemblance (what is in both by what is in either).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from graph.names import words

# Five words in a row are hardly ever chance, and an edited word spoils five runs of a thousand.
_RUN = 5
_BYTES = 10
# Fewer words than this may well be equal by chance ("Congratulations to all!"): no cross-post.
FEWEST_WORDS = 60
# Copies of one post on two sites differ in notes, links and code: of 62 pairs with one title, 60 are above this.
_SAME = 0.75
# With the same title less will do: a reworked copy.
_SAME_WITH_TITLE = 0.5


def fingerprint(text: str) -> str:
    """Return a digest that an article mostly shares with its copies, '' for what is too short to tell."""
    found = words(text)
    return min(_runs(found)).hex() if len(found) >= FEWEST_WORDS else ""


def is_copy(text: str, other: str, *, titled: bool) -> bool:
    """Say whether two bodies are one article; `titled` says that their titles are the same."""
    one, two = words(text), words(other)
    if one == two:
        return True
    ours, theirs = _runs(one), _runs(two)
    shared = len(ours & theirs)
    return shared >= (_SAME_WITH_TITLE if titled else _SAME) * (len(ours) + len(theirs) - shared) > 0


def is_within(text: str, other: str) -> bool:
    """Say whether a text stands whole in another that adds little: a short post, and its page with title and byline."""
    short, long = words(text), words(other)
    little = len(short) >= _SAME * len(long)
    return bool(short) and little and f" {' '.join(short)} " in f" {' '.join(long)} "


def _runs(found: Sequence[str]) -> set[bytes]:
    runs = (" ".join(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1)))
    return {blake2b(run.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest() for run in runs}
