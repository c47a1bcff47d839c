"""What a role looks like in prose: "ward manager", "Director of Nursing", "the QI lead for surgery"."""

from __future__ import annotations

import re
from functools import cache

from ingest.extract.vocabulary import entries

DETERMINERS = r"(?:(?:the|a|an|our|my|their|its|his|her|your|then|now|also|currently|former|retired)\s)*"
# Words that end the run of words before a role: a role is a noun group, and these are not in one.
_NOT_IN_ROLE = (
    r"(?!(?:who|which|that|and|but|is|was|were|are|has|have|had|at|from|with|by|as|to|in|on|of|for|"
    r"said|when|if|the|a|an|our|my|their|whose|led|leads)\s)"
)
# Before a name nothing ends a role on its left ("we asked ward manager Nkechi"), so only these may open it.
_MODIFIERS = (
    "ward senior junior lead clinical deputy chief medical nursing improvement quality QI data patient "
    "safety project programme care community charge staff specialist advanced general principal research "
    "public health information executive associate assistant digital pharmacy viability tissue consultant "
    "practice service operations operational volunteer mental social falls discharge flow theatre "
    "infection maternity hospital network booking managing regional national head student nurse "
    "non-executive"
).split()


# Professions are made by their endings ("orthogeriatrician", "microbiologist"); short ones are other words.
_PROFESSION = r"\w{3,}(?:ologist|iatrist|iatrician|therapist|ographer|etist)"


@cache
def role_pattern() -> str:
    """Return a pattern for a role: up to five words, a noun of `roles`, and what it is a role of or for."""
    nouns = "|".join(re.escape(form) for (form, *_) in sorted(entries("roles"), key=lambda e: -len(e[0])))
    tail = (
        r"(?: (?:of|for|in) (?!(?:the )?(?:[A-Z][\w'-]+ )*(?:NHS|University|Hospital|Trust)\b)(?:the )?"
        r"[\w'&-]+(?:(?:,? and| &|,)? (?!(?:at|in|from|with|who|is|was|has|for|on|of|and|to|said|by|as|"
        r"the|a|whose|talking|working|discussing|presenting|using)\b)[\w'&-]+){0,4})?"
    )
    anycase = f"(?i:{nouns}|{_PROFESSION})"
    # "Principal Data Scientist": a noun of the list may also open a longer role.
    more = rf"(?:(?: {_NOT_IN_ROLE}[\w&'/-]+){{0,3}}? {anycase})*"
    return rf"(?:{_NOT_IN_ROLE}[\w&'/+-]+ ){{0,5}}?{anycase}{more}(?![\w'-]){tail}"


@cache
def role_after() -> re.Pattern[str]:
    """Return the pattern of a role that follows a name: ", ward manager", " is the QI lead", " (analyst)"."""
    opens = r"(?:,? who (?:is|was) |, | \(| (?:-|–|—) | is | was |,? (?:currently|now) )"
    return re.compile(rf"{opens}{DETERMINERS}(?P<role>{role_pattern()})")


@cache
def role_before() -> re.Pattern[str]:
    """Return the pattern of a role that comes right before a name: "ward manager", "our director,"."""
    nouns = "|".join(re.escape(form) for (form, *_) in sorted(entries("roles"), key=lambda e: -len(e[0])))
    modifiers = "|".join(_MODIFIERS)
    return re.compile(
        rf"(?<![\w'-])(?P<role>(?:(?i:{modifiers}) )*(?i:{nouns})(?: (?i:{nouns}))*"
        rf"(?: of (?!the )[\w-]+(?: and [\w-]+)?)?),? $"
    )


@cache
def _any_role() -> re.Pattern[str]:
    return re.compile(role_pattern())


def is_role(words: str) -> bool:
    """Say whether words hold a role, and are no longer than roles are."""
    return _any_role().search(words) is not None and words.count(",") <= 2


def tidy(role: str) -> str:
    """Return a role without determiners and in one line."""
    return re.sub(rf"^{DETERMINERS}", "", " ".join(role.split())).strip(" ,")
