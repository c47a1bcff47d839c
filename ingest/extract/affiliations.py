"""Who belongs to which organisation, and in what role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.acts import act_in
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, Speaker, relate
from ingest.extract.stance import Stance

_UNIT = (
    r"(?:(?:the|our) )?(?P<unit>(?:[\w&'-]+ ){0,4}(?:team|department|unit|group|service|division|"
    r"directorate|faculty|school|ward|academy|office|centre|hub|lab|college|library|programme|board))"
)
_FROM = re.compile(rf"^,? (?:from|of|representing) (?:the )?(?:{_UNIT} (?:at|of|in|from|within) (?:the )?)?$")
_AT = re.compile(
    rf"^,? (?:(?:over|based|then|now|previously|formerly) )?at (?:the )?(?:{_UNIT} (?:at|of|in|within) (?:the )?)?$"
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
    r"looks after) [^,;:.]{3,70}? (?:at|for) (?:the )?$"
)
# "Asha Rao, Kelsby Hospital" in a list of who is who: nothing else stands on its line, or behind it in its bracket.
_BESIDE_BODY = re.compile(r"^, (?:the )?$")
_ENDS_ENTRY = re.compile(r"^[*_]*(?:[.;)]?[*_ ]*(?:\n|$)|[;)])")
_AT_END = re.compile(r" at (?:the )?$")
_OF_OTHERS = re.compile(
    r"\b(?:with|from|who|they|them|conference|event|that|which|talk|session|meeting|workshop)\b"
)
_JOINED = re.compile(
    r"^(?:,? who)? (?:(?:has|have|recently|had|will|is) )*(?:joined|joins|joining|join|moved to|returned to) (?:the )?$"
)
_AS = re.compile(rf"^(?: \([^)]+\))?[^.;,]{{0,30}}? as {DETERMINERS}(?P<role>[^,.;:()]{{3,60}})")
# No verb and no second person may stand between a name and its body: "X, who met the manager of Y".
_NO_VERB = (
    r"(?!.*\b(?:who|whose|said|says|told|has|have|had|were|are|and (?:I|we|he|she|they)|that|when|"
    r"where|which|with (?:him|her|me)|love|loves|led|"
    r"into|before|after|asked|given|invited|offered|able|grateful|delighted|proud|pleased|happy|"
    r"lucky|interested|excited|part of|one of|to)\b)"
)
_FORMER = re.compile(r"\b(?:former|formerly|ex-|previously|used to|retired|then at)\b", re.IGNORECASE)
_I_AM = re.compile(
    r"^(?:'?m| am| was| have been| currently work as| now work as| work as| worked as)(?: not| also|"
    r" currently| now)? "
)
_I_WORK = re.compile(
    rf"^(?: (?:now|currently|also|still))* (?P<verb>(?:both |all )?work|worked|sit|am based|am working|"
    rf"have (?:never |also )?worked|'ve worked|"
    rf"used to work|"
    rf"spent (?:[\w-]+ ){{1,3}}(?:years|months)|have spent (?:[\w-]+ ){{1,3}}(?:years|months))"
    rf"(?: as {DETERMINERS}(?P<role>[^,;.]{{2,60}}?))? (?:at|for|in|within|"
    rf"with) (?:the )?(?:{_UNIT} (?:at|of|in|within) (?:the )?)?$"
)
_WE_WORK = re.compile(r"^ (?:both|all) work (?:at|for|in) ")
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
            found = _first_person(scene, body)
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
        rf"{_NO_VERB}(?P<role>[^;.!?()\n]{{2,90}}?)(?:,)? (?:(?:at|of|for|with|from|in|"
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
    return _affiliated(scene, _ends(person, body), said[0], said[1], gap) if said else None


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
        found = ("works at", match["role"] or _as_role(after))
    elif _did_at(gap):
        found = ("did at", "")
    elif _JOINED.match(gap) and _as_role(after):
        found = ("joined", _as_role(after))
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
    return act is not None and act.verb not in ("leave", "left", "leaving")


def _as_role(after: str) -> str:
    match = _AS.match(after)
    return match["role"] if match and is_role(match["role"]) else ""


def _affiliated(scene: Scene, ends: Ends, rule: str, role: str, words: str) -> Relation:
    """Return an affiliation; its time is that of the verb, its role without "former"."""
    place = ends.object.start if ends.object else scene.end
    start = ends.subject.end if ends.subject else place - len(words)
    polarity = scene.stance(start, place).polarity
    if polarity is Polarity.QUESTIONS and words.startswith(","):
        polarity = Polarity.ASSERTS  # "did X, director of Y, come?" does not ask who X is
    modality = Modality.NONE
    if _FORMER.search(words):
        modality = Modality.STOPPED
    elif re.match(r"(?:,? who)? (?:was|worked|had)\b|.*\b(?:worked|was based|spent|used to work)\b", words):
        modality = Modality.DONE
    confidence = 0.75 if rule in ("at", "brackets", "in charge at", "beside", "did at") else 0.9
    return relate(
        scene, ends, Stance(polarity, modality), Reason(f"affiliation: {rule}", confidence, _short_role(role))
    )


def _ends(person: Span | None, body: Span) -> Ends:
    return Ends(person, RelType.AFFILIATED_WITH, body)


def _short_role(role: str) -> str:
    """Return the role without a clause before it and without "former"."""
    words = _FORMER.sub("", tidy(role))
    return re.sub(r"[\s,–—-]+(?:working|based)?[\s–—-]*$", "", words).strip(" ,")


_I_JOINED = re.compile(
    r"^(?: recently| first| just|'ve| have)* (?:joined|come back to|"
    r"returned to|moved to|come to|gone back to) (?:the )?$"
)


def _first_person(scene: Scene, body: Span) -> Relation | None:
    """Return what "I am a ... at", "I work at" or "As a ... at ..., I" says of whoever speaks."""
    speaker = scene.speaker_at(body.start)
    if speaker is None or any(
        s.end <= body.start and s.label is Label.ORGANISATION and body.start - s.end < 4 for s in scene.spans
    ):
        return None
    for match, who in scene.speakers():
        if match.group() not in ("I", "i", "We", "we") or match.end() > body.start:
            continue
        gap = scene.between(match.end(), body.start)
        if match.group().lower() == "we" and not _WE_WORK.match(gap):
            continue
        am = _I_AM.match(gap)
        if am and (role := _role_words(gap[am.end() :])):
            return _said(_affiliated(scene, _ends(who.span, body), "I am", role, gap), who)
        if works := _I_WORK.match(gap):
            role = works["role"] or _as_role(scene.between(body.end, scene.end))
            return _said(_affiliated(scene, _ends(who.span, body), "I work", role, gap), who)
        if _I_JOINED.match(gap) and (role := _as_role(scene.between(body.end, scene.end))):
            return _said(_affiliated(scene, _ends(who.span, body), "I work", role, gap), who)
    return _as_a(scene, body, speaker)


def _role_words(words: str) -> str:
    """Return the role of "a charge nurse at ", or nothing if the words are no role."""
    match = re.match(
        rf"{DETERMINERS}{_NO_VERB}(?P<role>[^;.!?()\n]{{2,90}}?),? (?:at|of|for|with|from|in|"
        rf"within) (?:the )?$",
        words,
    )
    return match["role"] if match and is_role(match["role"]) else ""


def _as_a(scene: Scene, body: Span, speaker: Speaker) -> Relation | None:
    opening = re.search(
        r"(?:^|[.,;] |\b(?:year|years|months|time|job|post) )[Aa]s (?:(?:an?|the|our) )?(?P<rest>.*)$",
        scene.between(scene.start, body.start),
    )
    if (
        opening
        and re.match(r",? (?:I|[Mm]y)\b", scene.between(body.end, scene.end))
        and (role := _role_words(opening["rest"]))
    ):
        return _said(_affiliated(scene, _ends(speaker.span, body), "I am", role, " am"), speaker)
    return None


def _said(relation: Relation, speaker: Speaker) -> Relation:
    return replace(relation, of="main") if speaker.is_main else relation


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
                yield _affiliated(scene, _ends(person, body), "role", match["role"], match.group())
            return
