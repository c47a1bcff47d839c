"""What projects and documents are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Modality, Polarity, RelType
from graph.names import name_key
from ingest.extract.acts import is_only_where
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

# Characters of a record's text within which it says what it is about: title, fields and a first paragraph.
_OPENING = 1000
_AIM = re.compile(
    r"^[\"”*_)]*(?: project| programme| pilot| collaborative| initiative| team| work)?"
    r"(?:,[^,;.]{2,80},| \([^)]{2,60}\))?(?:,? which|,? that)?(?: (?:also|now|currently|did|do|does|has|have|"
    r"been|is|was|are|were|will|would|should|could|not|never|\w+n't))*,? ?"
    r"(?:aims?(?: is| was)?(?: to)?|aimed (?:to|at)|aiming (?:to|at)|is (?:about|for|to)|about|"
    r"seeks? to|sought to|set out to|hopes? to|tries to|tried to|trying to|works? to|"
    r"helps? (?:to )?|"
    r"helped (?:to )?|(?:help|support)(?:s|ed)? (?:[\w'-]+ ){1,8}?(?:with|through)|"
    r"supports?|supported|offers?|offered|provides?|provided|raises?|raised|"
    r"focus(?:es|ed|ing)? on|looks? at|looked at|looking at|tackles?|tackled|"
    r"addresse[sd]|targets?|targeted|tests?|tested|testing|pilots|piloted|piloting|introduced?s?|"
    r"introducing|uses?|used|using|reduces?|reduced|reducing|improves?|improved|improving|"
    r"prevents?|prevented|cuts?|designed to|to (?:reduce|improve|prevent|tackle|test|introduce|"
    r"spread)|on|around|for)"
    r" (?:(?!(?:not|who|because|but|when|if|than)\b)[\w'%-]+,? ){0,6}[\"“*_]*$"
)
# A project that "did not reduce falls" is about falls all the same: its effect is denied, not its aim.
EFFECT = re.compile(r"\b(?:reduc|improv|prevent|cut|help|tackl|address)\w*\b")
# Then nobody was at work either.
_NOT_TRYING = re.compile(r"\bnot (?:even )?(?:trying|going) to\b|\bnever tried\b|\bhave not tried\b")
# Times that a topic is named in a record of which its opening does not speak, or in a post that opens with it. On the
# annotated documents, those named often but late were the annotator's topics once in four.
_REPEATED, _TWICE = 3, 2
# The part of a long post that opens it.
_FIRST_PART = 0.1
# Of what a reader of 60 public documents calls their topics (tests/quality/annotated): 7 in 10 of a record's, and of
# posts half; a title is shorter and says it more surely than the three posts measured can show.
_SURE = {"described": 0.7, "title": 0.7, "repeated": 0.6}
_PLAIN = Stance(Polarity.ASSERTS, Modality.NONE)


def denies_effect_alone(verb: str, after: str) -> bool:
    """Say whether a denial is of what work came to ("we have not reduced falls"), by its verb and what follows."""
    return EFFECT.match(verb) is not None and _NOT_TRYING.search(after) is None


def about(scene: Scene) -> Iterator[Relation]:
    """Yield the topics that a sentence says a project aims at."""
    for project in scene.of(Label.PROJECT):
        for topics in scene.groups(Label.TOPIC):
            start = topics[0].start
            between = scene.between(project.end, start)
            if (
                start < project.end
                or scene.has_between(project.end, start, Label.PROJECT)
                or not _AIM.match(between)
                or is_only_where(between, topics[0])
            ):
                continue
            past = re.search(
                r"\b(?:was|were|aimed|sought|set out|tested|tried|tackled|looked|reduced|improved)\b", between
            )
            # The aim itself ("hopes to reduce falls") is stated: only words outside it make it a proposal.
            polarity = scene.stance(project.end, start).polarity
            if polarity is Polarity.DENIES and EFFECT.search(between):
                polarity = Polarity.ASSERTS
            modality = scene.stance(project.end, project.end, "past" if past else "present").modality
            for topic in topics:
                yield relate(
                    scene,
                    Ends(project, RelType.ABOUT, topic),
                    Stance(polarity, modality),
                    Reason("about: aim", 0.8),
                )


def about_document(scenes: list[Scene]) -> Iterator[Relation]:
    """Yield the topics of the whole text: of a record's project, or of a post by title and repetition."""
    main = scenes[0].reading.context.main if scenes else None
    if main is Label.PROJECT:
        told = Counter(key for scene in scenes for key in {_key(topic) for topic in scene.of(Label.TOPIC)})
        for made in _once(scenes, "described"):
            # What a long page names once or twice, far down, is not what its project is about.
            if told[_key(made.object)] >= _REPEATED or made.start < scenes[0].start + _OPENING:
                yield made
    elif main is None:
        titles = [scene for scene in scenes if scene.reading.in_title(scene.start)]
        named = list(_once(titles, "title"))
        yield from named
        yield from _repeated(scenes, {_key(made.object) for made in named})


def _once(scenes: list[Scene], rule: str) -> Iterator[Relation]:
    """Yield each topic once, where it is first named."""
    seen = set()
    for scene in scenes:
        for topic in scene.of(Label.TOPIC):
            if _key(topic) not in seen:
                seen.add(_key(topic))
                made = relate(scene, Ends(None, RelType.ABOUT, topic), _PLAIN, Reason(rule, _SURE[rule]))
                yield replace(made, of="main" if rule == "described" else "document")


def _repeated(scenes: list[Scene], titled: set[str]) -> Iterator[Relation]:
    """Yield the topics that a post opens with and comes back to: what it only comes to later is a part of it."""
    body = [scene for scene in scenes if not scene.reading.in_title(scene.start)]
    count = Counter(key for scene in body for key in {_key(topic) for topic in scene.of(Label.TOPIC)})
    opening = (
        body[0].start + max(_OPENING, round(_FIRST_PART * (body[-1].end - body[0].start))) if body else 0
    )
    for made in _once(body, "repeated"):
        key = _key(made.object)
        if key not in titled and made.start < opening and count[key] >= _TWICE:
            yield made


def _key(span: Span | None) -> str:
    return name_key(Label.TOPIC, span.name) if span is not None else ""
