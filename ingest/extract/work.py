"""Who works on what: named people on projects, and the author on projects or on work that has no name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label, Polarity, RelType
from ingest.extract.about import denies_effect_alone
from ingest.extract.acts import (
    PURPOSE,
    QUOTE_MARK,
    SMALL,
    TOPIC_GAP,
    act_in,
    is_ill_with,
    is_only_where,
    is_workable,
    reaches_project,
    reaches_topic,
)
from ingest.extract.projects import NOUN
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, Speaker, relate
from ingest.extract.stance import Stance
from ingest.extract.team import alongside, and_me, listed_team

_ROLE_IN = re.compile(
    rf"^(?:,| \(|,? who (?:is|was|are|were)| is| was| as| has been|"
    rf"(?:,? who)? (?:has|have|had|was|were) been appointed(?: as)?|"
    rf"(?:,? who)? (?:was|were) appointed(?: as)?)(?: [\w']+n't| not| never|"
    rf" no longer)? ?{DETERMINERS}(?P<role>(?:[\w&'/-]+ ){{0,4}}?(?:leads?|leaders?|"
    rf"managers?|coordinator|co-ordinator|chair|sponsor|analyst|evaluator|director|member|adviser|"
    rf"advisor|facilitator|coach|"
    rf"partner|supporter|researcher|founder|co-founder|link|head|officer|nurse|administrator|"
    rf"investigator|volunteer))"
    rf" (?:of|for|on|in|to|with|behind) (?:{SMALL}){{0,3}}{QUOTE_MARK}$"
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
    rf"\b[Oo]ur (?:own |new |local |{QUOTE_MARK})?$|\b[Oo]ur (?:project|programme|"
    rf"pilot),? (?:called |named )?{QUOTE_MARK}$"
)
_OUR_WORK = re.compile(
    rf"\b(?:[Oo]ur|[Mm]y) (?:own |recent |current |latest |first |small )?(?:improvement )?(?:work|"
    rf"project|pilot|programme|trial|tests?|tests of change|efforts?) "
    rf"(?:on|with|around|about|is about|focus(?:es|ed)? on|looks at|(?:aims |is |was |"
    rf"aimed )?to {PURPOSE}) {TOPIC_GAP}$"
)
# "My main work is learning from deaths", "our ward's bit is the deteriorating patient".
_OUR_FOCUS = re.compile(
    r"\b(?:[Mm]y|[Oo]ur)(?: [\w-]+'s)? (?:(?:main|current|own|first|next|big|other|whole) )?"
    r"(?:work|focus|job|area|priority|part|bit|aim|interest|project|pilot|theme|topic|speciality|specialism) "
    r"(?:is|was|has been|covers|includes|remains)(?: on| about| in| with)? (?:the |our |to \w+ )?$"
)
_IS_OURS = re.compile(r"[\"”*_)]* (?:is|was) our (?:\w+ ){0,2}(?:project|programme|pilot)\b")
_YEARS_OF_WORK = re.compile(
    r"\b(?:years|months) of (?:my |our |hard )?(?:work|working) (?:on|in|with) (?:the )?$"
)
_OUR_NOUN = re.compile(
    r"^ (?:project|pilot|work|programme|trial|collaborative|initiative|clinic|service|group|network|choir|course|audit|"
    r"campaign|training|bundle|dashboard|toolkit|review)\b"
)
# "The Clear Heads programme, which I started there".
_WHICH_WE = re.compile(
    rf"^[\"”*_]*(?: {NOUN})?,? (?:which|that) (?:we|I)(?P<gap>(?:'ve|'d| [\w']+)(?: \w+){{0,4}})"
)


_SO_FAR = re.compile(r"\b(?:have|has)\b|'ve\b")
_I_AM = re.compile(
    r"^(?:'m| am| was| have been|'ve been|'d been| had been| used to be| act as| acted as| work as| worked as|m)(?= )"
)
_WITH_ME = re.compile(rf"^[\"”*_]*(?: {NOUN})? (?:together |along(?:side)? )?with (?:me|us)(?![\w'-])")
_WITH = re.compile(r"\bwith (?:Dr |Professor )?$")
_AS_ROLE = re.compile(rf"^ as {DETERMINERS}(?P<role>[\w -]{{3,40}}?)(?=[.,;)]|$| and\b)")
# The second of two things that are said of one person; a new subject between them would be another's.
_TAIL = re.compile(
    r"^(?:,| is | was | works | has )[^;:.!?]{2,120}? and((?: also)? (?!I\b|we\b|he\b|she\b|they\b).*)$"
)
_THANKED = re.compile(
    r" for (?:their|his|her|all (?:their|his|her)) (?:[\w-]+ ){0,3}?(?:years?|work|help|time) (?:on|with) (?:the )?"
)


def work(scene: Scene) -> Iterator[Relation]:
    """Yield who works on which project, and what the author's own work is about."""
    projects = scene.of(Label.PROJECT)
    if projects:
        yield from _named(scene)
        yield from _with_me(scene)
        yield from _led_by(scene)
        yield from _with_role(scene)
    yield from listed_team(scene)
    if scene.reading.context.main is Label.PROJECT:
        return  # "we" of a record is its team, which the record lists; its topics are read by `about`
    for made in (*_first_person(scene), *_in_a_role(scene), *_ours(scene)):
        yield made
        yield from alongside(scene, made)


