"""Where the writers of comments say they are from: "hello, Deepa from St Anne's Pharmacy", "here at Kelsby, we"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from graph.names import fold
from ingest.extract.acts import act_in, forms_of
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

_GREETING = (
    r"(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|greetings)"
    r"(?: (?:all|everyone|everybody|both|folks|team|there))?[,!. -]*)?"
)
_NAME_FROM = re.compile(
    rf"^[\"“]?{_GREETING}(?:(?:this is|it's|I'm|I am|my name is|me,?) )?(?P<name>[\w'-]+(?: [\w'-]+){{0,2}}?),?"
    r"(?: here)?,? (?:here )?(?:from|at|of|with|over at|over here at) (?:the )?$",
    re.IGNORECASE,
)
# "morning all. desmond, nurse educator, wandle hospital."
_NAME_ROLE = re.compile(
    rf"^[\"“]?{_GREETING}(?P<name>[\w'-]+(?: [\w'-]+){{0,2}}?)(?: here)?, (?:an? |the )?(?:[\w&/-]+ ){{0,4}}[\w&/-]+"
    r"(?:,| at| from| with) (?:the )?$",
    re.IGNORECASE,
)
_HERE_AT = re.compile(
    r"(?:^|[,;:.] |\b(?:same|us|we|team|over|back|colleagues|and) )(?:here|us|we|speaking|writing) "
    r"(?:all )?(?:at|from) (?:the )?$",
    re.IGNORECASE,
)
# "At Kelsby Hospital we have": whoever writes "we" of what a place does is one of its own.
_AT_OURS = re.compile(r"^(?:[A-Z][\w ]{2,12}: )?(?:[Aa]t|[Ii]n|[Bb]ack at|[Oo]ver at) (?:the )?$")
# "On behalf of the Northern Network I thank": whoever speaks for it.
_FOR = re.compile(r"^[\"“]?[Oo]n behalf of (?:everyone at |all at |everybody at )?(?:the |our )?$")
_AUX = r"(?:'ve|'re|(?: (?:also|now|currently|have|are|were|do|did|had|all|just)))*"
_WE_DO = re.compile(
    rf"^,? (?:I (?=lead|run|manage|chair|coordinate|work|am|look)|(?:we|our (?:team|ward|unit|trust|hospital|practice))"
    rf"(?!{_AUX} (?:met|saw|seen|heard|visited|spoke|spoken|presented|learned|learnt|discussed|talked|attended|waited|"
    rf"stayed|arrived|sat|went|came|been to|received|got|lost|said)\b){_AUX} ?)[\w']+"
)


# "Our virtual ward at Kelsby Hospital", "we introduced rounding at Kelsby Hospital": whoever says "we" is of it.
_OURS_AT = re.compile(
    r"\b[Oo]ur (?:[\w-]+ ){0,3}(?:team|ward|unit|clinic|service|practice|project|pilot|trial|department|group|"
    r"programme|network|huddle|lot|staff)s? at (?:the )?$"
)
_WE_AT = re.compile(
    r"\b(?:I|[Ww]e)(?P<gap>(?:'ve|'re| [\w'-]+)(?: [\w'-]+){0,14}?),? (?:here )?at (?:the )?$"
)
_OF_OTHERS = re.compile(
    r"\b(?:with|from|who|they|them|she|he|colleagues?|friends?|visit\w*|conference|event|people|somebody|someone|anyone|"
    r"that|which|talk|session|meeting|workshop|as|like|if|hope|want|would)\b"
)


# Patients start, stop and manage things at a hospital too.
_DONE_AT = (
    "build", "set up", "founded", "lead", "run", "launch", "design", "introduce", "test", "pilot", "trial", "implement",
    "roll out", "adopt", "send", "offer", "provide", "redesign", "embed", "evaluate", "hold",
)  # fmt: skip


def _did_at(before: str) -> bool:
    """Say whether "we" did work right before "at" an organisation."""
    match = _WE_AT.search(before)
    if match is None or _OF_OTHERS.search(match["gap"]):
        return False
    act = act_in(match["gap"])
    return act is not None and any(act.verb in forms_of(base) for base in _DONE_AT)


def self_introductions(scene: Scene) -> Iterator[Relation]:
    """Yield where the author says to be from, in the words of a comment."""
    context = scene.reading.context
    if len(context.authors) != 1 or context.main is not None:
        return
    for body in scene.of(Label.ORGANISATION):
        if scene.voices.at(body.start) is not None:
            continue
        before, after = scene.between(scene.start, body.start), scene.between(body.end, scene.end)
        sure = _how_sure(before, after, context.authors[0])
        if sure:
            yield _of_author(scene, body, sure)
            return


def _how_sure(before: str, after: str, author: str) -> float:
    named = _NAME_FROM.match(before) or _NAME_ROLE.match(before)
    if named and _is_author(named["name"], author):
        return 0.9
    if _HERE_AT.search(before) or (_FOR.match(before) and re.match(r",? (?:I|we)\b", after)):
        return 0.8
    if _OURS_AT.search(before) or _did_at(before):
        return 0.7
    return 0.75 if _AT_OURS.match(before) and _WE_DO.match(after) else 0.0


def _is_author(written: str, author: str) -> bool:
    names = set(fold(author).split())
    return bool(names) and set(fold(written).split()) <= names


def _of_author(scene: Scene, body: Span, sure: float) -> Relation:
    made = relate(
        scene,
        Ends(None, RelType.AFFILIATED_WITH, body),
        Stance(Polarity.ASSERTS, Modality.NONE),
        Reason("affiliation: introduced", sure),
    )
    return replace(made, of="author")
