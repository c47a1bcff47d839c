"""Topics spelt in two ways: "falls prevention" and "fall prevention", "co-production" and "coproduction"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from graph.ids import judgement_id
from graph.model import Judgement, Label, Record, Verdict
from graph.names import name_key, words
from ingest.resolve.contradictions import contradict

RULE = "rule:spelling"
_SCORE = 0.85
# Shorter words are names and acronyms as often: NEWS is no plural, nor is AIDS.
_SHORTEST_PLURAL = 5
_NO_PLURAL = ("ss", "us", "is")
# American spellings as British ones are written, and both with the plain vowel.
_SPELLINGS = (
    (re.compile(r"iz(?=e$|es$|ed$|er$|ers$|ing$|ation)"), "is"),
    (re.compile(r"(?<=[a-z]{3})our"), "or"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"mme$|mmes$"), "m"),
    (re.compile(r"tre$"), "ter"),
)


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """Return what a folded word has in common with its plural and its other spelling: "paediatrics", "pediatric"."""
    for spelt, plainly in _SPELLINGS:
        word = spelt.sub(plainly, word)
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return word


def spelling_handles(record: Record) -> list[str]:
    """Return the handle under which spellings of one topic meet: its plain words, run together."""
    if record.label is not Label.TOPIC:
        return []
    # Its own name alone: other names that a list gives are no spellings ("SPC" of "control charts").
    key = "".join(plain_word(word) for word in words(record.name))
    return [f"{Label.TOPIC}|spelling|{key}"] if key else []


def judge_spellings(records: Iterable[Record]) -> list[Judgement]:
    """Return the judgements that join topics of one spelling, unless lists hold two of them apart.

    The topic that a list has by its id is joined with the others.
    """
    block = sorted(records, key=lambda record: (not record.ids, record.id))
    if not block or any(contradict(block[0], other) for other in block[1:]):
        return []
    first = block[0]
    made = []
    for record in block[1:]:
        if name_key(first.label, first.name) == name_key(record.label, record.name):
            continue
        left, right = sorted((first.id, record.id))
        reason = f"“{first.name}” and “{record.name}” are spellings of one topic."
        identifier = judgement_id(left, right, RULE)
        made.append(Judgement(identifier, left, right, Verdict.SAME, (reason,), RULE, _SCORE))
    return made
