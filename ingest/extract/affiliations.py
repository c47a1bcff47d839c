"""Who belongs to which organisation, and in what role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.acts import act_in, forms_of
from ingest.extract.employment import NO_VERB, TEAM_NOUN, UNIT, affiliated, as_role, ends_of
from ingest.extract.own_affiliations import own_affiliation
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

_FROM = re.compile(rf"^,? (?:from|of|representing) (?:the )?(?:{UNIT} (?:at|of|in|from|within) (?:the )?)?$")
_AT = re.compile(
    rf"^,? (?:(?:over|based|then|now|previously|formerly) )?at (?:the )?(?:{UNIT} (?:at|of|in|within) (?:the )?)?$"
)
# "met Asha at NHS England" says where they met.
_MET = re.compile(
    r"\b(?:met|meet|saw|see|visited|heard|hosted|joined|spoke|presented|interviewed|caught up with|"
    r"found)\b[^,;]*$"
)
_IN_BRACKETS = re.compile(r"^ \((?:the )?(?:(?P<role>[^()]{2,60}?),? (?:at |of |from )?(?:the )?)?$")
_WORKS = re.compile(
    rf"^,? (?:who )?(?:(?:now|currently|also) )?(?P<verb>works|worked|used to work|is based|"
    rf"was based|is working|has worked)(?: now)?"
    rf"(?: as {DETERMINERS}(?P<role>[^,;.]{{2,60}}?))? (?:at|for|in|within|with) (?:the )?$"
)
# "heads the dementia team at Kelsby Hospital".
_IN_CHARGE_AT = re.compile(
    r"^,? (?:who )?(?:(?:now|currently|also) )?(?:heads?(?: up)?|leads?|runs|manages?|directs?|coordinates?|oversees?|"
    rf"looks after) [^,;:.]{{1,60}}?{TEAM_NOUN} (?:at|for) (?:the )?$"
)
# "Asha Rao, Kelsby Hospital" in a list of who is who: nothing else stands on its line, or behind it in its bracket.
_BESIDE_BODY = re.compile(r"^, (?:the )?$")
_ENDS_ENTRY = re.compile(r"^[*_]*(?:[.;)]?[*_ ]*(?:\n|$)|[;)])")
# Patients start, stop and manage things at a hospital too.
_MADE_AT = ("build", "set up", "founded", "lead", "run", "launch", "design", "introduce")
_AT_END = re.compile(r" at (?:the )?$")
_OF_OTHERS = re.compile(
    r"\b(?:with|from|who|they|them|conference|event|that|which|talk|session|meeting|workshop)\b"
)
_JOINED = re.compile(
    r"^(?:,? who)? (?:(?:has|have|recently|had|will|is) )*(?:joined|joins|joining|join|moved to|returned to) (?:the )?$"
)
_OWNED = re.compile(rf"^'s? {DETERMINERS}(?P<role>[^,;.:()]{{3,60}}?),? (?:Dr |Professor )?$")
_SIGNED = re.compile(
    r"^,?[ *_]*\n[ *_]*(?P<role>[^\n,|]{3,60}?)(?:,| at| \||[ *_]*\n| -| for)\s*[*_]*(?:the )?$"
)
# "Dr Li Wei, Consultant Anaesthetist", and the organisation on the next line.
_BESIDE = re.compile(r"^, (?P<role>[^\n,|.;]{3,60})[ *_]*\n[ *_]*(?:the )?$")
_ASSERTED = Stance(Polarity.ASSERTS, Modality.NONE)
# What follows an organisation that is only a place or an occasion.
_OCCASION = re.compile(
    r"^(?:'s)? (?:conference|event|meeting|summit|webinar|workshop|AGM|award|headquarters|office)",
    re.IGNORECASE,
)


def affiliations(scene: Scene) -> Iterator[Relation]:
    """Yield who is of which organisation; both ends stand in the sentence, or the subject is its speaker."""
    bodies = scene.of(Label.ORGANISATION)
    if not bodies:
        return
    people = scene.of(Label.PERSON)
    for body in bodies:
        if _OCCASION.match(scene.between(body.end, scene.end)):
            continue
        person = max((p for p in people if p.end <= body.start), key=lambda p: p.end, default=None)
        found = _named(scene, person, body) if person is not None else None
        if found is None:
            found = own_affiliation(scene, body)
        if found is not None:
            yield found
        yield from _owned(scene, body)


def signatures(scene: Scene, following: Scene) -> Iterator[Relation]:
    """Yield what a signature says, whose lines are two sentences: name, then role and organisation."""
    people, bodies = scene.of(Label.PERSON), following.of(Label.ORGANISATION)
    if not people or not bodies or people[-1].short:
        return
    person, body = people[-1], bodies[0]
    between = scene.between(person.end, body.start)
    if beside := _BESIDE.match(between):
        if is_role(beside["role"]):
            made = relate(
                scene,
                Ends(person, RelType.AFFILIATED_WITH, body),
                _ASSERTED,
                Reason("affiliation: signature", 0.85, tidy(beside["role"])),
            )
            yield replace(made, start=scene.start, end=following.end)
        return
    match = _SIGNED.match(between)
    if match and person.end >= scene.end - 3 and is_role(match["role"]):
        made = relate(
            scene,
            Ends(person, RelType.AFFILIATED_WITH, body),
            _ASSERTED,
            Reason("affiliation: signature", 0.9, tidy(match["role"])),
        )
        yield replace(made, start=scene.start, end=following.end)


@cache
def _role_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:,| is| was|,? who (?:is|was)| \(| (?:-|–|—)|,? (?:currently|now)|"
        rf",? has been)(?: [\w']+n't| not)? ?{DETERMINERS}"
        rf"{NO_VERB}(?P<role>[^;.!?()\n]{{2,90}}?)(?:,)? (?:(?:at|of|for|with|from|in|"
        rf"within) )?(?:the |an? )?$"
    )


def _named(scene: Scene, person: Span, body: Span) -> Relation | None:
    """Return the affiliation of a person named before an organisation, nothing else between them."""
    gap = scene.between(person.end, body.start)
    if len(gap) > 130 or any(
        person.end <= span.start < body.start and span.label is Label.ORGANISATION for span in scene.spans
    ):
        return None
    met = _MET.search(scene.between(scene.start, person.start)) is not None
    said = _said_of(gap, scene.between(body.end, scene.end), met)
    return affiliated(scene, ends_of(person, body), said[0], said[1], gap) if said else None


def _said_of(gap: str, after: str, met: bool) -> tuple[str, str] | None:
    """Return (rule, role) if the words between a person and an organisation make one of the other."""
    found: tuple[str, str] | None = None
    if (match := _role_pattern().match(gap)) and is_role(match["role"]):
        found = ("role", match["role"])
    elif match := _FROM.match(gap):
        found = ("from", match["unit"] or "")
    elif (match := _IN_BRACKETS.match(gap)) and re.match(r"[,)]", after):
        found = ("brackets", match["role"] or "") if not match["role"] or is_role(match["role"]) else None
    elif match := _WORKS.match(gap):
        found = ("works at", match["role"] or as_role(after))
    elif _did_at(gap):
        found = ("did at", "")
    elif _JOINED.match(gap) and as_role(after):
        found = ("joined", as_role(after))
    elif (match := _AT.match(gap)) and not met:
        found = ("at", match["unit"] or "")
    elif _BESIDE_BODY.match(gap) and _ENDS_ENTRY.match(after):
        found = ("beside", "")
    elif _IN_CHARGE_AT.match(gap):
        found = ("in charge at", "")
    return found


def _did_at(gap: str) -> bool:
    """Say whether a person did work right before "at" an organisation ("the team that Asha Rao built at Kelsby")."""
    match = _AT_END.search(gap)
    if match is None or _OF_OTHERS.search(gap):
        return False
    act = act_in(f"{gap[: match.start()]} ")
    return act is not None and any(act.verb in forms_of(base) for base in _MADE_AT)


def _owned(scene: Scene, body: Span) -> Iterator[Relation]:
    """Yield "NHS Strathorrin's clinical lead, Fergus MacAskill"."""
    for person in scene.of(Label.PERSON):
        if person.start > body.end:
            match = _OWNED.match(scene.between(body.end, person.start))
            if (
                match
                and is_role(match["role"])
                and not scene.has_between(body.end, person.start, Label.PERSON)
            ):
                yield affiliated(scene, ends_of(person, body), "role", match["role"], match.group())
            return
