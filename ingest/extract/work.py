"""Who works on what: named people on projects, and the author on projects or on work that has no name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph.model import Label, Polarity, RelType
from ingest.extract.about import EFFECT
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, Speaker, relate
from ingest.extract.stance import Stance
from ingest.extract.team import alongside, listed_team
from ingest.extract.vocabulary import entries

_FORMS = ("base", "present", "past", "participle", "ing")
_AUXILIARY = (
    r"has|have|had|is|are|am|was|were|be|been|being|will|would|could|should|may|might|can|cannot|"
    r"must|do|does|did|shall|"
    r"\w+n't|'s|'ve|'re|'d|'ll|'m|also|now|currently|already|just|recently|never|not|no longer|"
    r"still|always|then|both|all|jointly|"
    r"together|successfully|actively|previously|originally|first|initially|each|once|ever|really|"
    r"simply|finally|slowly|gradually|"
    r"going to|about to|(?:plan|hope|want|need|intend|continue|decide|agree|start|begin|use|like|"
    r"try|help|wish|aim|manage|ask|propose|choose|prepare)"
    r"(?:s|d|ed|ned|ning|ing|ped)?(?: to)?|trying to|tried to|began to|chose to|due to|meant to|"
    r"supposed to|ought to|able to|keen to|love to|"
    r"started|starting|began|stopped|kept|keep|spent \w+ \w+|busy|out there|in \d{4}|last year|"
    r"this year|for (?:two|three|four|five|six|seven|eight|nine|ten|many|several|\d+) (?:years|"
    r"months|weeks)"
)
_APPOSITION = (
    r"(?: and (?:everyone|everybody|all|others|the team) who|"
    r",[^,;:.!?]{2,90},|,? \([^)]{2,80}\)|,? (?:from|of|at) (?:[\w'&-]+ ){0,8}[\w'&-]+)?"
)
_SMALL = (
    r"(?:(?:on|in|with|of|for|up|as part of|the|our|a|an|their|his|her|its|this|that|my|local|new|"
    r"small|national|regional|whole|"
    r"called|named|project|programme|pilot|work|team|development|delivery|evaluation|running|"
    r"launch|implementation|rollout|roll-out|"
    r"trust's|hospital's|ward's|first|second|improvement|together|to|and run|and lead)\s)"
)
_QUOTE_MARK = r"[\"“*_(]*"
_PURPOSE = (
    r"(?:reduce|improve|prevent|cut|tackle|increase|support|address|understand|speed up|avoid|"
    r"eliminate|manage|spread|spot|recognise|halve)"
)
# Two words: "we tested our new safety huddles"; with more, one in three objects was another clause's.
_TOPIC_GAP = (
    r"(?:(?!(?:to|for|not|who|that|which|about|and|but|because|if|when|what|how|than|said|with|"
    r"from)\b)[\w'-]+ ){0,3}"
)
_ROLE_IN = re.compile(
    rf"^(?:,| \(|,? who (?:is|was)| is| was| as| has been)(?: [\w']+n't| not| never|"
    rf" no longer)? ?{DETERMINERS}(?P<role>(?:[\w&'/-]+ ){{0,4}}?(?:lead|leader|"
    rf"manager|coordinator|co-ordinator|chair|sponsor|analyst|evaluator|director|member|adviser|"
    rf"advisor|facilitator|coach|"
    rf"partner|supporter|researcher|founder|co-founder|link|head|officer|nurse|administrator|"
    rf"investigator|volunteer))"
    rf" (?:of|for|on|in|to|with|behind) (?:{_SMALL}){{0,3}}{_QUOTE_MARK}$"
)
_LED_BY = (
    r"(?P<verb>led|run|managed|coordinated|co-ordinated|chaired|sponsored|evaluated|set up|started|"
    r"founded|designed|developed|overseen|"
    r"co-led|supported|facilitated|launched|coached|delivered|created)"
)
_BY = re.compile(
    rf"^(?:[^;:.!?]{{0,60}}?[ ,(])?{_LED_BY} (?:[^,;.:!?]{{1,40}} )?by {DETERMINERS}"
    rf"(?:(?P<role>[\w -]{{2,40}}),? )?(?:Dr |Professor |Prof )?$"
)
_OUR = re.compile(
    rf"\b[Oo]ur (?:own |new |local |{_QUOTE_MARK})?$|\b[Oo]ur (?:project|programme|"
    rf"pilot),? (?:called |named )?{_QUOTE_MARK}$"
)
_OUR_WORK = re.compile(
    rf"\b(?:[Oo]ur|[Mm]y) (?:own |recent |current |latest |first |small )?(?:improvement )?(?:work|"
    rf"project|pilot|programme|trial|tests?|tests of change|efforts?) "
    rf"(?:on|with|around|about|is about|focus(?:es|ed)? on|looks at|(?:aims |is |was |"
    rf"aimed )?to {_PURPOSE}) {_TOPIC_GAP}$"
)
_IS_OURS = re.compile(r"[\"”*_)]* (?:is|was) our (?:\w+ ){0,2}(?:project|programme|pilot)\b")
_OUR_NOUN = re.compile(r"^ (?:project|pilot|work|programme|trial|collaborative|initiative)\b")


# The second of two things that are said of one person; a new subject between them would be another's.
_TAIL = re.compile(
    r"^(?:,| is | was | works | has )[^;:.!?]{2,120}? and((?: also)? (?!I\b|we\b|he\b|she\b|they\b).*)$"
)
_THANKED = re.compile(
    r" for (?:their|his|her|all (?:their|his|her)) (?:[\w-]+ ){0,3}?(?:years?|work|help|time) (?:on|with) (?:the )?"
)


@dataclass(frozen=True, slots=True)
class _Verb:
    form: str
    begins: bool
    practice_only: bool


def work(scene: Scene) -> Iterator[Relation]:
    """Yield who works on which project, and what the author's own work is about."""
    projects = scene.of(Label.PROJECT)
    if projects:
        yield from _named(scene)
        yield from _led_by(scene)
    yield from listed_team(scene)
    if scene.reading.context.main is Label.PROJECT:
        return  # "we" of a record is its team, which the record lists; its topics are read by `about`
    for made in (*_first_person(scene), *_ours(scene)):
        yield made
        yield from alongside(scene, made)


