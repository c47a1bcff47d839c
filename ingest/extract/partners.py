"""Which organisation runs, pays for or is a partner in a project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, RelType
from ingest.extract.projects import NOUN
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Ends, Reason, Scene, relate

_THE = r"(?:the )?"
# Right before an organisation, after the project: what it is to it.
_PASSIVE = (
    (RelType.RUNS, re.compile(
    rf"\b(?:run|hosted|led|delivered|managed|set up|coordinated|overseen|launched|developed|created|"
    rf"established|organised)(?: jointly)? by {_THE}$|"
    rf"\b(?:project|programme|pilot|scheme|collaborative|initiative|campaign) (?:by|of) {_THE}$"
    )),
    (RelType.FUNDS, re.compile(
    rf"\b(?:funded|financed|paid for|commissioned|sponsored)(?: jointly| in part| entirely)? by {_THE}$|"
    rf"\b(?:awarded|given|granted) [^.;:]{{2,40}} by {_THE}$|"
    rf"\b(?:funding|money|grants|support|an? (?:\w+ )?(?:grant|award|prize)) (?:of [^.;:]{{2,20}} )?from {_THE}$"
    )),
    (RelType.PARTNERS_IN, re.compile(

    rf"\b(?:in (?:partnership|collaboration|conjunction) with|partner(?:s|ed|ing)? with|"
    rf"together with|jointly with|alongside|"

        rf"with (?:\w+ )?(?:local |new |other |key )?partners?,?|"
        rf"collaborat(?:es|ed|ing|ion) (?:with|between)|partnership (?:with|between)|supported by) {_THE}$"
    )),
)  # fmt: skip
# From an organisation to a project.
_AUX = (
    r"(?: (?:has|have|had|is|are|was|were|also|now|currently|been|not|never|no longer|will|would|both|jointly|"
    r"could|may|might|plans? to|hopes? to|\w+n't))*"
)
_OBJECT = r"(?: (?:the|a|an|our|its|their|new|local|called|project|programme))*[ \"“*_]*"
_ACTIVE = (
    (RelType.FUNDS, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:funds?|funded|funding|finance[sd]?|pays for|"
    rf"paid for|commission(?:s|ed)?|(?:gives?|gave|giving|contribut(?:es?|ed|ing)|award(?:s|ed|ing)?|grant(?:s|ed)|"
    rf"puts?|putting|"
    rf"invest(?:s|ed|ing)?|donat(?:es?|ed|ing)) (?:[^;.!?]{{1,40}}? )?(?:to|for|into|in|towards)"
    rf"(?: the costs? of)?){_OBJECT}$"
    )),
    (RelType.RUNS, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:runs?|ran|running|hosts?|hosted|hosting|leads?|"
    rf"led|leading|launch(?:es|ed|ing)?|coordinat(?:es?|ed|ing)|organis(?:es?|ed|ing)|founded|"
    rf"deliver(?:s|ed|ing)|manages?|managed|set up|started|began|"
    rf"established){_OBJECT}$"
    )),
    (RelType.PARTNERS_IN, re.compile(
    rf"^(?:,[^,]{{2,60}},|,? which|,? who)?{_AUX} (?:(?:a |the |our )?partners? (?:in|on|of)|"
    rf"supports?|supported|supporting|joined|joins|takes part in|took part in|taking part in|"
    rf"works? with us on){_OBJECT}$"
    )),
)  # fmt: skip
# Before its main clause: "Funded by X, the Y project …", "Thanks to a grant from X, … Y".
_FRONTED = (
    (RelType.FUNDS, re.compile(rf"^[\"“]?(?:Commissioned|Funded|Financed|Paid for|Sponsored) by {_THE}$")),
    (RelType.FUNDS, re.compile(
    rf"^[\"“]?(?:With|Thanks to) (?:the |an? )?(?:\w+ )?(?:funding|grant|money|award)s? from {_THE}$"
    )),
    (RelType.RUNS, re.compile(rf"^[\"“]?(?:Run|Hosted|Led|Managed|Launched|Organised) by {_THE}$")),
)  # fmt: skip
# "Google's Summer of Code": whose it is.
_WHOSE = re.compile(r"^(?:'s|(?<=s)') (?:new |own |national |local |first )?[\"“*_]*$")
# "Every Breath, which Lung Alliance coordinates", "the project that Foyle Hospitals began".
_WHICH = re.compile(
    rf"^[\"”*_]*(?: {NOUN})?[\"”*_]*(?:,? (?:which|that)|, (?:a|an|the|our) [^;:.!?]{{2,60}}? (?:which|that)) {_THE}$"
)
_DOES = (
    (RelType.RUNS, re.compile(
    rf"^(?: and [^,;:.]{{2,50}}?)?{_AUX} (?:runs?|ran|running|hosts?|hosted|leads?|led|leading|launched|delivers?|"
    r"delivered|manages?|managed|set up|started|began|begun|established|coordinates?|coordinated|organises?|organised|"
    r"developed|founded)\b"
    )),
    (RelType.FUNDS, re.compile(
    rf"^(?: and [^,;:.]{{2,50}}?)?{_AUX} (?:funds?|funded|funding|pays? for|paid for|commission(?:s|ed)|sponsors?|"
    r"sponsored)\b"
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
    yield from _active(scene, projects)
    yield from _which(scene, projects)
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


def _active(scene: Scene, projects: list[Span]) -> Iterator[Relation]:
    for group in scene.groups(Label.ORGANISATION):
        last = group[-1]
        project = min((p for p in projects if p.start >= last.end), key=lambda p: p.start, default=None)
        if project is None:
            continue
        for body in group:
            if (fronted := _fronted(scene, group, body, project)) is not None:
                yield fronted
        if scene.has_between(last.end, project.start, Label.PERSON):
            continue
        gap = re.sub(r"^ \([^)]+\)", "", scene.between(last.end, project.start))
        predicate = RelType.RUNS if _WHOSE.match(gap) else None
        predicate = predicate or next((name for name, pattern in _ACTIVE if pattern.match(gap)), None)
        if predicate is not None:
            past = re.search(
                r"\b(?:was|were|ran|led|hosted|managed|funded|joined|started|began|gave|contributed|paid|donated)\b",
                gap,
            )
            stance = scene.stance(last.end, project.end, "past" if past else "present")
            for body in group:
                yield relate(
                    scene,
                    Ends(body, predicate, project),
                    stance,
                    Reason(f"partners: {predicate.lower()}", 0.85),
                )


def _which(scene: Scene, projects: list[Span]) -> Iterator[Relation]:
    """Yield what a relative clause says that organisations do with a project."""
    for project in projects:
        for group in scene.groups(Label.ORGANISATION):
            if not _WHICH.match(scene.between(project.end, group[0].start)):
                continue
            after = scene.between(group[-1].end, scene.end)
            found = next(((name, match) for name, pattern in _DOES if (match := pattern.match(after))), None)
            if found is None:
                continue
            predicate, match = found
            past = re.search(r"(?:ed|an|egan|et up)$", match.group())
            end = group[-1].end + match.end()
            stance = scene.stance(
                group[0].start, end, "past" if past and " been" not in match.group() else "present"
            )
            for body in group:
                reason = Reason(f"partners: {predicate.lower()}", 0.85)
                yield relate(scene, Ends(body, predicate, project), stance, reason)


def _fronted(scene: Scene, group: tuple[Span, ...], body: Span, project: Span) -> Relation | None:
    """Return what an organisation at the opening of a sentence is to the project of its main clause."""
    opening = scene.between(scene.start, group[0].start)
    predicate = next((name for name, pattern in _FRONTED if pattern.match(opening)), None)
    gap = scene.between(group[-1].end, project.start)
    if predicate is None or not gap.startswith(",") or re.search(r"[;:!?]", gap):
        return None
    stance = scene.stance(group[-1].end, project.end)
    return relate(
        scene, Ends(body, predicate, project), stance, Reason(f"partners: {predicate.lower()}", 0.8)
    )
