"""What a subject does to an object: the verbs of work, and the words that may stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.model import Label
from ingest.extract.prose import Span
from ingest.extract.topic_kinds import USUALLY, usual_kind
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
    r"began|stopped|kept|keep|spent \w+ \w+|busy|out there|in \d{4}|last year|"
    r"this year|for (?:two|three|four|five|six|seven|eight|nine|ten|many|several|\d+) (?:years|"
    r"months|weeks)"
)
# Where somebody is from: names, or a team's; any small words here would be another clause's ("of Marlow told us how").
_TEAMS = r"(?:team|department|unit|ward|group|service|board|school|faculty)"
_JOINTS = r"(?:the|our|and|of|for|in|at)"
# Each word can be read in one way only: otherwise "team team team ..." takes seconds.
_FROM_WORD = (
    rf"(?:[A-Z][\w'&.-]*|{_JOINTS}(?![\w-])|&|"
    rf"(?:(?!(?:{_TEAMS}|{_JOINTS})(?![\w-]))[a-z][\w-]+ ){{0,3}}{_TEAMS})"
)
_FROM_WORDS = rf"{_FROM_WORD}(?: {_FROM_WORD}){{0,9}}(?![\w'&.-])"
_APPOSITION = (
    r"(?: and (?:everyone|everybody|all|others|the team) who|"
    rf"(?:,[^,;:.!?]{{2,90}}){{1,3}},|,? \([^)]{{2,80}}\)|,? (?:from|of|at) {_FROM_WORDS})?"
)
SMALL = (
    r"(?:(?:on|in|with|of|for|up|as part of|the|our|a|an|their|his|her|its|this|that|my|local|new|"
    r"small|national|regional|whole|"
    r"called|named|project|programme|pilot|work|team|development|delivery|evaluation|running|"
    r"launch|implementation|rollout|roll-out|"
    r"trust's|hospital's|ward's|first|second|improvement|together|to|and run|and lead)\s)"
)
QUOTE_MARK = r"[\"“*_(]*"
PURPOSE = (
    r"(?:reduce|improve|prevent|cut|tackle|increase|support|address|understand|speed up|avoid|"
    r"eliminate|manage|spread|spot|recognise|halve)"
)
# Two words: "we tested our new safety huddles"; with more, one in three objects was another clause's.
TOPIC_GAP = (
    r"(?:(?!(?:to|for|not|who|that|which|about|and|but|because|if|when|what|how|than|said|with|"
    r"from|in|at|across|within|by|into|after|before|over|they|we|i)\b)[\w'-]+ ){0,3}"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb of `work_verbs`: which form, whether it begins work, whether it takes topics alone."""

    form: str
    begins: bool
    practice_only: bool


def forms_of(base: str) -> tuple[str, ...]:
    """Return the forms of a verb of `work_verbs`, nothing for any other."""
    plain = (tuple(word.lstrip("+- ") for word in entry) for entry in entries("work_verbs"))
    return next((forms for forms in plain if forms[0] == base), ())


@cache
def _verbs() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    for entry in entries("work_verbs"):
        sign = entry[0][0] if entry[0][0] in "+-" else ""
        for form, word in zip(_FORMS, entry, strict=True):
            forms.setdefault(word.removeprefix(f"{sign} "), Verb(form, sign == "+", sign == "-"))
    return forms


# "we are one of nine sites in", "I am a volunteer on".
_ONE_OF = (
    r"(?:one of (?:the |its |\w+ )?(?:[\w-]+ )?|an? (?:[\w-]+ )?)"
    r"(?:sites?|teams?|wards?|hospitals?|trusts?|practices?|partners?|members?|volunteers?|participants?|analysts?|"
    r"leads?|facilitators?|coaches|nurses|researchers?|evaluators?|advisers?|mentors?) (?:in|of|on|for|behind)"
)
# Whoever tells what a piece of work found has had a part in it.
_PRESENTED = (
    r"report(?:ed|s|ing)? on|g(?:ave|ives?) (?:us )?an update on|"
    r"present(?:ed|ing|s)? (?:(?:the|some|our|their|his|her|early|first|final|new) ){0,2}"
    r"(?:results|findings|lessons|data|learning|work) (?:from|of|on)"
)
# "have spent two years on", "has just finished eighteen months of work on".
_TIME_ON = (
    r"(?:spent|spend|spending|put|finished|completed)(?: [\w-]+){1,5}?(?: of work| of working| working)? on"
)


