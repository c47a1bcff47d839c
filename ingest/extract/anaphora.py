"""Reads "the project" as the one that was named just before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, RelType
from ingest.extract.about import about
from ingest.extract.partners import partners
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.unnamed_work import is_where_somebody_works
from ingest.extract.work import work

# What a piece of work is called where its name stands before.
NOUNS = r"(?:project|programme|pilot|collaborative|campaign|scheme|initiative|trial)"
# "It" that opens a clause, or that somebody leads; "the project" with nothing behind it that makes it another thing's.
_THE_PROJECT = re.compile(
    r"(?:^|(?<=[;,.] )|(?<=\band )|(?<=\bbut ))[Ii]t(?= (?:is|was|has|had|will|would|began|started|grew|runs|ran|"
    r"aims|supports|helps|offers|provides|seeks|looks|tests|focuses|tackles)\b)|"
    r"(?P<verb>\b(?:run|lead|manage|chair|coordinate|evaluate|facilitate|support|host|launch|oversee|deliver|fund|sponsor)"
    r"(?:s|d|ed)?|\b(?:running|leading|managing|chairing|coordinating|evaluating|funding|hosting|ran|led)|"
    r"\b(?:pays?|paid|paying) for) "
    r"(?P<it>it|the (?:steering |working |project )?group)(?=[ .,;]|$)|"
    rf"\b(?:[Tt]he|[Tt]his) {NOUNS}\b"
    r"(?! (?:team|board|group|manager|lead|plan|management))(?!-)"
)
# "Diabetes Voices is a partner": in what was named before.
_IS_PARTNER = re.compile(
    r"^(?: [\w-]+)? (?:is|are|was|were|joined as|came in as) (?:a|an|our|the|its|one of (?:the|our|its)) (?:[\w-]+ )?"
    r"(?P<what>partners?|funders?|hosts?|sponsors?)\b(?! (?:in|on|of|with|to)\b)"
)
_WHAT = {
    "partner": RelType.PARTNERS_IN,
    "funder": RelType.FUNDS,
    "sponsor": RelType.FUNDS,
    "host": RelType.RUNS,
}
_ITS = re.compile(
    r",? (?:is |was )?its (?P<role>[\w-]+(?: (?!(?:at|in|with|from|and|who|to|is|was|the)\b)[\w-]+){0,3})"
)
_ITS_IS = re.compile(
    r"\b[Ii]ts (?P<role>[\w-]+(?: (?!(?:at|in|with|from|and|who|to|the)\b)[\w-]+){0,3}?)(?: is|,) (?:Dr |Professor )?$"
)
# "Lena Fox is the programme manager", of what was named before; a matron or a director may be so anywhere.
_OF_WORK = (
    r"(?P<role>(?:(?:programme|project|clinical|delivery|evaluation|improvement|joint|academic|overall) )?"
    r"(?:manager|lead|leader|co-lead|coordinator|co-ordinator|sponsor|evaluator|facilitator|adviser|advisor|"
    r"administrator|investigator))(?=[.,;!)]|$| (?:and|for the)\b)"
)
_IS_THE = re.compile(rf"^ (?:is|was|will be|has been) (?:the|our|its) {_OF_WORK}")
_I_AM_ITS = re.compile(rf"^(?:'m| am| was|'ve been| have been) (?:its (?P<own>[\w-]+ )?|the )?{_OF_WORK}")
# Sentences back: in the sample, one or two; further back another piece of work is as likely.
_LOOK_BACK = 3
_CONFIDENCE = 0.75


def named_before(scene: Scene) -> Iterator[Relation]:
    """Yield the work of a sentence that says "the project"; the quote begins where its name stands.

    Only one project may be named in the sentences before; in a project's record it is the record's own.
    """
    if scene.of(Label.PROJECT):
        return
    yield from _is_partner(scene)
    matches = list(_THE_PROJECT.finditer(scene.text))
    if not matches:
        yield from _its(scene)
        return
    earlier = _last_named(scene)
    if earlier is not None or scene.reading.context.main is Label.PROJECT:
        for match in matches:
            start, end = match.span("it") if match["it"] else match.span()
            yield from _stood_for(scene, (scene.start + start, scene.start + end), earlier)


def _stood_for(scene: Scene, place: tuple[int, int], earlier: Span | None) -> Iterator[Relation]:
    """Yield what a sentence says of the words at a place as the project named earlier, or as the record's own."""
    name = earlier.name if earlier else scene.reading.context.main_name
    stand_in = Span(Label.PROJECT, *place, name, "named before")
    stood_for = replace(scene, spans=tuple(sorted((*scene.spans, stand_in), key=_start)))
    yield from _aims(stood_for, stand_in, earlier)
    for made in (*work(stood_for), *partners(stood_for)):
        if made.object is not stand_in:
            continue
        if earlier is None:
            yield replace(made, object=None, of="main", confidence=_CONFIDENCE)
        else:
            start = scene.reading.sentence_of(earlier.start)[0]
            yield replace(made, object=earlier, start=start, confidence=_CONFIDENCE)


