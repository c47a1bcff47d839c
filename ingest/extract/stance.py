"""How a statement is meant: asserted, denied, asked; and whether work is done, under way or only planned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model import Modality, Polarity

_QUOTED_QUESTION = re.compile(r"[\"“][^\"“”]{3,}\?[\"”][)*_ ]*$")
# "no longer" denies the present and tells of the past: the work was stopped, and was real.
_NO_LONGER = re.compile(r"\bno longer\b|\bnot (?:\w+ )?any ?more\b|\bused to\b", re.IGNORECASE)
_ANY_MORE = re.compile(r"[^,;.]{0,30}\bany ?(?:more|longer)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not(?! only| just| yet been told)|never|neither|nor|nobody|no one|cannot|without)\b|n't\b",
    re.IGNORECASE,
)
_ASKED_FIRST = re.compile(
    r"^[\"“'(\s]*(?:(?:so|and|but|also),? )?(?:is|are|was|were|has|have|had|do|does|did|can|could|"
    r"would|will|should|anyone|anybody|"
    r"who|what|when|where|why|how|which)\b",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"\b(?:stopped|abandon(?:ed|ing)|gave (?:it |this |that |them )?up|given up|dropped (?:it|this|"
    r"that|them|the)|discontinued|"
    r"paused|halted|suspended|cancelled|wound (?:it )?(?:up|down)|withdr[ae]wn?|pulled out|"
    r"called (?:it )?off|"
    r"(?:was|were|been) (?:dropped|shelved|scrapped|closed)|ended early|left the (?:project|"
    r"programme|team))\b",
    re.IGNORECASE,
)
# Stopping something else is no stop of the work: "it has stopped falls", "stopped us from".
_STOPPED_OTHER = re.compile(
    r"\bstopped (?:us|them|people|patients|staff|me|being|the (?:falls|harm))\b", re.IGNORECASE
)
# Whoever leaves work has stopped, whatever becomes of it.
_LEFT = re.compile(r"\b(?:left|leave|leaves|leaving|stepp(?:ed|ing) (?:down|back) from)\b", re.IGNORECASE)
_FAILED = re.compile(
    r"\b(?:(?:did|does|has|have|had)(?: not|n't) (?:really )?(?:work|last|stick|succeed|take off|"
    r"survive|worked|lasted)|never (?:really )?"
    r"(?:worked(?! (?:on|with|in|for|at))|started|began|happened|took off|"
    r"got (?:going|started|off the ground))|failed|"
    r"unsuccessful(?:ly)?|without success|"
    r"fell (?:through|flat|apart|over (?:after|within|when|because))|fizzled out|made no difference|came to nothing)\b",
    re.IGNORECASE,
)
# Said is not done: what somebody should, could, hopes or needs to do is a proposal (product.md, 2).
_PROPOSED = re.compile(
    r"\b(?:plan(?:s|ned|ning)? (?:to|on|for)|hop(?:e|es|ed|ing) (?:to|that|for)|should(?! (?:say|"
    r"add|mention|like to thank))|could|can(?! (?:say|report|confirm|now))|would(?! (?:say|add))|might|may|ought to|"
    r"wants? to|wanted to|"
    r"(?:would|'d) (?:like|love) to|needs? to|needed to|propos(?:e|es|ed|ing|al)|suggest(?:s|ed|"
    r"ing)?|recommend(?:s|ed)?|"
    r"consider(?:s|ed|ing)?|think(?:ing)? (?:of|about)|talking (?:about|of)|wish(?:es)? to|"
    r"intend(?:s|ed)? to|aspir\w+ to|keen to|"
    r"ready to|looking to|is missing|are missing|if|unless|whether|imagine|suppose|supposed to|"
    r"meant to|dream of|"
    r"interested in|bid(?:ding)? (?:to|for)|appl(?:ied|ying) (?:to|for)|let's|let us|ask(?:ed|"
    r"ing)? (?:us |me |them )?to|not yet|yet to|"
    r"try(?:ing)? to get|encourag(?:e|ed|ing)|invit(?:e|ed|ing)|please|must)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will(?! continue| still| always| have been)|shall|'ll|going to|about to|due to (?:start|"
    r"begin|launch|join|run|test)|"
    r"from (?:next|January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b[^,]*,? (?:we|I) (?:will|start)|"
    r"(?:are|is|am|'re|'m) (?:starting|launching|joining|beginning)[^.]* (?:next|soon|"
    r"in (?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)))|\bwon't\b",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    r"\b(?:(?:is|are|was) (?:now )?complete|completed|finished|concluded|has ended|ended in|ended last|came to an end|"
    r"came to a close|is over|was over)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:since|still|now|currently|so far|ongoing|at the moment|these days|to date)\b", re.IGNORECASE
)
_PERFECT = re.compile(r"\b(?:has|have|'ve)\b|\w's (?:now |also |already )?been\b", re.IGNORECASE)
_PAST_BE = re.compile(r"\b(?:was|were|had)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stance:
    """Polarity and modality of one statement."""

    polarity: Polarity
    modality: Modality


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement's words: before its subject, from subject to object, after its object; and its verb.

    `form` is "base", "present", "past", "participle" or "ing"; `begins` marks verbs that begin work.
    """

    before: str
    inside: str
    after: str
    sentence: str
    form: str = "present"
    begins: bool = False


