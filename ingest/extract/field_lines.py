"""What stands in lines of a label and a value: "Project team: Asha Rao (lead), Dan Chalk", "Funder: Kelsby Charity"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

_FIELD = re.compile(
    r"^[\W_]*(?P<label>(?:[A-Z][\w/-]*|and|&|of|by)(?: (?:[\w/-]+|&)){0,3}?)[*_ ]*(?::| [-–] )[*_ ]*"
)
_NAME = re.compile(
    r"(?:name of (?:the )?)?(?:project|programme|pilot|initiative|collaborative)(?: (?:name|title))?|title"
)
_FIELDS = (
    (RelType.WORKS_ON, Label.PERSON, re.compile(
        r"(?:(?:project|core|improvement|research|delivery) )?(?:team|members|staff|people)(?: members)?|"
        r"(?:(?:project|programme|clinical|improvement|joint|co-?) ?)?(?:leads?|leaders?|managers?|coordinators?|"
        r"sponsors?|facilitators?|contacts?|mentors?|investigators?)|(?:project )?(?:lead|contact) (?:person|name)|"
        r"led by|principal investigators?|contributors?|organisers?")),
    (RelType.RUNS, Label.ORGANISATION, re.compile(
        r"(?:host|lead|delivery|managing)(?: (?:organisation|organization|trust|body|site|institution))?|"
        r"(?:organisation|organization|trust|run by|led by|hosted by|delivered by)")),
    (RelType.FUNDS, Label.ORGANISATION, re.compile(
        r"fund(?:er|ers|ing|ed by|ing body|ing source|ing from)|sponsors?|sponsored by|paid for by|"
        r"commission(?:er|ers|ed by)")),
    (RelType.PARTNERS_IN, Label.ORGANISATION, re.compile(
        r"(?:(?:project|delivery|key|other|local) )?(?:partners?|collaborators?)(?: organisations?)?|"
        r"(?:in )?(?:partnership|collaboration) with|working with|supported by|partner sites?|sites?")),
)  # fmt: skip
# Lines between the project's own and another of its fields, at most.
_WITHIN = 8
# Characters of a mark or an article before the name.
_BEFORE_NAME = 5
_NO_STATE = Stance(Polarity.ASSERTS, Modality.NONE)
_IN_BRACKETS = re.compile(r"^ ?(?:\(|, |- )(?P<role>[^(),;]{2,50}?)(?:\)|[,;.]|$)")


def field_lines(scenes: Sequence[Scene]) -> Iterator[Relation]:
    """Yield what fields say of the project that another field near them names, or that a record describes.

    The quote holds both fields, and what stands between them.
    """
    main = bool(scenes) and scenes[0].reading.context.main is Label.PROJECT
    fields = [(number, scene, *_read(scene)) for number, scene in enumerate(scenes)]
    names = [
        (number, scene, project)
        for number, scene, label, value in fields
        if _NAME.fullmatch(label)
        for project in scene.of(Label.PROJECT)[:1]
        if project.start - value <= _BEFORE_NAME
    ]
    for number, scene, label, value in fields:
        near = [one for one in names if 0 < abs(one[0] - number) <= _WITHIN]
        if near:
            _, beside, project = min(near, key=lambda one: abs(one[0] - number))
            for made in _said(scene, label, value, project):
                yield replace(made, start=min(beside.start, scene.start), end=max(beside.end, scene.end))
        elif main:
            for made in _said(scene, label, value, None):
                yield replace(made, of="main")


def _read(scene: Scene) -> tuple[str, int]:
    """Return a line's label in small letters and where its value begins; ("", 0) for any other line."""
    match = _FIELD.match(scene.text)
    return (match["label"].lower(), scene.start + match.end()) if match else ("", 0)


def _said(scene: Scene, label: str, value: int, project: Span | None) -> Iterator[Relation]:
    for predicate, kind, pattern in _FIELDS:
        if not pattern.fullmatch(label):
            continue
        for span in scene.of(kind):
            if span.start >= value:
                role = _role(scene, label, span) if kind is Label.PERSON else ""
                yield relate(
                    scene, Ends(span, predicate, project), _NO_STATE, Reason("work: field", 0.85, role)
                )


def _role(scene: Scene, label: str, person: Span) -> str:
    match = _IN_BRACKETS.match(scene.between(person.end, scene.end))
    if match and is_role(match["role"]):
        return tidy(match["role"])
    return label if is_role(label) and not label.endswith("s") else ""
