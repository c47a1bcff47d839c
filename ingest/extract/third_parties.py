"""Tells who is in a text as a patient, a relative or somebody in a story, and did not ask to be found."""

from __future__ import annotations

import re

_KIN = (
    r"(?:grand|step)?(?:mother|father|son|daughter|child)(?:-in-law)?|mum|mam|mummy|dad|husband|"
    r"wife|brother|sister|"
    r"nephew|niece|uncle|aunt|auntie|gran|granny|nan|nana|grandad|grandma|cousin|partner|fiancée?|"
    r"friend|neighbour|"
    r"baby|boy|girl|twins?|parents?|family|carer"
)
_CARED_FOR = (
    r"patient|resident|client|service user|lady|man|woman|gentleman|boy|girl|mother|mum|father|"
    r"baby|widow(?:er)?|"
    r"pensioner|survivor|carer|daughter|son|wife|husband|someone|somebody|person|child|teenager"
)
_BEFORE = re.compile(
    rf"\b(?:(?i:my|his|her|their|our|your|whose)|\w+'s) (?:[\w-]+ ){{0,2}}(?:{_KIN}),? "
    r"(?:called |named |\()?$"
    rf"|\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Oo]ur|[Mm]y|elderly|old|young|\d+-year-old) "
    rf"(?:[\w-]+ ){{0,2}}(?:{_CARED_FOR})"
    r",? ?(?:called |named |known as |(?:whom? )?(?:we|I)(?: will|'ll| shall)? call |like |such as |\(|is )?$"
    rf"|^(?:[Pp]atient|[Rr]esident) $|\b(?:let's|let us|we will|I will|we'll|I'll) call (?:him|her|"
    rf"them) $|\b(?:Mrs|Miss)\.? $",
)
# What happens to people in care, and what nobody writes of a colleague by full name.
_AFTER = re.compile(
    r"^,? ?(?:who )?(?:(?:was|were|is|had been|has been|has|had) (?:then |recently |just |"
    r"re-?)?(?:admitted|discharged|"
    r"diagnosed|rushed|brought in|widowed|transferred|in (?:hospital|labour|pain|intensive care)|living with|"
    r"taken (?:to|ill)|a (?:patient|resident)(?! (?:partner|safety|experience|representative|"
    r"leader|advocate|and ))|"
    r"\d{1,3}\b|dementia|cancer|a stroke|a fall|told (?:he|she) had|unwell|poorly|frail|dying)"
    r"|died\b|passed away|fell\b|lived alone|lives alone|lost (?:his|her) (?:life|mother|father|baby))"
    rf"|^'s (?:{_KIN}|death|illness|stay|discharge|admission|carers?|care plan|fall)\b"
    rf"|^, (?:aged )?\d{{1,3}}\b|^ \((?:aged )?\d{{1,3}}\)|^, (?:his|her|my|their) (?:{_KIN})\b"
    r"|^, (?:a|the) (?:patient|resident|mother of|father of|mum of|dad of|widow)(?! (?:partner|"
    r"safety|experience|representative|leader|advocate))"
)


def is_third_party(before: str, after: str) -> bool:
    """Say whether the words around a name show a patient, a relative or a person of a story.

    `before` ends where the name begins, `after` begins where it ends; both within the sentence.
    """
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None
