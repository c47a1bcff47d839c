"""Made-up prose with names in it, and where in it they stand: what reading it would have found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from random import Random

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.prose import Prose, Relation, Span

# The first words of a language make half of a text (Zipf); with 20,000 the rarest stand in a few documents.
_COMMON = (
    "the of and to a in we is that for it was on with as be by at our this have from or had not are but they an "
    "which you were all there been one their has would what will when who if more no out do so can said some into "
    "than other time them could people about then first also new because any these two may like how its my team "
    "staff patients ward care change test week data improve measure nurse clinic family learning meeting results"
).split()
_VOCABULARY = 20_000
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl qu r s sh sl st t tr v w".split()
_NUCLEI = "a e i o u ai ea ee oa ou".split()
_CODAS = "n r l s t m d ck nd st ng p".split()
# How a person says what they do, and what it says of the work: (words, state, polarity, share of such sentences).
_WORK = (
    ("I lead {name} with colleagues", Modality.DOING, Polarity.ASSERTS, 50),
    ("I worked on {name} until last year", Modality.DONE, Polarity.ASSERTS, 20),
    ("We hope to start {name} in the spring", Modality.PLANNED, Polarity.ASSERTS, 12),
    ("I would like to propose {name} to the board", Modality.PROPOSED, Polarity.ASSERTS, 8),
    ("We stopped {name} when the funding ended", Modality.STOPPED, Polarity.ASSERTS, 5),
    ("I am not involved in {name} and never was", Modality.DOING, Polarity.DENIES, 5),
)  # fmt: skip
_SHARES = [share for *_, share in _WORK]


@dataclass(slots=True)
class Writing:
    """Sentences as they are written, with the names in them and what is said there."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole body."""
        return "".join(self.parts)

    def found(self, start: int) -> Prose:
        """Return what stands in it, for a text in which it begins at `start`."""
        moved = {id(span): _moved(span, start) for span in self.spans}
        relations = tuple(
            Relation(
                None, one.predicate, moved[id(one.object)], one.start + start, one.end + start, one.rule,
                one.polarity, one.modality, confidence=one.confidence,
            )
            for one in self.relations
        )  # fmt: skip
        return Prose(tuple(moved.values()), relations)

    def say(self, words: str) -> None:
        """Add a sentence that names nothing."""
        self._add(f"{words}.")

    def name(self, label: Label, name: str, words: tuple[str, str], *, known: bool = True) -> None:
        """Add a sentence that names something between two halves of it."""
        self._span(label, name, words, known=known)

    def work(self, label: Label, name: str, random: Random) -> None:
        """Add a sentence in which the author says what they do: on a project, or on a topic without a project."""
        words, modality, polarity, _ = random.choices(_WORK, _SHARES)[0]
        before, after = words.split("{name}")
        span, start = self._span(label, name, (before.strip(), after.strip()))
        predicate = RelType.WORKS_ON if label is Label.PROJECT else RelType.ABOUT
        # So many in a hundred of such sentences are read rightly, by the quality gate's labels.
        self.relations.append(
            Relation(
                None, predicate, span, start, self.length, "own-work", polarity, modality, confidence=0.85
            )
        )

    def _span(
        self, label: Label, name: str, words: tuple[str, str], *, known: bool = True
    ) -> tuple[Span, int]:
        start = self.length + (1 if self.parts else 0)
        before = f"{words[0].capitalize() if words[0].islower() else words[0]} "
        begins = start + len(before)
        self._add(f"{before}{name}{' ' if words[1] else ''}{words[1]}.")
        span = Span(label, begins, begins + len(name), name, "names", confidence=0.9, known=known)
        self.spans.append(span)
        return span, start

    def _add(self, sentence: str) -> None:
        if self.parts:
            self.parts.append(" ")
            self.length += 1
        self.parts.append(sentence)
        self.length += len(sentence)


def _moved(span: Span, by: int) -> Span:
    return Span(
        span.label, span.start + by, span.end + by, span.name, span.rule, confidence=span.confidence, known=span.known
    )  # fmt: skip


@cache
def _words() -> tuple[list[str], list[float]]:
    """Return the vocabulary, the common words first, and the running total of how often each comes."""
    random = Random("words")
    words = dict.fromkeys(_COMMON)
    while len(words) < _VOCABULARY:
        syllables = random.choices((1, 2, 3), (2, 5, 3))[0]
        made = "".join(random.choice(_ONSETS) + random.choice(_NUCLEI) for _ in range(syllables))
        words[made + random.choice(_CODAS)] = None
    return list(words), list(accumulate(1 / (rank + 2.7) for rank in range(_VOCABULARY)))


def some_words(random: Random, number: int) -> str:
    """Return so many words, the common ones as often as they are in a language."""
    words, totals = _words()
    return " ".join(random.choices(words, cum_weights=totals, k=number))


def halves(random: Random) -> tuple[str, str]:
    """Return the words before and after a name in a sentence."""
    return some_words(random, random.randint(3, 9)), some_words(random, random.randint(2, 9))
