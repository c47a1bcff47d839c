"""Which organisation runs, pays for or is a partner in a project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, RelType
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Ends, Reason, Scene, relate

_THE = r"(?:the )?"
# Right before an organisation, after the project: what it is to it.
_PASSIVE = (
    (RelType.RUNS, re.compile(
    rf"\b(?:run|hosted|led|delivered|managed|set up|coordinated|overseen|launched|developed|created|"
    rf"established|organised)(?: jointly)? by {_THE}$"
    )),
    (RelType.FUNDS, re.compile(
    rf"\b(?:funded|financed|paid for|commissioned|sponsored)(?: jointly| in part|"
    rf" entirely)? by {_THE}$|\b(?:funding|a grant|grants|money) from {_THE}$"
    )),
    (RelType.PARTNERS_IN, re.compile(

    rf"\b(?:in (?:partnership|collaboration|conjunction) with|partner(?:s|ed|ing)? with|"
    rf"together with|jointly with|alongside|"

        rf"collaborat(?:es|ed|ing|ion) (?:with|between)|partnership (?:with|between)|supported by) {_THE}$"
    )),
)  # fmt: skip
# From an organisation to a project.
_AUX = (
    r"(?: (?:has|have|had|is|are|was|were|also|now|currently|been|not|never|no longer|will|would|"
    r"could|may|might|plans? to|hopes? to|\w+n't))*"
)
_OBJECT = r"(?: (?:the|a|an|our|its|their|new|local|called|project|programme))*[ \"“*_]*"
_ACTIVE = (
    (RelType.FUNDS, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:funds?|funded|funding|finance[sd]?|pays for|"
    rf"paid for|commission(?:s|ed)?){_OBJECT}$"
    )),
    (RelType.RUNS, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:runs?|ran|running|hosts?|hosted|hosting|leads?|"
    rf"led|leading|launch(?:es|ed)|deliver(?:s|ed|ing)|manages?|managed|set up|started|began|"
    rf"established){_OBJECT}$"
    )),
    (RelType.PARTNERS_IN, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:(?:a |the |our )?partners? (?:in|on|of)|"
    rf"supports?|supported|supporting|joined|joins|takes part in|took part in|taking part in|"
    rf"works? with us on){_OBJECT}$"
    )),
)  # fmt: skip
_WITH = re.compile(rf"^,? (?:and )?(?:with|in partnership with|together with|alongside) {_THE}$")
_JOINED = re.compile(rf"^(?: \([^)]+\))?(?:, | and |, and | & ){_THE}$")


def partners(scene: Scene) -> Iterator[Relation]:
    """Yield what organisations are to projects; a record that names no project means its own."""
    bodies = scene.of(Label.ORGANISATION)
    if not bodies:
        return
    projects = scene.of(Label.PROJECT)
    yield from _active(scene, bodies, projects)
    last: tuple[Span, RelType] | None = None
    for body in bodies:
        if last is not None and scene.between(last[0].end, body.start) == " (":
            continue  # the short form of the one before
        project = max((p for p in projects if p.end <= body.start), key=lambda p: p.end, default=None)
        if project is None and (projects or scene.reading.context.main is not Label.PROJECT):
            last = None
            continue
        start = project.end if project else scene.start
        predicate = _said_before(scene.between(start, body.start))
        if predicate is None and last is not None:
            predicate = _carried_on(scene.between(last[0].end, body.start), last[1])
        last = (body, predicate) if predicate else None
        if predicate is not None:
            stance = scene.stance(
                start,
                body.end,
                "past" if re.search(r"\b(?:was|were)\b", scene.between(start, body.start)) else "present",
            )
            made = relate(
                scene, Ends(body, predicate, project), stance, Reason(f"partners: {predicate.lower()}", 0.85)
            )
            yield made if project else replace(made, of="main")


def _said_before(gap: str) -> RelType | None:
    if re.search(r"[;:!?]", gap) or len(gap) > 160:
        return None
    return next((predicate for predicate, pattern in _PASSIVE if pattern.search(gap)), None)


def _carried_on(gap: str, predicate: RelType) -> RelType | None:
    """Return what the next organisation of a list is: the same, or after "with" a partner."""
    gap = re.sub(r"^ \([^)]+\)", "", gap)
    if _WITH.match(gap):
        return RelType.PARTNERS_IN
    return predicate if _JOINED.match(gap) else None


def _active(scene: Scene, bodies: list[Span], projects: list[Span]) -> Iterator[Relation]:
    for body in bodies:
        project = min((p for p in projects if p.start >= body.end), key=lambda p: p.start, default=None)
        if project is None or scene.has_between(body.end, project.start, Label.PERSON):
            continue
        gap = re.sub(r"^ \([^)]+\)", "", scene.between(body.end, project.start))
        for predicate, pattern in _ACTIVE:
            if pattern.match(gap):
                past = re.search(r"\b(?:was|were|ran|led|hosted|managed|funded|joined|started|began)\b", gap)
                stance = scene.stance(body.end, project.end, "past" if past else "present")
                yield relate(
                    scene,
                    Ends(body, predicate, project),
                    stance,
                    Reason(f"partners: {predicate.lower()}", 0.85),
                )
                break
