"""Work that has no name of its own: what a named person or an organisation does about a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.about import denies_effect_alone
from ingest.extract.acts import (
    act_in,
    is_ill_with,
    is_only_where,
    is_workable,
    makes_something,
    reaches_topic,
)
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS
from ingest.extract.scene import FIRST_PERSON, Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

_CONFIDENCE = 0.75
# How rules begin that tell of somebody at work beyond doubt, and of no patient: they make a person known.
AT_WORK = "at work: "
# Everybody uses things; a body that adopted a practice is told as an event of spread.
_NO_WORK = frozenset({"use", "uses", "used", "adopt", "adopts", "adopted"})
# "Kelsby Hospital's therapy team has started": the team is the hospital's.
_ITS_TEAM = re.compile(
    r"^(?:'s?)? (?:[a-z-]+ ){0,3}?(?:team|teams|staff|group|unit|service|department|ward|colleagues)(?= )"
)
# A body that is only where a person before it works: "Asha Rao of Kelsby Hospital has started".
_OF_A_PERSON = re.compile(r"^(?:,|\(|,? [^.;:]{0,60}?\b(?:at|of|from|with|for|in)) ?(?:the )?$")
# Somebody whose role is named after a subject works on it; a nurse, an officer or a director "of" one need not.
_IN_CHARGE = r"(?:lead|leader|coordinator|co-ordinator|champion|facilitator|fellow|sponsor|co-lead)"
_ROLE_WORDS = r"(?:[\w&'/-]+ ){0,4}?"
_OPENS = r"(?:,|,? \(| is| was|,? who (?:is|was)|,? now|,? currently)"
_LEAD_FOR = re.compile(
    rf"^{_OPENS} ?{DETERMINERS}(?P<role>{_ROLE_WORDS}{_IN_CHARGE}(?: [a-z]+)?) (?:for|of|on|in) (?:the )?$"
)
_TOPIC_ROLE = re.compile(rf"^{_OPENS} ?{DETERMINERS}(?:[\w-]+ ){{0,2}}$")
_LEADS = re.compile(
    rf"^ (?:(?:clinical|programme|project|improvement|service|network|team) )?{_IN_CHARGE}(?![\w-])"
)
_I_LEAD_FOR = re.compile(
    rf"^(?:'m| am| was| have been| work as| worked as) {DETERMINERS}"
    rf"(?P<role>{_ROLE_WORDS}{_IN_CHARGE}(?: [a-z]+)?) (?:for|of|on|in) (?:the )?$"
)
_I_TOPIC_ROLE = re.compile(
    rf"^(?:'m| am| was| have been| work as| worked as) {DETERMINERS}(?:[\w-]+ ){{0,2}}$"
)
_AS_LEAD_FOR = re.compile(
    rf"(?:^|[.;,] )[Aa]s {DETERMINERS}(?P<role>{_ROLE_WORDS}{_IN_CHARGE}(?: [a-z]+)?) (?:for|of|on|in) (?:the )?$"
)
_AND_I = re.compile(r"^[^.;:]{0,80}?, I\b")
_PAST = re.compile(r"\b(?:was|worked|former|formerly|previously|ex-)\b")
# "The huddles that we tried": the object before its subject.
_THAT_WE = re.compile(
    r"^ (?:[a-z-]+ ){0,2}?(?:that |which )?(?:we|I)(?: have| had|'ve|'d)?(?: \w+ly)? (?P<verb>planned|proposed|ran|run|"
    r"tried|tested|started|began|built|set up|introduced|developed|designed|piloted|trialled|launched|led|created)\b"
)
_INTENDED = {"planned": Modality.PLANNED, "proposed": Modality.PROPOSED}
_PASSIVE = re.compile(
    r"^(?: [a-z-]+){0,2}? (?:is|are|was|were|has been|have been|is being|are being)(?: \w+ly| first| now| also)? "
    r"(?P<verb>led|run|managed|set up|started|designed|redesigned|developed|launched|delivered|created|tested|"
    r"piloted|trialled|introduced|rolled out|implemented|evaluated|coordinated|built|"
    r"(?:the )?(?:idea|work|brainchild)) (?:by|of) (?:the )?$"
)


def unnamed_work(scene: Scene) -> Iterator[Relation]:
    """Yield what named people and organisations do about topics, and the topics that a role or a clause names."""
    groups = [topics for topics in scene.groups(Label.TOPIC) if is_workable(topics[0])]
    for topics in groups:
        for label in (Label.PERSON, Label.ORGANISATION):
            for named in scene.groups(label):
                for stance, rule in _stance_of(scene, named, topics, label):
                    for one in (*named, *_and_the_author(scene, named)):
                        yield from (_about(scene, one, topic, stance, rule) for topic in topics)
        yield from _in_a_role(scene, topics[0])
        if scene.reading.context.main is not Label.PROJECT:
            yield from _that_we(scene, topics[0])


_ME_AND = re.compile(r"(?:^|[,;:] |\band )(?:me|myself|I) and (?:Dr |Professor )?$", re.IGNORECASE)
_AND_ME = re.compile(r"^ and (?:I|me|myself)(?= )")


def _and_the_author(scene: Scene, named: tuple[Span, ...]) -> list[Span | None]:
    """Return the author, or whoever speaks, of "me and Dan Moss have been" and "Dan Moss and I have been"."""
    before, after = scene.between(scene.start, named[0].start), scene.between(named[-1].end, scene.end)
    if named[0].label is not Label.PERSON or not (_ME_AND.search(before) or _AND_ME.match(after)):
        return []
    speaker = scene.speaker_at(named[0].start)
    return [] if speaker is None or speaker.is_main else [speaker.span]


# "Asha Rao for a brilliant session on run charts", "explains how her team reduced harm".
_SESSION = re.compile(
    r"^[^.;:!?]{0,60}? for (?:an?|the|his|her|their|your|this|that) (?:[\w-]+ ){0,3}?"
    r"(?:session|talk|workshop|webinar|presentation|training|masterclass|poster)s?"
    r"(?: \w+day)? (?:on|about|with|around) (?:the )?(?:[\w-]+ )?$"
)
_THANKS = re.compile(r"\b(?:[Tt]hank(?:s|ed|ing)?|[Cc]ongratulations|[Ww]ell done|[Gg]rateful)\b[^.;]*$")
_TELLS_HOW = re.compile(
    r"^[^.;:!?]{0,90}?\b(?:explain(?:s|ed)|describe[sd]|tells|told|shares?|shared|reports?|reported|writes|wrote|shows?|"
    r"showed|talks about|spoke about|presents|presented)(?: \w+){0,2}? how "
    r"(?:(?:his|her|their|the) (?:[\w-]+ ){0,2}?(?:team|ward|unit|colleagues|trust|hospital|department|service)|"
    r"she|he)(?= )"
)


def _about(scene: Scene, subject: Span | None, topic: Span, stance: Stance, rule: str) -> Relation:
    return relate(scene, Ends(subject, RelType.ABOUT, topic), stance, Reason(rule, _CONFIDENCE))


def _stance_of(
    scene: Scene, named: tuple[Span, ...], topics: tuple[Span, ...], label: Label
) -> Iterator[tuple[Stance, str]]:
    """Yield the stance and the rule of what a subject does to topics, at most one."""
    last, first = named[-1], topics[0]
    if label is Label.ORGANISATION and is_where_somebody_works(scene, named[0]):
        return
    if last.end <= first.start:
        gap = _AND_ME.sub("", scene.between(last.end, first.start))
        others = any(scene.has_between(last.end, first.start, x) for x in (label, Label.PROJECT))
        if others or FIRST_PERSON.search(gap):
            return
        if label is Label.ORGANISATION:
            gap = _ITS_TEAM.sub("", gap)
        elif _SESSION.match(gap) and _THANKS.search(scene.between(scene.start, named[0].start)):
            yield scene.stance(last.end, topics[-1].end, "past"), f"{AT_WORK}session"
            return
        else:
            gap = _TELLS_HOW.sub("", gap)
        act = act_in(gap)
        if act is None or act.verb in _NO_WORK or not reaches_topic(act) or is_only_where(act.rest, first):
            return
        if is_ill_with(act, first):
            return
        begins = first.start - len(gap) + act.offset
        stance = scene.stance(begins, topics[-1].end, act.kind.form, act.kind.begins)
        after = scene.between(topics[-1].end, scene.end)
        if stance.polarity is Polarity.DENIES and denies_effect_alone(act.verb, after):
            stance = Stance(Polarity.ASSERTS, stance.modality)
        sure = stance.polarity is Polarity.ASSERTS and makes_something(act, after)
        yield stance, f"{AT_WORK if sure else 'work: '}{act.verb}"
    elif topics[-1].end <= named[0].start:
        gap = scene.between(topics[-1].end, named[0].start)
        if match := _PASSIVE.match(gap):
            form = "present" if re.search(r"\b(?:is|are)\b", gap) else "past"
            yield scene.stance(first.start, last.end, form), f"work: {match['verb']}"


def is_where_somebody_works(scene: Scene, body: Span) -> bool:
    """Say whether an organisation stands behind a person as their employer ("Asha Rao of Kelsby Hospital")."""
    return any(
        person.end <= body.start and _OF_A_PERSON.match(scene.between(person.end, body.start))
        for person in scene.of(Label.PERSON)
    )


def _in_a_role(scene: Scene, topic: Span) -> Iterator[Relation]:
    """Yield whose role is named after a topic: "Asha Rao, clinical lead for sepsis", "I am the falls lead"."""
    leads = _LEADS.match(scene.between(topic.end, scene.end)) is not None
    person = max(
        (one for one in scene.of(Label.PERSON) if one.end <= topic.start),
        key=lambda one: one.end,
        default=None,
    )
    if person is not None:
        gap = scene.between(person.end, topic.start)
        if _LEAD_FOR.match(gap) or (leads and _TOPIC_ROLE.match(gap)):
            yield _held(scene, person, topic, gap)
            return
    for match, speaker in scene.speakers():
        gap = scene.between(match.end(), topic.start) if match.end() <= topic.start else ""
        if match.group() == "I" and (_I_LEAD_FOR.match(gap) or (leads and _I_TOPIC_ROLE.match(gap))):
            made = _held(scene, speaker.span, topic, gap)
            yield replace(made, of="main") if speaker.is_main else made
            return
    opening = scene.between(scene.start, topic.start)
    if _AS_LEAD_FOR.search(opening) and _AND_I.match(scene.between(topic.end, scene.end)):
        speaking = scene.speaker_at(topic.start)
        if speaking is not None:
            made = _held(scene, speaking.span, topic, "")
            yield replace(made, of="main") if speaking.is_main else made


def _held(scene: Scene, person: Span | None, topic: Span, gap: str) -> Relation:
    polarity = scene.stance(topic.start - len(gap), topic.end).polarity
    modality = Modality.DONE if _PAST.search(gap) else Modality.DOING
    return _about(scene, person, topic, Stance(polarity, modality), f"{AT_WORK}role")


def _that_we(scene: Scene, topic: Span) -> Iterator[Relation]:
    match = _THAT_WE.match(scene.between(topic.end, scene.end))
    speaker = scene.speaker_at(topic.start)
    if match is None or speaker is None:
        return
    stance = scene.stance(topic.start, topic.end + match.end(), "past")
    if stance.modality is Modality.DONE:
        stance = Stance(stance.polarity, _INTENDED.get(match["verb"], Modality.DONE))
    made = _about(scene, speaker.span, topic, stance, f"work: {match['verb']}")
    yield replace(made, of="main") if speaker.is_main else made
