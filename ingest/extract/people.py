"""Finds people by full name, and says which of them a list, a byline, a role or their work makes known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Label
from graph.names import is_full_name, name_key
from ingest.extract.mentions import is_by_shape, stands
from ingest.extract.overlap import Overlap
from ingest.extract.prose import Span
from ingest.extract.reading import LOWER, UPPER, Reading, reading_of
from ingest.extract.roles import role_after, role_before, tidy
from ingest.extract.sentences import flatten
from ingest.extract.stories import in_stories, told_together
from ingest.extract.third_parties import THIRD_PARTY, is_third_party
from ingest.extract.vocabulary import entries, given_names, word_set

WORD = rf"(?:(?:Mc|Mac|O'|D'|Al-|El-|Ap-)?[{UPPER}][{LOWER}]+(?:['-][{UPPER}{LOWER}][{LOWER}]+)*)"
_PARTICLE = r"(?:van|von|de|da|di|del|della|der|den|dos|du|la|le|bin|ibn|binti|al|el|ap|ab|ter|ten)"
_PART = rf"(?:{WORD}|[{UPPER}]\.?(?= )|{_PARTICLE}(?= ))"
_RUN = re.compile(rf"(?<![\w'-]){WORD}(?: {_PART}){{1,7}}(?![\w-]|'(?!s))")
_TITLE = re.compile(r"\b(Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Sister|Lord|Lady|Cllr|Rev)\.? $")
_LEARNED = frozenset("Dr Prof Professor Sir Dame Sister Cllr".split())  # titles that say what somebody does
# What stands before the name of somebody who did something: "led by", "with ... from the QI team".
_WORK_BEFORE = re.compile(
    r"\b(?:led|run|chaired|coordinated|facilitated|written|authored|presented|hosted|organised|"
    r"managed|developed|"
    r"designed|supervised|mentored|coached|taught|delivered|created|founded|set up|supported|"
    r"reviewed|edited) by "
    r"(?:\w+ ){0,2}$|\b(?:[Mm]y|[Oo]ur) (?:colleagues?|co-authors?|co-presenters?|team-?mates?|"
    r"mentors?),? $|\b[Cc]o-authors? $"
)
_FROM_TEAM = re.compile(
    r",? (?:from|of|in|at) (?:the|our|my) (?:[\w&'-]+ ){0,4}(?:team|department|unit|group|ward)\b"
)
_AT_BODY = re.compile(r",? (?:from|of|at) (?:the )?$|,? \((?:the )?$|, $")
_LONGEST_FAMILY_NAME = 3
# "Bertram Oakes-Lyle" is a name by its shape only where somebody is thanked, asked or quoted ("the Plan-Do-Study-Act").
_GIVEN_AND_FAMILY, _SHORTEST_PART = 2, 3
_PERSON_BEFORE = re.compile(
    r"\b(?:[Tt]hanks (?:again )?to|[Tt]hank you,?(?: to)?|agree with|(?:led|run|written|chaired|given|said) by|contact|"
    r"e?mail|spoke (?:to|with)|asked|met|joined by|colleagues?,?|lead,|chair,|Dr|Prof(?:essor)?) $"
)
_PERSON_AFTER = re.compile(
    r" and I\b|,? who\b| (?:said|says|told|asked|showed|shared|spoke|explained|wrote|joined|led|leads|runs|works)\b|"
    r"'s (?:talk|slides|team|post|blog|comment)\b"
)


class FullNames:
    """A pipeline component: persons by a byline, a role, a title, an affiliation, work, or `name`."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the full names, then take back what a patient's or relative's story names."""
        reading = reading_of(doc)
        _writers(reading)
        _in_runs(reading)
        _from_trained(reading)
        in_stories(reading, _RUN)
        _judge_all(reading)
        seen = Overlap(reading.surely_seen())
        reading.spans = [
            span for span in reading.spans if not is_by_shape(span) or stands(reading, span, seen)
        ]
        return doc


@Language.factory("full_names")
def _component(nlp: Language, name: str) -> FullNames:  # noqa: ARG001 - spaCy gives both
    return FullNames()


