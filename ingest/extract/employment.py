"""What an affiliation is made of: roles and units in its words, its time and how it is meant."""

from __future__ import annotations

import re

from graph.model import Modality, Polarity, RelType
from ingest.extract.prose import Relation, Span
from ingest.extract.roles import DETERMINERS, is_role, tidy
from ingest.extract.scene import Ends, Reason, Scene, relate
from ingest.extract.stance import Stance

# What somebody is in charge of at work, by its last word.
TEAM_NOUN = (
    r"(?:\b(?:team|ward|unit|service|department|clinic|group|programme|project|scheme|pharmacy|network|work|"
    r"practice))s?"
)
UNIT = (
    r"(?:(?:the|our) )?(?P<unit>(?:[\w&'-]+ ){0,4}(?:team|department|unit|group|service|division|"
    r"directorate|faculty|school|ward|academy|office|centre|hub|lab|college|library|programme|board))"
)
_AS = re.compile(rf"^(?: \([^)]+\))?[^.;,]{{0,30}}? as {DETERMINERS}(?P<role>[^,.;:()]{{3,60}})")
# No verb and no second person may stand between a name and its body: "X, who met the manager of Y".
NO_VERB = (
    r"(?!.*\b(?:who|whose|said|says|told|has|have|had|were|are|and (?:I|we|he|she|they)|that|when|"
    r"where|which|with (?:him|her|me)|love|loves|led|"
    r"into|before|after|asked|given|invited|offered|able|grateful|delighted|proud|pleased|happy|"
    r"lucky|interested|excited|part of|one of|to)\b)"
)
_FORMER = re.compile(r"\b(?:former|formerly|ex-|previously|used to|retired|then at)\b", re.IGNORECASE)


def as_role(after: str) -> str:
    """Return the role of " as a matron" behind an organisation, '' where there is none."""
    match = _AS.match(after)
    return match["role"] if match and is_role(match["role"]) else ""


def affiliated(scene: Scene, ends: Ends, rule: str, role: str, words: str) -> Relation:
    """Return an affiliation; its time is that of the verb, its role without "former"."""
    place = ends.object.start if ends.object else scene.end
    start = ends.subject.end if ends.subject else place - len(words)
    polarity = scene.stance(start, place).polarity
    if polarity is Polarity.QUESTIONS and words.startswith(","):
        polarity = Polarity.ASSERTS  # "did X, director of Y, come?" does not ask who X is
    modality = Modality.NONE
    if _FORMER.search(words):
        modality = Modality.STOPPED
    elif re.match(r"(?:,? who)? (?:was|worked|had)\b|.*\b(?:worked|was based|spent)\b", words):
        modality = Modality.DONE
    confidence = 0.75 if rule in ("at", "brackets", "in charge at", "beside", "did at") else 0.9
    return relate(
        scene, ends, Stance(polarity, modality), Reason(f"affiliation: {rule}", confidence, _short_role(role))
    )


def ends_of(person: Span | None, body: Span) -> Ends:
    """Return the ends of an affiliation; None is whoever speaks."""
    return Ends(person, RelType.AFFILIATED_WITH, body)


def _short_role(role: str) -> str:
    """Return the role without a clause before it and without "former"."""
    words = _FORMER.sub("", tidy(role))
    return re.sub(r"[\s,–—-]+(?:working|based)?[\s–—-]*$", "", words).strip(" ,")
