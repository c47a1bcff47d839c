"""How a practice travels: who has heard of it, considers it, adopted it, adapted it or stopped it, and when.

The stages are those of the innovation-decision process (Rogers, Diffusion of Innovations, 5th ed. 2003, ch. 5), as
far as prose tells them apart: knowledge, persuasion and decision, adoption, re-invention, discontinuance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from ingest.extract.moment import said_when
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Ends, Reason, Scene, Speaker, relate
from ingest.extract.stance import Stance

_USING = r"(?:using|doing|running|holding|having|with|our|the|a)"
# In the order in which they are tried: the longer phrase before the word that it holds.
_EVENTS = (
    (
        RelType.HEARD_OF,
        (
            r"(?:first )?(?:heard|read|learn(?:ed|t)|found out|(?:was|were) told) (?:\w+ )?(?:about|of)|came across|"
            r"discovered"
        ),
    ),
    (
        RelType.STOPPED,
        (
            rf"stopp?(?:ed|ing|s)?(?: {_USING})?|gave up(?: on)?|giving up|abandon(?:ed|ing)|dropp(?:ed|ing)|"
            r"discontinu(?:ed|ing)|scrapped|ditched|withdrew|moved away from|"
            r"no longer (?:us(?:e|es|ing)|do(?:es|ing)?|run(?:s|ning)?|hold(?:s|ing)?|have|has)"
        ),
    ),
    (
        RelType.ADAPTED,
        (
            r"adapt(?:s|ed|ing)?|modif(?:y|ies|ied|ying)|tailor(?:s|ed|ing)?|tweak(?:s|ed|ing)?|customis(?:e|ed|ing)|"
            r"(?:made|have|developed|built) our own (?:version|form) of"
        ),
    ),
    (
        RelType.CONSIDERS,
        (
            r"consider(?:s|ed|ing)?|(?:are|am|is|were|was)? ?think(?:ing)? (?:of|about)"
            r"(?: (?:trying|using|starting|introducing|running|doing))?|thought (?:of|about)|"
            r"look(?:s|ed|ing)? into|explor(?:e|es|ed|ing)|weigh(?:ed|ing)? up|interested in|curious about|"
            r"tempted (?:by|to try)|keen (?:on|to try)"
        ),
    ),
    (
        RelType.ADOPTED,
        (
            rf"adopt(?:s|ed|ing)?|introduc(?:e|es|ed|ing)|implement(?:s|ed|ing)?|roll(?:s|ed|ing)? out|set(?:ting)? up|"
            rf"launch(?:es|ed|ing)?|embed(?:s|ded|ding)?|brought in|bringing in|tak(?:en|ing) up|took up|"
            rf"(?:switch|mov)(?:ed|ing) to|(?:start(?:ed|ing)?|began|begun)(?: {_USING}| to (?:use|hold|run|do))?|"
            r"test(?:s|ed|ing)?|trial(?:s|led|ling)?|pilot(?:s|ed|ing)?|tried(?: out)?|trying(?: out)?|"
            r"us(?:e|es|ed|ing)|hold(?:s|ing)?|held"
        ),
    ),
)
_AUX = (
    r"(?: (?:has|have|had|is|are|am|was|were|be|been|being|will|would|could|should|may|might|can|'ve|'re|'m|'ll|'d|"
    r"did|do|does|\w+n't|not|never|now|also|already|just|recently|then|all|both|have to|had to|want(?:ed|s)? to|"
    r"plan(?:s|ned|ning)? to|hop(?:e|es|ed|ing) to|like to|love to|need(?:s|ed)? to|going to|decided to|"
    r"decided not to|agreed to|first|finally|successfully|since|in (?:19|20)\d\d))*"
)
_VERBS = "|".join(f"(?P<{event}>{words})" for event, words in _EVENTS)
# Few and small words stand before a practice: with more, one in three objects was another clause's.
_BEFORE_TOPIC = (
    r"(?: (?:the|a|an|our|some|daily|weekly|monthly|regular|new|simple|short|these|those|their|its|own|whole|full|"
    r"use of|idea of|concept of|ten-minute|\w+ly|trust-wide|morning|\d+-minute|bedside|electronic|digital|online|"
    r"virtual|paper|structured|nurse-led|patient-led|ward-based|local))*"
)
_ACT = re.compile(rf"^(?:,[^,;:.!?]{{2,90}},)?{_AUX},? (?:{_VERBS}){_BEFORE_TOPIC} [\"“*_]*$")
_PASSIVE = re.compile(
    r"^[\"”*_]*(?: (?:has|have|had|was|were|is|are|been|being|also|now|first|then|since|later|not|never))* "
    r"(?:(?P<ADOPTED>adopted|introduced|implemented|rolled out|set up|launched|piloted|trialled|"
    r"tested|brought in|in use)"
    r"|(?P<ADAPTED>adapted|modified)|(?P<STOPPED>stopped|abandoned|dropped|discontinued|scrapped)) "
    r"(?:(?:successfully|first|widely|last year|in (?:19|20)\d\d) )?(?:at|by|in|across|within) (?:the )?$"
)
# A topic that another noun follows is a part of a name or of another thing: "we use falls data".
_ENDS = re.compile(
    r"[\"”*_)]*(?:[.,;:!?)\n]|$| (?:on|in|at|to|for|with|across|and|or|as|because|since|last|next|this|every|each|when|"
    r"where|so|but|which|after|before|from|by|into|again|daily|weekly|here|there|too|too,|now|while|until|"
    r"through(?:out)?|without|during|over|instead|first|three|two|four|more|is|are|was|were|has|have|-|–)\b)"
)
_OUR_TEAM = re.compile(
    r"(?<![\w'])[Oo]ur (?:[a-z-]+ ){1,3}(?:team|teams|ward|wards|department|unit|service|hospital|trust|"
    r"clinic|practice)(?![\w-])"
)
# What became of it is often the next sentence: "We tried it on three wards. We stopped after a month."
_ENDED_NEXT = re.compile(
    r"^\s*(?:It|They|We|I|This|That|By \w+ (?:it|we|they)|After [^.!?]{1,40},? (?:it|we|they))\b"
    r"(?:(?!not |n't)[^.!?]){0,40}?"
    r"\b(?:stopped(?! (?:us|them|people|patients|staff|the)\b)|gave (?:it |them )?up|abandoned|did(?: not|n't) last|"
    r"faded|fizzled|came to an end)"
)
_THIS = re.compile(r"(?<![\w'])(?:this|it|these|them|that)(?![\w'-])")
# "This" may be another thing of the post than what its title names.
_OF_THE_TITLE = 0.6
_WEIGHED = frozenset({Modality.PROPOSED, Modality.PLANNED})
_ENDED = frozenset({Modality.STOPPED, Modality.FAILED})


def spread(scene: Scene) -> Iterator[Relation]:
    """Yield the events of spread in a sentence: of the speaker, of a named person or of an organisation."""
    if scene.reading.context.thread:
        yield from _this(scene)
    topics = [topic for topic in scene.of(Label.TOPIC) if _ENDS.match(scene.between(topic.end, scene.end))]
    if not topics or scene.reading.context.main in (Label.PROJECT, Label.ORGANISATION, Label.TOPIC):
        return
    for topic in topics:
        yield from _by_speaker(scene, topic)
        yield from _by_named(scene, topic)


def _by_speaker(scene: Scene, topic: Span) -> Iterator[Relation]:
    for end, speaker in _first_persons(scene):
        if end > topic.start:
            continue
        match = _ACT.match(scene.between(end, topic.start))
        made = _event(scene, speaker.span, topic, match, end) if match is not None else None
        if made is None:
            continue
        yield replace(made, of="main") if speaker.is_main else made
        for organisation in _where(scene, topic):
            yield replace(made, subject=organisation, of="author")


def _this(scene: Scene) -> Iterator[Relation]:
    """Yield what a comment says of "this": the one practice that the title of its post names."""
    titled = [span for span in scene.reading.spans if scene.reading.in_title(span.start)]
    topics = {span.name: span for span in titled if span.label is Label.TOPIC}
    if len(topics) != 1 or scene.of(Label.TOPIC):
        return
    (meant,) = topics.values()
    for end, speaker in _first_persons(scene):
        for match in _THIS.finditer(scene.reading.flat, end, scene.end):
            if not _ENDS.match(scene.between(match.end(), scene.end)):
                continue  # "that line", "this other thing"
            stand_in = replace(meant, start=match.start(), end=match.end())
            act = _ACT.match(scene.between(end, match.start()))
            made = _event(scene, speaker.span, stand_in, act, end) if act is not None else None
            if made is None:
                continue
            yield replace(made, object=meant, confidence=_OF_THE_TITLE)
            for organisation in _where(scene, stand_in):
                yield replace(made, subject=organisation, object=meant, confidence=_OF_THE_TITLE)


def _first_persons(scene: Scene) -> Iterator[tuple[int, Speaker]]:
    """Yield where each "we", "our team" and "our crisis team" ends, with whose words they are."""
    for match, speaker in scene.speakers():
        yield match.end(), speaker
    for match in _OUR_TEAM.finditer(scene.reading.flat, scene.start, scene.end):
        speaking = scene.speaker_at(match.start())
        if speaking is not None:
            yield match.end(), speaking


def _where(scene: Scene, topic: Span) -> Iterator[Span]:
    """Yield the organisation that stands right behind: "we tried safety huddles at Marlow"."""
    for organisation in scene.of(Label.ORGANISATION):
        gap = scene.between(topic.end, organisation.start) if organisation.start >= topic.end else ""
        if re.fullmatch(r"[\"”*_]* (?:here )?(?:at|in|across) (?:the )?", gap):
            yield organisation


def _by_named(scene: Scene, topic: Span) -> Iterator[Relation]:
    for label in (Label.ORGANISATION, Label.PERSON):
        for group in scene.groups(label):
            last = group[-1]
            if last.end <= topic.start:
                match = _ACT.match(scene.between(last.end, topic.start))
                begins = last.end
            elif label is Label.ORGANISATION and group[0].start >= topic.end:
                match = _PASSIVE.match(scene.between(topic.end, group[0].start))
                begins = topic.end
            else:
                continue
            for named in group:
                made = _event(scene, named, topic, match, begins) if match is not None else None
                if made is not None and (label is Label.ORGANISATION or named.known):
                    yield made


def _event(
    scene: Scene, subject: Span | None, topic: Span, match: re.Match[str], begins: int
) -> Relation | None:
    """Return the event that a verb tells; what is only wished or planned is considered, what ended is stopped."""
    event = RelType(next(name for name, words in match.groupdict().items() if words))
    first, last = sorted((begins, topic.start))
    stance = scene.stance(first, max(last, topic.end))
    if event in (RelType.ADOPTED, RelType.ADAPTED):
        following = scene.reading.flat[scene.end : scene.end + 200]
        if stance.polarity is Polarity.ASSERTS and stance.modality in _WEIGHED:
            event = RelType.CONSIDERS
        elif stance.modality in _ENDED or _ENDED_NEXT.match(following):
            event, stance = RelType.STOPPED, Stance(Polarity.ASSERTS, stance.modality)
    elif stance.modality in _WEIGHED and event is not RelType.CONSIDERS:
        return None  # whoever might stop has not, and whoever would like to hear has not heard
    elif event is RelType.STOPPED and "no longer" in match.group():
        stance = Stance(Polarity.ASSERTS, Modality.STOPPED)
    # An event has no state of its own: it happened, was denied or is asked about.
    plain = Stance(stance.polarity, Modality.NONE)
    made = relate(scene, Ends(subject, event, topic), plain, Reason(f"spread: {event.lower()}", 0.75))
    return replace(made, when=said_when(scene.text))
