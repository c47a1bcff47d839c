"""The words of a text that say what it is about: folded, without function words, plurals as singulars."""

from __future__ import annotations

from collections.abc import Iterable

from graph.names import words

# Function words of English, and what is left of "don't" and "we've" without the apostrophe; no word of a topic.
_FUNCTION = frozenset(
    """
    a about above after again against all also although am among an and another any anyone anything are aren as at be
    because been before being below between both but by can cannot cant could couldnt did didnt do does doesnt doing
    done dont down during each either else enough even ever every everyone everything few for from further get gets
    getting go goes going got had has hasnt have havent having he hed her here hers herself him himself his how however
    i id if ill im in instead into is isnt it its itself ive just let like lot made make makes making many may maybe me
    might more most much must my myself near neither never no none nor not nothing now of off often ok on once one ones
    only onto or other others our ours ourselves out over own per perhaps put quite rather really s same say see seem
    seems several shall she should shouldnt since so some somebody someone something still such t than that thats the
    their theirs them themselves then there therefore these they theyre thing things this those though through thus to
    together too toward towards under unless until up upon us use used uses using very via was wasnt way we well went
    were werent weve what whatever when where whether which while who whom whose why will with within without wont
    would wouldnt yet you youd your yours yourself yourselves
    """.split()
)


def terms(text: str) -> list[str]:
    """Return the terms of a text, in its order and as often as it has them."""
    return [term for word in words(text) if (term := term_of(word))]


def term_of(word: str) -> str:
    """Return the term of a folded word, or '' for a function word or a single letter."""
    if word in _FUNCTION or (len(word) == 1 and not word.isdigit()):
        return ""
    return singular(word)


def known(asked: Iterable[str], vocabulary: dict[str, int]) -> dict[int, float]:
    """Return the numbers of the terms that a vocabulary has, each with how often it was asked for."""
    found: dict[int, float] = {}
    for term in asked:
        if term in vocabulary:
            number = vocabulary[term]
            found[number] = found.get(number, 0.0) + 1.0
    return found


def singular(word: str) -> str:
    """Return a word without its plural ending: the S-stemmer (Harman 1991, "How effective is suffixing?", JASIS 42)."""
    if len(word) > 3 and word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "us":
        return word[:-1]
    return word