def read_stance(clause: Clause) -> Stance:
    """Return how a clause is meant; conditions and wishes are proposals, whatever their verb."""
    polarity = Polarity.ASSERTS
    if is_question(clause.sentence, clause.after) and not _asks_elsewhere(clause):
        polarity = Polarity.QUESTIONS
    elif _is_denied(clause):
        polarity = Polarity.DENIES
    return Stance(polarity, _modality(clause))


def is_question(sentence: str, after: str) -> bool:
    """Say whether the sentence of a statement asks: it ends so, and is no remark before a question."""
    # A question that is quoted or comes after a colon is another clause than the words before it.
    asks = sentence.rstrip("\"”')*_ ").endswith("?")
    asks = asks and re.search(r"[:;\"“]", after.rstrip('"”?')) is None
    return asks and (_ASKED_FIRST.match(sentence) is not None or len(after) < 200)


def _asks_elsewhere(clause: Clause) -> bool:
    """Say whether the sentence ends with a quoted question that begins behind the statement."""
    asked = _QUOTED_QUESTION.search(clause.sentence)
    if asked is None:
        return False
    place = clause.sentence.find(clause.inside)
    return place >= 0 and place + len(clause.inside) <= asked.start() + 1


def _is_denied(clause: Clause) -> bool:
    if (
        _NO_LONGER.search(clause.inside)
        or _ANY_MORE.match(clause.after)
        or re.search(r"\bnever (?:started|began|happened)\b", clause.inside)
    ):
        return False
    denied_before = re.search(
        r"\b(?:not|never|n't|nobody|no one|false|untrue|wrong) (?:\w+ ){0,2}(?:that )?$", clause.before
    )
    return _DENIED.search(clause.inside) is not None or denied_before is not None


def _modality(clause: Clause) -> Modality:
    words = f"{clause.inside}{clause.after}"
    if _FAILED.search(words):
        return Modality.FAILED
    if (
        _NO_LONGER.search(clause.inside)
        or _ANY_MORE.match(clause.after)
        or (_STOPPED.search(words) and not _STOPPED_OTHER.search(words))
        or _LEFT.search(clause.inside)
    ):
        return Modality.STOPPED
    lead = f"{clause.before}{clause.inside}"
    if _PROPOSED.search(lead):
        return Modality.PROPOSED
    if _PLANNED.search(lead):
        return Modality.PLANNED
    if _FINISHED.search(f"{clause.before}{words}"):
        return Modality.DONE
    return _tense(clause)


def _tense(clause: Clause) -> Modality:
    """Return done or doing from the verb's form and what stands before it."""
    inside = clause.inside
    if clause.form == "ing":
        return Modality.DONE if _PAST_BE.search(inside) and not _PERFECT.search(inside) else Modality.DOING
    if clause.form in ("past", "participle"):
        going_on = clause.begins or (
            _PERFECT.search(inside) is not None and _STILL.search(clause.sentence) is not None
        )
        return Modality.DOING if going_on else Modality.DONE
    return Modality.DONE if re.search(r"\b(?:did|was|were)\b", inside) else Modality.DOING


def shorten_to_clause(before: str, after: str) -> tuple[str, str]:
    """Cut the words around a statement at the nearest clause breaks: ";", ":", " - ", ", but", ", which".

    What stopped or failed is often said after "but" or "and", so only a semicolon or a dash ends it.
    """
    cut = max(
        (
            m.end()
            for m in re.finditer(
                r"[;:]\s|\s[-–—]\s|, (?:but|and|so|which|although|though|while) |\b(?:but|because|while) ",
                before,
            )
        ),
        default=0,
    )
    stop = re.search(
        r"[;:]\s|\s[-–—]\s|, (?:which(?! (?:was|were|has been))|although|while|"
        r"where|because|and (?:I|he|she|they|the)) ",
        after,
    )
    return before[cut:], after[: stop.start()] if stop else after