def _writers(reading: Reading) -> None:
    """Add the names of the document's and the thread's authors where the prose has them."""
    for rule, names in (("byline", reading.context.authors), ("thread", reading.context.thread)):
        for name in names:
            if is_body(name):
                continue
            plain = " ".join(flatten(name, 0, 0).split())
            if is_full_name(name) and plain:
                for match in re.finditer(rf"(?<![\w-]){re.escape(plain)}(?![\w-])", reading.flat):
                    reading.spans.append(Span(Label.PERSON, *match.span(), name, rule, confidence=0.98))


def is_body(name: str) -> bool:
    """Say whether a byline or a list of people names a team or an organisation instead."""
    return not _BODY_WORDS.isdisjoint(name.rstrip(".").split())


# No family name in Britain; "Hall", "West" or "Day" are, and must not stand here.
_BODY_WORDS = frozenset(
    "NHS NHS-R Team Community University Trust Hospital Hospitals Council England Foundation Institute "
    "Network Group "
    "Service Services Committee Department Health Society Association Office Admin".split()
)


def _in_runs(reading: Reading) -> None:
    bodies = {span.start for span in reading.spans if span.label is Label.ORGANISATION}
    taken = Overlap(reading.spans)
    for run in _RUN.finditer(reading.flat):
        words = list(re.finditer(r"\S+", run.group()))
        found = False
        for start, end, titled in _names_in(words, reading.flat[max(0, run.start() - 12) : run.start()]):
            name = run.group()[start:end]
            rule = "title" if titled else "name"
            at = run.start() + start
            reading.spans.append(
                Span(Label.PERSON, at, at + len(name), name, rule, confidence=0.6, known=False)
            )
            found = True
        unlisted = not found and not taken.touches(*run.span())
        if unlisted and (_is_unlisted_name(reading, run, bodies) or _is_double_barrelled(reading, run)):
            name = run.group()
            reading.spans.append(Span(Label.PERSON, *run.span(), name, "name", confidence=0.5, known=False))


def _is_double_barrelled(reading: Reading, run: re.Match[str]) -> bool:
    """Say whether a given name no list has and two family names made one stand where people are named."""
    plain = run.group().split()
    parts = plain[-1].split("-")
    if (
        len(plain) != _GIVEN_AND_FAMILY
        or len(parts) != _GIVEN_AND_FAMILY
        or min(map(len, parts)) < _SHORTEST_PART
    ):
        return False
    if not word_set("not_people").isdisjoint([*plain, *parts]) or not _role_words().isdisjoint(plain):
        return False
    before, after = reading.around(*run.span())
    return _PERSON_BEFORE.search(before) is not None or _PERSON_AFTER.match(after) is not None


def _is_unlisted_name(reading: Reading, run: re.Match[str], bodies: set[int]) -> bool:
    """Say whether two or three capitalised words no list has are a name because a role at a body follows."""
    plain = run.group().split()
    if len(plain) > 3 or not word_set("not_people").isdisjoint(plain) or not _role_words().isdisjoint(plain):
        return False
    role = role_after().match(reading.flat, run.end(), min(len(reading.flat), run.end() + 160))
    if role is None or reading.flat[run.end()] != ",":
        return False
    at = re.match(r",? (?:at|for|in) (?:the )?", reading.flat[role.end() : role.end() + 12])
    return at is not None and role.end() + at.end() in bodies


