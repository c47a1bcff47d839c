"""Tells who is in a text as a patient, a relative or somebody in a story, and did not ask to be found."""

from __future__ import annotations

import re

# The rule of a span whose name is masked before anything is stored.
THIRD_PARTY = "third party"
_KIN = (
    r"(?:great-)?(?:grand|step|god)?(?:mother|father|son|daughter|child)(?:-in-law)?|(?:sister|brother)-in-law|mum|mam|mummy|dad|husband|"
    r"wife|brother|sister|"
    r"(?:great-)?(?:nephew|niece|uncle|aunt|auntie|gran)|granny|nan|nana|grandad|grandma|cousin|partner|fiancée?|"
    r"friend|neighbour|"
    r"baby|boy|girl|twins?|parents?|family|families|carer|(?:sister|brother|daughter|son|cousin|carer)s"
)
_CARED_FOR = (
    r"patient|resident|client|service user|lady|man|woman|gentleman|boy|girl|mother|mum|father|"
    r"baby|widow(?:er)?|"
    r"twins|couple|sisters|brothers|pensioner|survivor|carer|daughter|son|wife|husband|someone|somebody|person|child|teenager"
)
_PROFESSION = (
    r"(?:nurse|doctor|GP|consultant|surgeon|physician|midwife|pharmacist|psychiatrist|psychologist|physiotherapist|"
    r"anaesthetist|paediatrician|radiologist|paramedic|therapist|manager|director|professor|chief|medical|senior|"
    r"clinical|hospital|health|social|general|community|executive|civil)\b"
)
_BEFORE = re.compile(
    rf"\b(?:(?i:my|his|her|their|our|your|whose)|\w+'s) (?:[\w-]+ ){{0,2}}(?:{_KIN}),? "
    r"(?:called |named |\()?$"
    rf"|\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Oo]ur|[Mm]y|elderly|old|young|\d+-year-old) "
    rf"(?:[\w-]+ ){{0,2}}(?:{_CARED_FOR})"
    r",? ?(?:called |named |known as |(?:whom? )?(?:we|I)(?: will|'ll| shall)? call |like |such as |\(|is )?$"
    r"|^(?:[Pp]atient|[Rr]esident|[Bb]aby):? $|\b(?:[Ss]omeone|[Ss]omebody|[Aa]nyone|people|those) "
    r"(?:like|such as|called|named) $|\b[Oo]ld (?:Mr|Mrs) $|"
    r"\b(?:carers?|family|mother|father|widow(?:er)?|daughters?|sons?|husband|wife|parents|"
    r"death|illness|care|story|loss|funeral) of $|"
    rf"\b(?:[Ll]et's|[Ll]et us|[Ww]e will|I will|[Ww]e'll|I'll) call (?:him|her|"
    rf"them) $|\b(?:Mrs|Miss)\.? $"
    # What a story calls somebody: "Stroke survivor", "Father-of-two", "Four-year-old", "Retired miner".
    r"|\b(?:(?:[Ff]ormer |[Ff]ellow )?(?:[\w-]+ )?(?:[Pp]atient|[Ss]urvivor|[Ss]ufferer)|[Ww]heelchair user|"
    r"(?:[Gg]reat-)?[Gg]rand(?:mother|father|ma|dad)|[Pp]ensioner|[Tt]oddler|[Ss]chool(?:girl|boy)|"
    r"(?:[Ff]ather|[Mm]other|[Mm]um|[Dd]ad|[Gg]randmother|[Gg]randfather)-of-\w+|[\w-]+-(?:year|month|week|day)-old|"
    rf"[Rr]etired (?!{_PROFESSION})\w+) $"
    # What is done for somebody in care, and where they lie.
    r"|\b(?:looked after|car(?:ed|ing) for|nursed|operated on|resuscitated|inquest heard that|[Ii]magine|"
    r"[Nn]ext of kin:?|[Bb]ed \d+ (?:was|is)|[Aa]fter (?:surgery|(?:the|his|her|their) (?:operation|fall|stroke))) $"
    r"|^Little $|\b(?:little|poor|[Pp]atients?|[Ss]ervice users?|"
    r"(?:nurses?|staff|carers?|we|I|they) (?:\w+ )?(?:washed|dressed|fed|bathed|turned|lifted)|"
    r"(?:ambulance|paramedics|crew) (?:took|brought|collected)|[Dd]octors told|[Ss]urgeons told) $"
    r"|\b[Tt]he (?:youngest|eldest|oldest|baby|middle one),? $",
)
# What happens to people in care, and what nobody writes of a colleague by full name.
_AFTER = re.compile(
    r"^,? ?(?:who )?(?:(?:was|were|is|had been|has been|has|had) (?:then |recently |just |"
    r"re-?)?(?:admitted|discharged|"
    r"diagnosed|rushed|brought in|widowed|transferred (?:twice|"
    r"(?:two|three|four|five|six|\d+) times|(?:to|from|between) (?:the |a |another |our )?(?:\w+ )?"
    r"(?:wards?|hospitals?|units?|beds?|bays?|home))|in (?:hospital|labour|pain|intensive care)|living with|"
    r"taken (?:to|ill)|a (?:patient|resident)(?! (?:partner|safety|experience|representative|"
    r"leader|advocate|and ))|"
    r"\d{1,3}\b|dementia|cancer|diabetes|asthma|a stroke|a fall|told (?:he|she) had|unwell|poorly|frail|dying)"
    r"|died\b|passed away|fell\b|lived alone|lives alone|lost (?:his|her) (?:life|mother|father|baby))"
    rf"|^ and (?:his|her|their) (?:{_KIN})\b"
    rf"|^'s (?:{_KIN}|death|illness|stay|discharge|admission|carers?|care plan|fall)\b"
    rf"|^, (?:aged )?\d{{1,3}}\b(?!,? ?[\d(–-])|"
    rf"^,? aged \w+\b|^ \((?:aged )?\d{{1,3}}\)|^, (?:his|her|my|their) (?:{_KIN})\b"
    # What happens to a body.
    r"|^,? (?:who )?(?:(?:had )?(?:underwent|suffered (?:a|an|from)\b|miscarried|collapsed|coughs|coughed)|"
    r"(?:had|has had|needed|needs) (?:\w+ )?(?:hoist|cannulas?|transfusions?|stitches|wheelchair|commode|oxygen|"
    r"heart attack|seizure|miscarriage|stroke|fall|operations?|fracture|amputation|pressure (?:sore|ulcer))\b|"
    r"(?:was|were|is) (?:sectioned|(?:left )?(?:alone )?on (?:a |the )?(?:oxygen|ventilator|drip|trolley|dialysis|"
    r"morphine))|"
    r"had not (?:been (?:weighed|fed|washed|turned|seen|told|moved)|eaten|slept)|"
    r"could not (?:swallow|walk|breathe|stand|feed|speak|get out of bed|reach the bell|find (?:his|her|their))|"
    r"missed (?:\w+ )?appointments|had waited|lay (?:on|in)\b|"
    r"waited (?:\w+ )?(?:hours|days|weeks|months|years) (?:for|on|in)\b|rang the bell|gave birth|stopped "
    r"(?:eating|drinking|breathing)|screamed|wept|cried|(?:had )?(?:taken|took) an overdose|"
    r"kept (?:asking|calling) for|"
    r"what (?:he|she|they) wanted)"
    r"|^, alone\b"
    r"|^'s (?:wheelchair|hoist|(?:case|medical|nursing) notes|bed|drip|hip|tablets|"
    r"medication|medicines|operation|diagnosis|symptoms|pain|"
    r"pressure (?:sore|ulcer)|hearing aids?|glasses|walking frame|mum|dad)\b"
    r"|^, (?:a|the) (?:patient|resident|mother of|father of|mum of|dad of|widow)(?! (?:partner|"
    r"safety|experience|representative|leader|advocate))"
)


_MYSELF = re.compile(r"\b(?:I'm|I am|[Mm]y name is|[Ww]e are) $|I['`]m $")


def is_third_party(before: str, after: str) -> bool:
    """Say whether the words around a name show a patient, a relative or a person of a story.

    `before` ends where the name begins, `after` begins where it ends; both within the sentence.
    """
    if _MYSELF.search(before):
        return False
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None


# Such a word may open a compound ("the patient Experience Team"): a name behind it needs a comma or "called".
_OPENS_A_NAME_OF_A_THING = re.compile(
    r"\b(?:[Pp]atient|[Cc]arer|[Ff]amily|[Cc]hild|[Pp]erson|[Bb]aby|[Pp]arents?) $"
)


def is_named_after_cue(before: str) -> bool:
    """Say whether capitalised words that no list of names has are a third party's name, by what stands before."""
    if _OPENS_A_NAME_OF_A_THING.search(before):
        return re.match(r"^(?:[Pp]atient|[Bb]aby) $", before) is not None
    return _BEFORE.search(before) is not None


def is_named_before_cue(after: str) -> bool:
    """Say whether what stands behind capitalised words is said of people in care alone."""
    return _AFTER.match(after) is not None
