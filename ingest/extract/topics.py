"""Finds topics: the community's vocabulary and ours, as prose writes them."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from graph.model import Label
from graph.names import name_key
from ingest.extract.prose import Span
from ingest.extract.reading import Reading, reading_of
from ingest.extract.sentences import flatten
from ingest.extract.vocabulary import entries, word_set
from ingest.lexicon import Entry, Lexicon

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&@-]*[A-Z0-9@]s?$|[A-Z][a-z]?[A-Z]{1,3}$")
# Tags of one word used less often matched mostly other things in 200 posts of two communities.
_USES = 3
# "falls" the verb: "whoever falls", "it falls to us", "one in six falls below".
_FALLS_VERB = re.compile(
    r"(?:\b(?:he|she|it|who|which|that|resident|patient|person|someone|somebody|everybody|everyone|"
    r"anyone|nobody|"
    r"relative|father|mother|rate|rain|night|number|this|responsibility|what|also|often|then|"
    r"always|never|usually) )$",
    re.IGNORECASE,
)
_FALLS_ON = re.compile(
    r" (?:to|below|into|within|under|short|apart|outside|off|down|asleep|behind|back|over|out|flat|"
    r"away|foul|short of)\b"
)
# Words whose other number is another word: "fall" is mostly a verb.
_NO_OTHER_NUMBER = frozenset("falls access sepsis diabetes forecasting ergonomics process lens news".split())


class Topics:
    """A pipeline component: spans by the rules `listed` and `vocabulary`; general words are left out."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._words = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._acronyms = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._entries: dict[str, tuple[Entry, str]] = {}

    def learn(self, lexicon: Lexicon) -> None:
        """Take in the topics of a lexicon, then ours where it has none of that name."""
        listed = {name_key(Label.TOPIC, entry.name): entry for entry in lexicon.of(Label.TOPIC)}
        forms: dict[tuple[bool, str], tuple[Entry, str]] = {}
        # Exact forms first: another entry's plural must not take their place.
        every = [(entry, entry.name, "listed") for entry in listed.values() if _is_in_use(entry)] + _ours(
            listed
        )
        for numbers in (False, True):
            for entry, form, rule in every:
                for shown in _numbers(form) if numbers else [form]:
                    plain = " ".join(flatten(shown, 0, 0).split())
                    acronym = _ACRONYM.fullmatch(plain) is not None
                    if _is_specific(plain, acronym):
                        forms.setdefault((acronym, plain if acronym else plain.lower()), (entry, rule))
        self._fill(forms)

    def _fill(self, forms: dict[tuple[bool, str], tuple[Entry, str]]) -> None:
        for (acronym, form), (entry, rule) in forms.items():
            key = f"Topic/{len(self._entries)}"
            self._entries[key] = (entry, rule)
            (self._acronyms if acronym else self._words).add(key, [self._nlp.make_doc(form)])

    def __call__(self, doc: Doc) -> Doc:
        """Add a span for each topic named."""
        reading = reading_of(doc)
        for matcher in (self._words, self._acronyms):
            for match, start, end in matcher(doc):
                entry, rule = self._entries[str(doc.vocab.strings[match])]
                words = doc[start:end]
                if _is_noun(reading, words.text.lower(), words.start_char, words.end_char):
                    sure = 0.95 if rule == "listed" else 0.85
                    reading.spans.append(
                        Span(Label.TOPIC, words.start_char, words.end_char, entry.name, rule, entry.id, sure)
                    )
        return doc


@Language.factory("topics")
def _component(nlp: Language, name: str) -> Topics:  # noqa: ARG001 - spaCy gives both
    return Topics(nlp)


def _is_in_use(entry: Entry) -> bool:
    """Say whether a topic is a term of this community: listed with an id, of several words, or often a tag.

    A tag of one word that was given once or twice ("Virtual", "models") is a word like any other in prose.
    """
    return bool(entry.id) or " " in entry.name.strip() or entry.uses >= _USES


def _ours(listed: dict[str, Entry]) -> list[tuple[Entry, str, str]]:
    """Return our vocabulary; an entry that shares a form with the lexicon takes the lexicon's name and id."""
    found = []
    for forms in entries("topics"):
        shared = next((listed[key] for form in forms if (key := name_key(Label.TOPIC, form)) in listed), None)
        entry = shared or Entry(Label.TOPIC, forms[0])
        found += [(entry, form, "listed" if shared else "vocabulary") for form in forms]
    return found


def _numbers(form: str) -> list[str]:
    """Return a form in its other number: "care homes" and "care home"."""
    head, _, last = form.rpartition(" ")
    start = f"{head} " if head else ""
    if _ACRONYM.fullmatch(last):
        return [f"{form}s"] if not last.endswith("s") and not head else []
    low = last.lower()
    if low in _NO_OTHER_NUMBER or len(low) < 4 or low.endswith(("ss", "is", "us", "ing", "ics")):
        return []
    if low.endswith("ies"):
        return [f"{start}{last[:-3]}y"]
    if low.endswith("s"):
        return [f"{start}{last[:-1]}"]
    if low.endswith("y") and low[-2] not in "aeiou":
        return [f"{start}{last[:-1]}ies"]
    return [f"{start}{last}s"]


def _is_specific(form: str, acronym: bool) -> bool:
    return len(form) > 1 and (acronym or len(form) > 3) and form.lower() not in word_set("not_topics")


_NAME_BEFORE = re.compile(r"[\w,] [A-Z][\w-]+ $")
_NAME_AFTER = re.compile(r" (?!(?:I|We|NHS|UK)\b)[A-Z][a-z]")


def _in_a_name(reading: Reading, start: int, end: int) -> bool:
    """Say whether the words are part of a longer name ("the Data Linkage Hub"); titles have capitals."""
    flat = reading.flat
    if not flat[start].isupper() or reading.in_title(start):
        return False
    before = _NAME_BEFORE.search(flat, max(0, start - 30), start) is not None
    return before or _NAME_AFTER.match(flat, end) is not None


def _is_noun(reading: Reading, words: str, start: int, end: int) -> bool:
    """Say whether "falls" is the noun here, and the words are no part of a hyphenated one."""
    flat = reading.flat
    if flat[end : end + 1] == "-" or flat[max(0, start - 1) : start] in ("-", "#", "@", "/"):
        return False
    if _in_a_name(reading, start, end):
        return False
    if words != "falls":
        return True
    return _FALLS_VERB.search(flat[max(0, start - 16) : start]) is None and _FALLS_ON.match(flat, end) is None
