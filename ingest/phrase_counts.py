"""How often a community uses its phrases, in how many documents, and which of them read as terms.

Ranked by C-value over documents (Frantzi, Ananiadou and Mima 2000, Automatic recognition of multi-word terms: the
C-value/NC-value method): longer terms count more, and a term that mostly stands inside a longer one counts less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log, log2, prod
from typing import NamedTuple

from graph.store import Row
from ingest.extract.vocabulary import given_names, word_set
from ingest.noun_runs import Run
from ingest.resolve.spelling_variants import plain_word

# Longer terms are rare, and one word alone says too little to be proposed.
_WORDS = (2, 4)
# Used in fewer documents, or by one writer alone, it is a manner of speaking and no term of the community.
_DOCUMENTS, _WRITERS = 3, 2
# In more of a source's documents than this a phrase is furniture of it; of fewer documents nothing can be said.
_FURNITURE, _SOURCE = 0.5, 10
# "Electronic health" mostly goes on: what ends no run in so many of its documents is a part of terms, and none.
_ENDING = 0.5
_BEFORE_NOUNS = frozenset(
    "a an the this these those our their its his her my your each every some any no".split()
)
_BEFORE_VERBS = frozenset(
    "to i we you they he she it who which can could will would shall should may might must not let lets have has had "
    "having is are was were be been being by when while please".split()
)
# Endings of participles and adjectives: what a phrase ends in is a noun.
_NO_HEAD = ("ed", "eable", "dable", "ible", "ful", "ous", "less")
_NO_ADVERBS = frozenset("family supply anomaly assembly monopoly elderly".split())


class Counted(NamedTuple):
    """A document that was counted; `writer` is its author line, or itself where it has none."""

    published: str
    id: str
    source: str
    writer: str


@dataclass(slots=True)
class PhraseCounts:
    """What is kept of the texts: the documents of each phrase by number, and how each word is used.

    Words and phrases are in their plain form.
    """

    documents: list[Counted] = field(default_factory=list)
    phrases: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    ends: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)

    def add(self, row: Row, runs: Iterable[tuple[str, Run]]) -> None:
        """Count a document by its runs, each with the line that it stands in."""
        number = len(self.documents)
        # Documents without a byline are no one writer's: the projects of a list.
        self.documents.append(Counted(row["published"], row["id"], row["source"], row["author"] or row["id"]))
        own, here, ending, single = set[int](), set[str](), set[str](), set[str]()
        for line, run in runs:
            # What was said in the same words before is a footer, or a copy.
            known = hash(line)
            if known in self.seen and known not in own:
                continue
            own.add(known)
            self.seen.add(known)
            plain = [plain_form(word) for word in run.words]
            self.nouns[plain[0]] += run.before in _BEFORE_NOUNS
            self.verbs[plain[0]] += run.before in _BEFORE_VERBS
            here.update(_parts(plain))
            ending.update(_parts_at_end(plain))
            single.update(plain)
        self.words.update(single)
        self.ends.update(ending)
        for phrase in here:
            self.phrases[phrase].append(number)

    def terms(self) -> dict[str, list[int]]:
        """Return the documents, by number, of each phrase that may be a term of the community."""
        sizes = Counter(document.source for document in self.documents)
        found = {}
        for phrase, numbers in self.phrases.items():
            if len(numbers) < _DOCUMENTS or not self._is_noun_phrase(phrase.split()):
                continue
            uses = Counter(self.documents[number].source for number in numbers)
            furniture = {
                name
                for name, count in uses.items()
                if sizes[name] >= _SOURCE and count > _FURNITURE * sizes[name]
            }
            left = [number for number in numbers if self.documents[number].source not in furniture]
            if (
                len(left) >= _DOCUMENTS
                and len({self.documents[number].writer for number in left}) >= _WRITERS
            ):
                found[phrase] = left
        return found

    def held_together(self, phrase: str) -> float:
        """Return how much more often than by chance the words share documents: normalised PMI, at most 1 (Bouma 2009).

        "Research project" is two words that are everywhere, "run length" is one thing.
        """
        every, parts = len(self.documents), phrase.split()
        share = len(self.phrases[phrase]) / every
        chance = prod(self.words[part] / every for part in parts)
        if share == 1:
            return 0.0
        telling = sum(part not in _thin() for part in parts) / len(parts)
        # Squared: by the plain share "healthcare sector" and "time zone" stood among the first of public communities.
        return telling**2 * log(share / chance) / (-(len(parts) - 1) * log(share))

    def _is_noun_phrase(self, parts: Sequence[str]) -> bool:
        """Say whether words read as a noun with what describes it, by how this community uses each of them.

        No tagger is needed: a word that follows pronouns, auxiliaries and "to" more often than articles is a verb.
        """
        phrase = " ".join(parts)
        if self.ends[phrase] < _ENDING * len(self.phrases[phrase]):
            return False
        if any(self.verbs[part] > self.nouns[part] for part in parts) or not _names().isdisjoint(parts):
            return False
        adverb = any(part.endswith("ly") and part not in _NO_ADVERBS for part in parts)
        return not adverb and not parts[-1].endswith(_NO_HEAD)


def c_values(documents: Mapping[str, int]) -> dict[str, float]:
    """Return the C-value of each term, given in how many documents it is (equation 3 of the paper).

    A term inside longer ones counts by what is left to it when their average share is taken away.
    """
    longer: dict[str, list[int]] = defaultdict(list)
    for phrase, count in documents.items():
        for inner in set(_parts(phrase.split())) - {phrase}:
            if inner in documents:
                longer[inner].append(count)
    return {
        phrase: log2(len(phrase.split()))
        * (count - (sum(longer[phrase]) / len(longer[phrase]) if phrase in longer else 0))
        for phrase, count in documents.items()
    }


def term_key(form: str) -> str:
    """Return what the spellings and numbers of a term have in common."""
    return " ".join(plain_form(word) for word in form.lower().split())


def plain_form(word: str) -> str:
    """Return what a word and its plural have in common, "process" and "processes" too."""
    plain = plain_word(word)
    return plain[:-1] if plain.endswith(("sse", "xe", "che", "she")) else plain


def _parts(parts: Sequence[str]) -> Iterator[str]:
    """Yield the pieces of a run that are as long as a term may be."""
    for size in range(_WORDS[0], min(_WORDS[1], len(parts)) + 1):
        yield from (" ".join(parts[at : at + size]) for at in range(len(parts) - size + 1))


def _parts_at_end(parts: Sequence[str]) -> Iterator[str]:
    return (" ".join(parts[-size:]) for size in range(_WORDS[0], min(_WORDS[1], len(parts)) + 1))


@cache
def _names() -> frozenset[str]:
    """Return given names in small letters: some write so, and a term does without "will" and "mark"."""
    return frozenset(plain_form(name.lower()) for name in given_names())


@cache
def _thin() -> frozenset[str]:
    return frozenset(plain_form(word) for word in word_set("thin_words"))
