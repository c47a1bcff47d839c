"""What is said to have come of a project: the sentence of its texts that says so best, as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.names import fold
from graph.store import Row
from queries.answer import Evidence

_SENTENCE = re.compile(r"[^\s.!?][^\n.!?]*(?:[.!?](?![\s”\"')]|$)[^\n.!?]*)*[.!?]*[”\"')]*")
# A sentence that tells an end or a measured change says most; one that tells what was found or learned, something.
_STOPPED = (
    r"did(?: not|n['’]t) work|(?:was|were|(?:has|have|had) been) (?:stopped|abandoned|closed|withdrawn)|we stopped|"
    r"I stopped|stopped (?:it|because)|gave up|no (?:difference|effect|improvement|change)|came to an end|failed to|"
    r"(?:not|never) (?:been )?(?:sustained|taken up)|became (?:routine|part of|normal)"
)
_CHANGED = (
    r"(?:fell|dropped|rose|went (?:up|down)|halved|doubled|reduced|improved|increased|decreased|cut|saved|reached)\b"
    r"[^.]*(?:\d|per ?cent|%|\b(?:half|third|quarter|twice|two|three|four|five|six|ten)\b)"
)
_FOUND = (
    r"we (?:found|learn(?:ed|t)|saw|showed|achieved)|(?:it|this|results?|evaluation|data) (?:showed|shows|found)|"
    r"led to|resulted in|as a result|the lesson|what (?:we|I) learn(?:ed|t)|in the end|outperform\w*|"
    r"has been (?:adopted|deployed|published|rolled out)"
)
_CUES = (
    (3, re.compile(rf"\b(?:{_STOPPED})\b", re.IGNORECASE)),
    (3, re.compile(rf"\b{_CHANGED}", re.IGNORECASE)),
    (2, re.compile(rf"\b(?:{_FOUND})\b", re.IGNORECASE)),
)
# Said is not done: aims, plans, hopes and questions are no outcome.
_INTENDED = re.compile(
    r"\b(aims?|aimed|will|would|could|should|plan(?:s|ned)?|hope[sd]?|intend\w*|want(?:s|ed)? to|in order to|target|"
    r"proposal|propose[sd]?|expect\w*|if|may|might|potential\w*|enable|seeks?)\b|\?",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^(aims?|goals?|objectives?|plan|proposal|status|started|ended|place|team|host|themes?)\b[^:]*:", re.I
)
_LONGEST = 400
_SHORTEST = 25


@dataclass(frozen=True, slots=True)
class Told:
    """A document in which a project may be told of: its row, and whether all of it is about that project."""

    document: Row
    whole: bool


def outcome_of(project: str, told: Iterable[Told]) -> Evidence | None:
    """Return the sentence that says best what came of a project, None where none does.

    In a document that tells of other things too, only sentences that name the project count, and the one after each.
    The newest document wins among equals.
    """
    best: tuple[int, str, Evidence] | None = None
    for one in told:
        for sentence in _sentences(one, project):
            weight = _weight(sentence[0])
            key = (weight, str(one.document["published"]))
            if weight and (best is None or key > best[:2]):
                best = (*key, _evidence(one.document, *sentence))
    return best[2] if best else None


def _sentences(one: Told, project: str) -> Iterator[tuple[str, int]]:
    """Yield the sentences that count, each with where it begins."""
    name, near = fold(project), 0
    text = str(one.document["text"])
    # Above the first empty line stand the title and the fields.
    for match in _SENTENCE.finditer(text, max(0, text.find("\n\n"))):
        words = match[0].rstrip()
        near = 2 if name in fold(words) else near - 1
        if (one.whole or near > 0) and _SHORTEST <= len(words) <= _LONGEST:
            yield words, match.start()


def _weight(sentence: str) -> int:
    if _INTENDED.search(sentence) or _HEADED.match(sentence):
        return 0
    return sum(weight for weight, cue in _CUES if cue.search(sentence))


def _evidence(document: Row, words: str, start: int) -> Evidence:
    return Evidence(
        document=document["id"], title=document["title"], url=document["url"], author=document["author"],
        published=document["published"], quote=words, start=start, end=start + len(words), rule="outcome",
        status="asserted",
    )  # fmt: skip
