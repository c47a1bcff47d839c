"""Where the author of a text, or whoever speaks in it, says to work: "I am a nurse at", "As a nurse at ..., I"."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.model import Label, Modality
from ingest.extract.employment import NO_VERB, TEAM_NOUN, UNIT, affiliated, as_role, ends_of
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role
from ingest.extract.scene import Scene, Speaker

_I_AM = re.compile(
    r"^(?:'?m| am| was| have been| currently work as| now work as| work as| worked as)(?: not| also|"
    r" currently| now)? "
)
_I_WORK = re.compile(
    rf"^(?: (?:now|currently|also|still))* (?P<verb>(?:both |all )?work|worked|sit|am based|am working|"
    rf"have (?:never |also )?worked|'ve worked|"
    rf"used to work|"
    rf"(?:have )?spent (?:[\w-]+ ){{1,3}}years(?! in ))"
    rf"(?: as {DETERMINERS}(?P<role>[^,;.]{{2,60}}?))? (?:at|for|in|within|"
    rf"with) (?:the )?(?:{UNIT} (?:at|of|in|within) (?:the )?)?$"
)
_WE_WORK = re.compile(r"^ (?:both|all) work (?:at|for|in) ")
_I_JOINED = re.compile(
    r"^(?: recently| first| just|'ve| have)* (?:joined|come back to|"
    r"returned to|moved to|come to|gone back to) (?:the )?$"
)


_I_MANAGE_AT = re.compile(
    r"^(?: now| currently| also)* (?:manage|lead|run|head|head up|coordinate|direct|oversee|chair|look after) "
    rf"[^,;:.]{{1,60}}?{TEAM_NOUN} (?:at|for) (?:the )?$"
)
_I_MOVED = re.compile(r"^(?: have|'ve| then| recently)* (?:moved|returned|come back|went back) to (?:the )?$")
# Patients move to a hospital and leave it too: a year tells of a post, a month or a day need not.
_WHEN = re.compile(r"^ in (?:19|20)\d\d\b(?!.*\bfor (?:my|a|the) )")
_I_LEFT = re.compile(r"^(?: have|'ve| then| recently| just)* (?:retired from|resigned from) (?:the )?$")


def own_affiliation(scene: Scene, body: Span) -> Relation | None:
    """Return what "I am a ... at", "I work at" or "As a ... at ..., I" says of whoever speaks."""
    speaker = scene.speaker_at(body.start)
    if speaker is None or any(
        s.end <= body.start and s.label is Label.ORGANISATION and body.start - s.end < 4 for s in scene.spans
    ):
        return None
    for match, who in scene.speakers():
        if match.group() in ("I", "i", "We", "we") and match.end() <= body.start:
            made = _in_clause(scene, match, who, body)
            if made is not None:
                return _said(made, who)
    return _as_a(scene, body, speaker)


def _in_clause(scene: Scene, match: re.Match[str], who: Speaker, body: Span) -> Relation | None:
    """Return what the words between "I" and an organisation make of it."""
    gap, after = scene.between(match.end(), body.start), scene.between(body.end, scene.end)
    if match.group().lower() == "we" and not _WE_WORK.match(gap):
        return None
    ends, said = ends_of(who.span, body), None
    am = _I_AM.match(gap)
    if am and (role := _role_words(gap[am.end() :])):
        said = ("I am", role)
    elif works := _I_WORK.match(gap):
        said = ("I work", works["role"] or as_role(after))
    elif _I_MANAGE_AT.match(gap) or (_I_MOVED.match(gap) and _WHEN.match(after)):
        said = ("in charge at", "")
    elif _I_LEFT.match(gap):
        return replace(affiliated(scene, ends, "I work", "", gap), modality=Modality.STOPPED)
    elif _I_JOINED.match(gap) and (role := as_role(after)):
        said = ("I work", role)
    return affiliated(scene, ends, said[0], said[1], gap) if said else None


def _role_words(words: str) -> str:
    """Return the role of "a charge nurse at ", or nothing if the words are no role."""
    match = re.match(
        rf"{DETERMINERS}{NO_VERB}(?P<role>[^;.!?()\n]{{2,90}}?),? (?:at|of|for|with|from|in|"
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
        return _said(affiliated(scene, ends_of(speaker.span, body), "I am", role, " am"), speaker)
    return None


def _said(relation: Relation, speaker: Speaker) -> Relation:
    return replace(relation, of="main") if speaker.is_main else relation
