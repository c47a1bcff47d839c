"""Who is on a project's team: lists of members, and those whom an author works with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Polarity, RelType
from ingest.extract.prose import Relation
from ingest.extract.scene import Ends, Reason, Scene, Speaker, relate

_TEAM = re.compile(
    r"\b(?:[Tt]eam|(?:[Ss]teering|[Ww]orking|[Pp]roject) group(?: of [^.;:]{2,60}?)?)"
    r"(?: members)?(?: on \S+)?(?: is| are| was| were| includes?| included| consists of|"
    r" comprises| comprised| (?:has|have|of) \w+ (?:members|people)(?:,|:)|:)(?: made up of)?:? (?:led by )?$"
)
_ALONGSIDE = re.compile(
    r"[\"”*_]*(?: [a-z-]+){0,2}(?: at [^.;:]{2,60})?,? (?:together |along |jointly )?(?:with|alongside) "
    r"(?:Dr |Professor )?"
)


# "X, Y and me": the author is one of those who are listed.
_AND_ME = re.compile(r"^(?: \([^)]{2,50}\))?,? (?:and|&|with) (?:me|myself|I)(?![\w'-])")
_WITH_FIRST = re.compile(r"^[\"“]?(?:(?:Together|Along|Jointly|Back|Working) )?[Ww]ith (?:Dr |Professor )?$")
_I_OR_WE = re.compile(r"^(?:,? (?:at|of|from) [^,;:.]{2,60}?)?,? (?:I|we)(?![\w])")


def and_me(scene: Scene, after: int) -> Speaker | None:
    """Return who is meant by "and me" right behind a list of names that ends at a place."""
    return scene.speaker_at(after) if _AND_ME.match(scene.between(after, scene.end)) else None


def listed_team(scene: Scene) -> Iterator[Relation]:
    """Yield the members of a list: "the project team is X, Y and Z"; a record need not name its project."""
    projects = scene.of(Label.PROJECT)
    main = scene.reading.context.main is Label.PROJECT
    if len(projects) > 1 or (not projects and not main):
        return
    for people in scene.groups(Label.PERSON):
        if _TEAM.search(scene.between(scene.start, people[0].start)):
            stance = scene.stance(people[0].start, people[-1].end)
            for person in people:
                ends = Ends(person, RelType.WORKS_ON, projects[0] if projects else None)
                made = relate(scene, ends, stance, Reason("work: team list", 0.9))
                yield made if projects else replace(made, of="main")
            speaker = and_me(scene, people[-1].end)
            if speaker is not None and projects:
                ends = Ends(speaker.span, RelType.WORKS_ON, projects[0])
                yield relate(scene, ends, stance, Reason("work: team list", 0.9))


def alongside(scene: Scene, made: Relation) -> Iterator[Relation]:
    """Yield whom the author works with: "I lead Steady Start with Asha Rao", "With Asha Rao I founded Steady Start"."""
    if made.object is None or made.polarity is not Polarity.ASSERTS:
        return
    for people in scene.groups(Label.PERSON):
        behind = people[0].start >= made.object.end and _ALONGSIDE.fullmatch(
            scene.between(made.object.end, people[0].start)
        )
        before = _WITH_FIRST.match(scene.between(scene.start, people[0].start)) and _I_OR_WE.match(
            scene.between(people[-1].end, scene.end)
        )
        if behind or before:
            for person in people:
                yield replace(made, subject=person, of="author", rule="work: with", confidence=0.8)