def _aims(stood_for: Scene, stand_in: Span, earlier: Span | None) -> Iterator[Relation]:
    """Yield the topics of "It aims to reduce falls"; a record's own are read by `about_document`."""
    for made in about(stood_for) if earlier is not None else ():
        if made.subject is stand_in and earlier is not None:
            start = stood_for.reading.sentence_of(earlier.start)[0]
            yield replace(made, subject=earlier, start=start, confidence=_CONFIDENCE)


def _is_partner(scene: Scene) -> Iterator[Relation]:
    for body in scene.of(Label.ORGANISATION):
        match = _IS_PARTNER.match(scene.between(body.end, scene.end))
        if is_where_somebody_works(scene, body):
            continue  # "Asha Rao of Kelsby Hospital is our sponsor"
        earlier = _last_named(scene) if match else None
        if match is not None and earlier is not None:
            predicate = _WHAT[match["what"].rstrip("s")]
            stance = scene.stance(body.end, body.end + match.end())
            reason = Reason(f"partners: {predicate.lower()}", _CONFIDENCE)
            made = relate(scene, Ends(body, predicate, earlier), stance, reason)
            yield replace(made, start=scene.reading.sentence_of(earlier.start)[0])


def _its(scene: Scene) -> Iterator[Relation]:
    """Yield who has a role in the project named before: "Asha Rao, its clinical lead", "Its manager is Asha Rao"."""
    earlier = _last_named(scene)
    if earlier is None:
        return
    for person, role, end in _its_roles(scene):
        if is_role(role):
            start = scene.reading.sentence_of(earlier.start)[0]
            made = relate(
                scene,
                Ends(person, RelType.WORKS_ON, earlier),
                scene.stance(end, end),
                Reason("work: role", _CONFIDENCE, tidy(role)),
            )
            yield replace(made, start=start)


def _its_roles(scene: Scene) -> Iterator[tuple[Span | None, str, int]]:
    """Yield who has which role in the project named before, and where its words end."""
    for person in scene.of(Label.PERSON):
        after, before = scene.between(person.end, scene.end), scene.between(scene.start, person.start)
        match = _ITS.match(after) or _IS_THE.match(after) or _ITS_IS.search(before)
        if match is not None:
            yield person, match["role"], person.end
    for first, speaker in scene.speakers():
        match = _I_AM_ITS.match(scene.between(first.end(), scene.end))
        if match is not None and first.group() == "I":
            yield speaker.span, match["role"], first.end() + match.end()


def _last_named(scene: Scene) -> Span | None:
    """Return the project of the sentences before, if it is the only one there and not the title's alone."""
    reading = scene.reading
    at = bisect_right(reading.starts, scene.start) - 1
    first = reading.starts[max(0, at - _LOOK_BACK)]
    from_there = bisect_left(reading.spans, first, key=_start)
    until_here = bisect_left(reading.spans, scene.start, key=_start)
    found = [
        span
        for span in reading.spans[from_there:until_here]
        if span.label is Label.PROJECT and not reading.in_title(span.start)
    ]
    return found[-1] if len({span.name for span in found}) == 1 else None


def _start(span: Span) -> int:
    return span.start