@cache
def _verbs() -> dict[str, _Verb]:
    forms: dict[str, _Verb] = {}
    for entry in entries("work_verbs"):
        sign = entry[0][0] if entry[0][0] in "+-" else ""
        for form, word in zip(_FORMS, entry, strict=True):
            forms.setdefault(word.removeprefix(f"{sign} "), _Verb(form, sign == "+", sign == "-"))
    return forms


@cache
def _acts() -> re.Pattern[str]:
    """Return the pattern of what stands between a subject and its verb's object."""
    words = "|".join(re.escape(word) for word in sorted(_verbs(), key=len, reverse=True))
    # "is involved in" and "is part of" carry their own "is", so that a denial may stand inside.
    words += r"|(?:closely |heavily |deeply )?involved (?:in|with)|(?:a )?part of|busy with"
    return re.compile(
        rf"^{_APPOSITION}(?:,? who)?(?P<aux>(?:[ ]?(?:{_AUXILIARY})(?![\w-]))*),? "
        rf"(?P<verb>{words})(?: (?P<rest>.*))?$"
    )


_TO_PROJECT = re.compile(rf"(?:{_SMALL}){{0,6}}{_QUOTE_MARK}")
_TO_TOPIC = re.compile(
    rf"(?:(?:on|with|in|for|up|a|an|the|our|some)\s)?{_TOPIC_GAP}{_QUOTE_MARK}|"
    rf".{{2,80}} to {_PURPOSE} {_TOPIC_GAP}"
)


@dataclass(frozen=True, slots=True)
class _Act:
    """What a subject does: the verb, the words up to the object, and how far behind the subject it begins."""

    verb: str
    kind: _Verb
    rest: str
    offset: int


def _act(gap: str) -> _Act | None:
    """Return what a gap says that a subject does to an object; an apposition is no part of it."""
    match = _acts().match(gap)
    if match is None:
        return None
    verb = match["verb"]
    known = _verbs().get(verb) or _Verb("ing" if "been" in match["aux"] else "present", False, False)
    return _Act(verb, known, match["rest"] or "", match.start("aux"))


def _named(scene: Scene) -> Iterator[Relation]:
    for people in scene.groups(Label.PERSON):
        for projects in scene.groups(Label.PROJECT):
            first, last = people[0], people[-1]
            if last.end > projects[0].start or scene.has_between(last.end, projects[0].start, Label.PERSON):
                continue
            gap = scene.between(last.end, projects[0].start)
            act, role = _act(gap), _ROLE_IN.match(gap)
            tail = _TAIL.search(gap) if act is None and role is None else None
            if tail is not None:  # "X works for Y and leads Z", "X is a nurse and lead for Z"
                act, role = _act(tail[1]), _ROLE_IN.match(f" is{tail[1]}")
            if role:
                stance = scene.stance(last.end, projects[0].end, "past" if " was" in gap[:10] else "present")
                rule, said = "work: role", tidy(role["role"])
            elif act and not act.kind.practice_only and _TO_PROJECT.fullmatch(act.rest):
                begins = last.end + act.offset
                stance = scene.stance(begins, projects[0].end, act.kind.form, act.kind.begins)
                rule, said = f"work: {act.verb}", ""
            elif _THANKED.fullmatch(gap):
                stance, rule, said = scene.stance(last.end, projects[0].end, "past"), "work: thanked", ""
            else:
                continue
            for person in people if not role else (last,):
                for project in projects:
                    ends = Ends(person, RelType.WORKS_ON, project)
                    yield relate(scene, ends, stance, Reason(rule, 0.9 if first.known else 0.8, said))