def _named(scene: Scene) -> Iterator[Relation]:
    for people in scene.groups(Label.PERSON):
        for projects in scene.groups(Label.PROJECT):
            first, last = people[0], people[-1]
            if last.end > projects[0].start or scene.has_between(last.end, projects[0].start, Label.PERSON):
                continue
            gap = scene.between(last.end, projects[0].start)
            act, role = act_in(gap), _ROLE_IN.match(gap)
            tail = _TAIL.search(gap) if act is None and role is None else None
            if tail is not None:  # "X works for Y and leads Z", "X is a nurse and lead for Z"
                act, role = act_in(tail[1]), _ROLE_IN.match(f" is{tail[1]}")
            if role:
                stance = scene.stance(last.end, projects[0].end, "past" if " was" in gap[:10] else "present")
                rule, said = "work: role", tidy(role["role"])
            elif act and not act.kind.practice_only and reaches_project(act):
                begins = last.end + act.offset
                stance = scene.stance(begins, projects[0].end, act.kind.form, act.kind.begins)
                rule, said = f"work: {act.verb}", ""
            elif _THANKED.fullmatch(gap):
                stance, rule, said = scene.stance(last.end, projects[0].end, "past"), "work: thanked", ""
            else:
                continue
            several = role is not None and role["role"].endswith("s")
            for person in people if role is None or several else (last,):
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
            speaker = and_me(scene, people[-1].end)
            if speaker is not None:
                yield relate(
                    scene, Ends(speaker.span, RelType.WORKS_ON, project), stance, Reason("work: by", 0.9)
                )


def _with_me(scene: Scene) -> Iterator[Relation]:
    """Yield the author's own work of "Asha Rao has worked on Steady Steps with me"."""
    for project in scene.of(Label.PROJECT):
        match = _WITH_ME.match(scene.between(project.end, scene.end))
        speaker = scene.speaker_at(project.end) if match is not None else None
        if speaker is not None and scene.of(Label.PERSON):
            stance = scene.stance(project.start, project.end, "past" if "worked" in scene.text else "present")
            yield _of_speaker(scene, speaker, project, "work: with", stance)


def _with_role(scene: Scene) -> Iterator[Relation]:
    """Yield "..., with Joan Meireles as statistician" of the only project in the sentence."""
    projects = scene.of(Label.PROJECT)
    for person in scene.of(Label.PERSON):
        role = _AS_ROLE.match(scene.between(person.end, scene.end))
        if len(projects) != 1 or role is None or not is_role(role["role"]):
            continue
        if _WITH.search(scene.between(scene.start, person.start)):
            stance = scene.stance(
                person.start, person.end, "past" if re.search(r"\bwas\b", scene.text) else "present"
            )
            reason = Reason("work: role", 0.8, tidy(role["role"]))
            yield relate(scene, Ends(person, RelType.WORKS_ON, projects[0]), stance, reason)


def _role(words: str | None) -> str:
    return tidy(words) if words and is_role(words) else ""


def _in_a_role(scene: Scene) -> Iterator[Relation]:
    """Yield "I am the clinical lead for Steady Steps"."""
    for match, speaker in scene.speakers():
        project = next((one for one in scene.of(Label.PROJECT) if one.start >= match.end()), None)
        gap = scene.between(match.end(), project.start) if project is not None else ""
        being = _I_AM.match(gap)
        role = _ROLE_IN.match(f" is{gap[being.end() :]}") if being is not None else None
        if project is None or being is None or role is None or match.group().lower() != "i":
            continue
        past = re.search(r"\b(?:was|had|used)\b", being.group())
        stance = scene.stance(match.end(), project.end, "past" if past else "present")
        yield replace(_of_speaker(scene, speaker, project, "work: role", stance), role=tidy(role["role"]))


def _first_person(scene: Scene) -> Iterator[Relation]:
    for match, speaker in scene.speakers():
        for target in scene.spans:
            if not is_workable(target) or target.start < match.end():
                continue
            act = act_in(scene.between(match.end(), target.start))
            if act is None or scene.has_between(match.end(), target.start, Label.PROJECT):
                continue
            verb, kind = act.verb, act.kind
            project = target.label is Label.PROJECT
            fits = reaches_project(act) if project else reaches_topic(act)
            if not project and (is_only_where(act.rest, target) or is_ill_with(act, target)):
                continue
            if not fits or (project and kind.practice_only):
                continue
            stance = scene.stance(match.end() + act.offset, target.end, kind.form, kind.begins)
            # Everybody uses things; "have used", "have been using" and "started using" are a change of practice.
            so_far = _SO_FAR.search(scene.between(match.end(), target.start)) is not None
            if verb in ("use", "uses", "used") and stance.polarity is Polarity.ASSERTS and not so_far:
                continue
            after = scene.between(target.end, scene.end)
            if stance.polarity is Polarity.DENIES and not project and denies_effect_alone(verb, after):
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


def _is_what_we_did(after: str) -> bool:
    match = _WHICH_WE.match(after)
    return match is not None and any(act_in(f"{match['gap'][:end]} ") for end in _word_ends(match["gap"]))


def _word_ends(words: str) -> Iterator[int]:
    return (match.end() for match in re.finditer(r"[\w']+", words))


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
            is_ours = _IS_OURS.match(after) or _is_what_we_did(after)
            if not (_OUR.search(before) or opens or is_ours):
                continue
        elif target.label is Label.TOPIC:
            named = _OUR_WORK.search(before) or _OUR_FOCUS.search(before) or _YEARS_OF_WORK.search(before)
            if not (named or (_OUR.search(before) and _OUR_NOUN.match(after))):
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
