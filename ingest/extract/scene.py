"""One sentence with its names: what the finders of relations look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Label, RelType
from ingest.extract.prose import Relation, Span
from ingest.extract.quotations import Voices
from ingest.extract.reading import Reading
from ingest.extract.stance import Clause, Stance, read_stance, shorten_to_clause

# What joins the members of a list: "X, Y and Z"; a role in brackets may stand between.
_JOINED = re.compile(
    r"(?: \([^)]{2,50}\))?(?:, ?(?:and )?| and | or | & |; ?)(?:also )?(?:the |Dr |Professor |Prof )?"
)
FIRST_PERSON = re.compile(
    r"(?<![\w'])(?:I|i(?= (?:am|have|work|lead|run|was|used|'m|'ve)\b)|[Ii](?=m (?:an?|the|now|based|working)\b)|"
    r"[Ww]e|[Mm]y (?:team|colleagues and I)|"
    r"[Oo]ur (?:(?!(?:own|new|old|whole|first|last)\b)[a-z-]+ ){0,2}"
    r"(?:team|ward|department|unit|group|hospital|trust|practice|clinic))(?:(?![\w-])|(?<=[Ii])(?=m ))"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a first person is: a person the text names, or the author (None)."""

    span: Span | None
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence, its settled spans and whose words they are."""

    reading: Reading
    start: int
    end: int
    spans: tuple[Span, ...]
    voices: Voices

    @property
    def text(self) -> str:
        """The sentence, flattened."""
        return self.reading.flat[self.start : self.end]

    def of(self, label: Label) -> list[Span]:
        """Return the sentence's spans of one label."""
        return [span for span in self.spans if span.label is label]

    def between(self, left: int, right: int) -> str:
        """Return the words between two places."""
        return self.reading.flat[left:right]

    def has_between(self, left: int, right: int, label: Label) -> bool:
        """Say whether a name of a label lies between two places."""
        return any(span.label is label and left <= span.start and span.end <= right for span in self.spans)

    def groups(self, label: Label) -> Iterator[tuple[Span, ...]]:
        """Yield the sentence's names of a label, those joined in a list together."""
        group: list[Span] = []
        for span in self.of(label):
            if group and not _JOINED.fullmatch(self.between(group[-1].end, span.start)):
                yield tuple(group)
                group = []
            group.append(span)
        if group:
            yield tuple(group)

    def speakers(self) -> Iterator[tuple[re.Match[str], Speaker]]:
        """Yield each first person with who it is; one whose speaker is unknown is left out."""
        many = len(self.reading.context.authors) > 1
        for match in FIRST_PERSON.finditer(self.reading.flat, self.start, self.end):
            if many and match.group() in ("I", "My", "my") and self.voices.at(match.start()) is None:
                continue  # two authors wrote it: "I" is one of them, and which is not said
            speaker = self.speaker_at(match.start())
            if speaker is not None:
                yield match, speaker

    def speaker_at(self, place: int) -> Speaker | None:
        """Return who says "I" at a place: in a quotation a known person or nobody, else the author."""
        voice = self.voices.at(place)
        if voice is None:
            return Speaker(None, self.reading.context.main is Label.PERSON)
        return Speaker(voice.speaker) if voice.speaker is not None else None

    def stance(self, start: int, end: int, form: str = "present", begins: bool = False) -> Stance:
        """Return how the words from a subject to an object are meant in this sentence."""
        before, after = shorten_to_clause(self.between(self.start, start), self.between(end, self.end))
        return read_stance(Clause(before, self.between(start, end), after, self.text, form, begins))


@dataclass(frozen=True, slots=True)
class Ends:
    """Subject, relationship and object of a relation that is being made."""

    subject: Span | None
    predicate: RelType
    object: Span | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule read a relation, how sure it is, and the role it names."""

    rule: str
    confidence: float
    role: str = ""


def relate(scene: Scene, ends: Ends, stance: Stance, reason: Reason) -> Relation:
    """Return a relation whose quote is the sentence."""
    return Relation(
        subject=ends.subject,
        predicate=ends.predicate,
        object=ends.object,
        start=scene.start,
        end=scene.end,
        rule=reason.rule,
        polarity=stance.polarity,
        modality=stance.modality,
        role=reason.role,
        confidence=reason.confidence,
    )