def _names_in(words: list[re.Match[str]], before: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, has a title) of the names in a run of capitalised words."""
    at = 0
    titled = _TITLE.search(before) is not None
    while at < len(words) - 1:
        word = words[at].group()
        title = _TITLE.search(f"{word} ") is not None
        end = _family(words, at + 1) if not title and (titled or _is_given(word)) else None
        if (
            end is not None
            and (titled or not _names_a_thing(words, end))
            and word not in word_set("not_people")
        ):
            yield words[at].start(), words[end - 1].end(), titled
            at = end
        else:
            at += 1
        titled = title


def _is_given(word: str) -> bool:
    return word in given_names() or all(part in given_names() for part in word.split("-"))


def _family(words: list[re.Match[str]], at: int) -> int | None:
    """Return the end of the family name that begins at a word, or None: "Ling Tan", "van der Berg"."""
    end = at
    named = False
    for word in words[at : at + _LONGEST_FAMILY_NAME + 1]:
        text = word.group()
        if text in word_set("not_people") or _TITLE.search(f"{text} ") or text in _role_words():
            break
        end += 1
        named = text[0].isupper() and len(text.rstrip(".")) > 1
    while end > at and not named:
        end -= 1
        text = words[end - 1].group() if end > at else ""
        named = bool(text) and text[0].isupper() and len(text.rstrip(".")) > 1
    return min(end, at + _LONGEST_FAMILY_NAME) if named and end > at else None


def _names_a_thing(words: list[re.Match[str]], end: int) -> bool:
    """Say whether a thing is named after the person ("the Florence Nightingale Ward")."""
    following = words[end].group() if end < len(words) else ""
    return (
        following in word_set("not_people") and following not in _role_words() and following not in _WEEKDAYS
    )


_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday The A I We In On At".split())


def _role_words() -> frozenset[str]:
    return _ROLE_WORDS


_ROLE_WORDS = frozenset(
    word.capitalize()
    for (role, *_) in entries("roles")
    for word in role.split()
    if word not in ("of", "sister")
) | frozenset("Chief Deputy Senior Junior Clinical Executive Associate Assistant".split())


def _from_trained(reading: Reading) -> None:
    """Let a trained model's longer names be candidates like ours, and keep its one-word ones for the short names."""
    ours = {
        (span.start, span.end)
        for span in reading.spans
        if span.label is Label.PERSON and span.rule != "trained"
    }
    kept = []
    for span in reading.spans:
        if span.rule != "trained" or span.label is not Label.PERSON:
            kept.append(span)
        elif not is_full_name(span.name):
            reading.single.add((span.start, span.end))
        elif (span.start, span.end) not in ours:
            kept.append(span)
    reading.spans = kept


def _judge_all(reading: Reading) -> None:
    """Give each full name its rule; a third party stays one wherever the document names them."""
    organisations = {span.start for span in reading.spans if span.label is Label.ORGANISATION}
    judged: list[Span] = []
    private: set[str] = set()
    for span in reading.spans:
        if span.label is not Label.PERSON:
            judged.append(span)
            continue
        before, after = reading.around(span.start, span.end)
        if span.rule != "byline" and is_third_party(before, after) and not role_after().match(after):
            private.add(name_key(Label.PERSON, span.name))
        judged.append(span if span.known else _judge(span, before, after, organisations))
    private |= told_together(reading, private)
    known = {
        name_key(Label.PERSON, span.name) for span in judged if span.label is Label.PERSON and span.known
    }
    reading.spans = [_settled(span, private, known) for span in judged]


def _settled(span: Span, private: set[str], known: set[str]) -> Span:
    if span.label is not Label.PERSON or span.rule == "byline":
        return span
    key = name_key(Label.PERSON, span.name)
    if key in private:
        return replace(span, known=False, rule=THIRD_PARTY, id="")
    return replace(span, known=True) if key in known else span


def _judge(span: Span, before: str, after: str, organisations: set[int]) -> Span:
    title = _TITLE.search(before)
    untitled = before[: title.start()] if title else before
    following = role_after().match(after)
    preceding = role_before().search(untitled)
    if following:
        return replace(span, known=True, rule="role", role=tidy(following["role"]), confidence=0.9)
    if preceding and preceding["role"].lower() not in (
        "head",
        "reader",
        "lead",
        "chair",
        "partner",
        "sister",
    ):
        return replace(span, known=True, rule="role", role=tidy(preceding["role"]), confidence=0.85)
    if _near_body(after, span.end, organisations) or _FROM_TEAM.match(after):
        return replace(span, known=True, rule="affiliation", confidence=0.85)
    if _WORK_BEFORE.search(untitled):
        return replace(span, known=True, rule="work", confidence=0.8)
    if title and title.group(1) in _LEARNED:
        return replace(span, known=True, rule="title", confidence=0.8)
    return span


def _near_body(after: str, end: int, organisations: set[int]) -> bool:
    """Say whether an organisation follows the name: "X from Y", "X (Y)", "X, Y"."""
    return any(
        end + gap in organisations and _AT_BODY.fullmatch(after[:gap]) is not None
        for gap in range(2, min(14, len(after)))
    )