# "I work with the Health Champions on bowel screening".
_WORK_WITH = r"work(?:s|ed|ing)? with [^,;:.]{2,60}? on"


@cache
def _acts() -> re.Pattern[str]:
    """Return the pattern of what stands between a subject and its verb's object."""
    # First, because "finished" alone would take the rest for its object.
    words = f"{_TIME_ON}|{_WORK_WITH}|" + "|".join(
        re.escape(word) for word in sorted(_verbs(), key=len, reverse=True)
    )
    # "is involved in" and "is part of" carry their own "is", so that a denial may stand inside.
    words += rf"|(?:closely |heavily |deeply )?involved (?:in|with)|(?:a )?part of|busy with|{_ONE_OF}|{_PRESENTED}"
    return re.compile(
        rf"^{_APPOSITION}(?:,? who)?(?P<aux>(?:[ ]?(?:{_AUXILIARY})(?![\w-]))*),? "
        rf"(?P<verb>{words})(?: (?P<rest>.*))?$"
    )


# "founded the community-driven, open source Data Hazards project": a project may be described before it is named.
_DESCRIBED = (
    r"(?:the|a|an|our|this|their|its) (?:(?!(?:of|on|in|at|to|for|with|from|by|and|or|but|who|that|which|than|"
    r"about)\b)[a-z][\w'-]*,? ){1,5}"
)
_TO_PROJECT = re.compile(rf"(?:(?:{SMALL}){{0,6}}|{_DESCRIBED}){QUOTE_MARK}")
# What is made or held for a topic is work on it: "built a dashboard for sepsis", "ran a course in quality improvement".
_PRODUCT = (
    r"(?:dashboard|tool|toolkit|model|app|application|package|system|pathway|protocol|checklist|guide|guideline|"
    r"guidance|service|clinic|programme|program|project|pilot|trial|study|course|training|workshop|resource|website|"
    r"platform|database|registry|register|audit|survey|review|evaluation|framework|strategy|policy|report|analysis|"
    r"intervention|approach|method|process|network|community|group|campaign|scheme|initiative|template|tracker|"
    r"simulation|algorithm|pipeline|work|research|series|bundle|test|session|event|collaborative|methodology|"
    r"measure|indicator|plan|proposal|script|function|visualisation|chart|team|analyse)(?:e?s)?"
)
_MADE_FOR = (
    rf"(?:(?:[\w'-]+ ){{0,3}}?(?:course|training|workshop|session|programme|module)s? in )|"
    rf"(?:(?:a|an|the|our|some|several|many|two|three|four|five|\d+|another|this|new) )?(?:[\w'-]+,? ){{0,3}}?"
    rf"{_PRODUCT} (?:for|of|on|around|about|to {PURPOSE}|looking at|focus(?:ed|ing) on) (?:the |our )?(?:[\w'-]+ )?"
)
# What is bettered is named last: "reduced the time to antibiotics in sepsis".
_BETTERED = (
    r"(?:the )?(?:[\w'-]+ ){0,3}?(?:of|to|for|in|on|from|between|with) (?:the |our )?(?:[\w'-]+ ){0,2}"
)
_BETTERS = re.compile(r"(?:support|help|reduc|improv|increas|cut|halv|shorten|prevent|tackl)")
_TO_BETTERED = re.compile(_BETTERED)
_TO_TOPIC = re.compile(
    rf"{_MADE_FOR}|"
    rf"(?:(?:on|with|in|for|up|a|an|the|our|some)\s)?{TOPIC_GAP}{QUOTE_MARK}|"
    rf".{{2,80}} to {PURPOSE} {TOPIC_GAP}"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a subject does: the verb, the words up to the object, and how far behind the subject it begins."""

    verb: str
    kind: Verb
    rest: str
    offset: int


def act_in(gap: str) -> Act | None:
    """Return what a gap says that a subject does to an object; an apposition is no part of it."""
    match = _acts().match(gap)
    if match is None:
        return None
    verb = match["verb"]
    known = _verbs().get(verb)
    if known is None and re.fullmatch(rf"{_TIME_ON}|{_PRESENTED}", verb):
        known = Verb(
            "past"
            if verb.startswith(("spent", "presented", "reported", "gave", "finished", "completed", "put"))
            else "present",
            False,
            False,
        )
    if known is None and re.fullmatch(_WORK_WITH, verb):
        known = Verb("past" if verb.startswith("worked") else "present", False, False)
    if known is None:
        known = Verb("ing" if "been" in match["aux"] else "present", False, False)
    return Act(verb, known, match["rest"] or "", match.start("aux"))


# A setting behind these is where work is done, not what it is about.
_WHERE = re.compile(r"\b(?:in|at|across|for|within|into) (?:the |our |all |\w+ )?(?:[\w-]+ )?[\"“*_]*$")


# Having an illness is no work: "developed sepsis", "manages her diabetes".
_ILL = ("develop", "manage", "look after", "start", "begin", "stop", "finish", "head", "leave", "create")
# Nobody does this but at work.
_AT_WORK = (
    "lead",
    "co-lead",
    "run",
    "coordinate",
    "chair",
    "design",
    "founded",
    "co-found",
    "set up",
    "research",
)
_TEAM_AFTER = re.compile(
    r"^ (?:[a-z-]+ )?(?:team|service|ward|programme|project|network|group|unit|clinic|pathway|collaborative|work)s?\b"
)
_OWN = re.compile(r"(?:(?:a|an|the|her|his|their|my|our|own|severe|mild|type [12]) ?)*")


def is_ill_with(act: Act, topic: Span) -> bool:
    """Say whether words tell of somebody's own illness, not of work on it: the verb and nothing else before it."""
    having = any(act.verb in forms_of(base) for base in _ILL)
    return having and usual_kind(topic.name) != f"{USUALLY} method" and _OWN.fullmatch(act.rest) is not None


def makes_something(act: Act, after: str) -> bool:
    """Say whether an act is at work beyond doubt: it leads or founds, or what it is done to is a product or a team."""
    if any(act.verb in forms_of(base) for base in _AT_WORK):
        return True
    return re.search(rf"\b{_PRODUCT}\b", act.rest) is not None or _TEAM_AFTER.match(after) is not None


def is_only_where(words: str, topic: Span) -> bool:
    """Say whether a topic behind some words is the setting of work on something else ("a chart in two care homes")."""
    return usual_kind(topic.name) == f"{USUALLY} setting" and _WHERE.search(words) is not None


def reaches_topic(act: Act) -> bool:
    """Say whether the words behind a verb lead to a topic as its object."""
    bettered = _BETTERS.match(act.verb) is not None and _TO_BETTERED.fullmatch(act.rest) is not None
    return bettered or _TO_TOPIC.fullmatch(act.rest) is not None


def reaches_project(act: Act) -> bool:
    """Say whether the words behind a verb lead to a project as its object."""
    return _TO_PROJECT.fullmatch(act.rest) is not None


def is_workable(target: Span) -> bool:
    """Say whether a span is a project, or a topic that says enough alone: several words, an id, or ours."""
    if target.label is Label.TOPIC:
        return " " in target.name or bool(target.id) or target.rule == "vocabulary"
    return target.label is Label.PROJECT