def _led_by(scene: Scene) -> Iterator[Relation]:
    for project in scene.of(Label.PROJECT):
        for people in scene.groups(Label.PERSON):
            place = people[0].start
            if project.end > place or any(
                scene.has_between(project.end, place, x) for x in (Label.PROJECT, Label.PERSON)
            ):
                continue
            match = _BY.match(scene.between(project.end, place))
            if match is None:
                continue
            present = re.search(r"\b(?:is|being|are)\b", scene.between(project.end, place))
            form = "present" if present or (match["verb"] == "led" and "was" not in match.group()) else "past"
            stance = scene.stance(project.end, people[-1].end, form)
            for person in people:
                yield relate(
                    scene,
                    Ends(person, RelType.WORKS_ON, project),
                    stance,
                    Reason("work: by", 0.9, _role(match["role"])),
                )


def _role(words: str | None) -> str:
    return tidy(words) if words and is_role(words) else ""


def _can_be_worked_on(target: Span) -> bool:
    """Say whether a span is a project, or a topic that says enough alone: several words, an id, or ours."""
    if target.label is Label.TOPIC:
        return " " in target.name or bool(target.id) or target.rule == "vocabulary"
    return target.label is Label.PROJECT


def _first_person(scene: Scene) -> Iterator[Relation]:
    for match, speaker in scene.speakers():
        for target in scene.spans:
            if not _can_be_worked_on(target) or target.start < match.end():
                continue
            act = _act(scene.between(match.end(), target.start))
            if act is None or scene.has_between(match.end(), target.start, Label.PROJECT):
                continue
            verb, kind, rest = act.verb, act.kind, act.rest
            project = target.label is Label.PROJECT
            fits = (_TO_PROJECT if project else _TO_TOPIC).fullmatch(rest)
            # Everybody uses things; "have been using", "started using" is a change of practice.
            if not fits or (project and kind.practice_only) or verb in ("use", "uses", "used"):
                continue
            stance = scene.stance(match.end() + act.offset, target.end, kind.form, kind.begins)
            if stance.polarity is Polarity.DENIES and not project and EFFECT.match(verb):
                # "We have not reduced falls": there was work on falls, and no effect.
                stance = Stance(Polarity.ASSERTS, stance.modality)
            yield _of_speaker(scene, speaker, target, f"work: {verb}", stance)


def _of_speaker(scene: Scene, speaker: Speaker, target: Span, rule: str, stance: Stance) -> Relation:
    predicate = RelType.WORKS_ON if target.label is Label.PROJECT else RelType.ABOUT
    made = relate(
        scene,
        Ends(speaker.span, predicate, target),
        stance,
        Reason(rule, 0.85 if predicate is RelType.WORKS_ON else 0.75),
    )
    return replace(made, of="main") if speaker.is_main else made


def _ours(scene: Scene) -> Iterator[Relation]:
    """Yield what "our project", "our work on" and "on Steady Steps we" say of the author."""
    for target in scene.spans:
        before, after = scene.between(scene.start, target.start), scene.between(target.end, scene.end)
        if target.label is Label.PROJECT:
            we = re.match(r"[\"”*_)]*(?: project| programme| pilot)?,? (?:we|I) (?P<then>\w+)", after)
            opens = (
                re.search(r"(?:^|[,;:] )(?:[Oo]n|[Ii]n|[Aa]t|[Ww]ith|[Ff]or) (?:the )?$", before)
                if we
                else None
            )
            is_ours = _IS_OURS.match(after)
            if not (_OUR.search(before) or opens or is_ours):
                continue
        elif target.label is Label.TOPIC:
            if not (_OUR_WORK.search(before) or (_OUR.search(before) and _OUR_NOUN.match(after))):
                continue
        else:
            continue
        speaker = scene.speaker_at(target.start)
        if speaker is None:
            continue
        past = re.match(r"[^.;]{0,40}\b(?:was|were|began|started|ended)\b", after) or re.match(
            r"\W*(?:we|I) \w+ed\b", after
        )
        stance = scene.stance(target.start, target.end, "past" if past else "present")
        yield _of_speaker(scene, speaker, target, "work: our", stance)
