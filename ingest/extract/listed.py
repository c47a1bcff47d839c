"""Finds the community's own people, organisations and projects by the names its lists give them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graph.model import Label
from graph.names import fold
from ingest.extract.people import is_body
from ingest.extract.prose import Span
from ingest.extract.reading import reading_of
from ingest.extract.sentences import flatten
from ingest.extract.vocabulary import entries
from ingest.lexicon import Entry, Lexicon

# What prose leaves off a hospital's name ("Northmere Teaching Hospitals" for "... NHS Foundation Trust").
_LEGAL_ENDING = re.compile(r"(?: University)?(?: NHS)?(?: Foundation)? Trust$| Limited$| Ltd\.?$| CIC$| plc$")
# Capitals that are common nouns or methods in health prose, whatever an organisation is called.
_NO_ACRONYM = frozenset("AI IT HR UK US EU GP ED QI ICU A&E AND FOR ALL NEW PHD MSC CEO".split())
_LABELS = (Label.PERSON, Label.ORGANISATION, Label.PROJECT)


class ListedNames:
    """A pipeline component: spans by the rule `listed`, whose capitals are those of the list."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._entries: dict[str, tuple[Entry, str]] = {}

    def learn(self, lexicon: Lexicon) -> None:
        """Take in the names of a lexicon and the national bodies."""
        forms = [*_listed(lexicon), *_national()]
        patterns: dict[str, list[Doc]] = {}
        keys: dict[tuple[Label, str], str] = {}
        for entry, form in forms:
            plain = flatten(form, 0, 0).strip()
            if (entry.label, plain) in keys or not plain:
                continue
            key = f"{entry.label}/{len(keys)}"
            keys[entry.label, plain] = key
            self._entries[key] = (entry, plain)
            spellings = {plain, _unaccented(plain)} if entry.label is Label.PERSON else {plain}
            patterns[key] = [self._nlp.make_doc(spelling) for spelling in sorted(spellings)]
        for key, docs in patterns.items():
            self._any_case.add(key, docs)

    def __call__(self, doc: Doc) -> Doc:
        """Add a span for each listed name."""
        reading = reading_of(doc)
        for match, start, end in self._any_case(doc):
            entry, form = self._entries[_string(doc.vocab, match)]
            words = doc[start:end]
            if _fits(entry.label, form, words.text) and not _single_at_start(
                form, words.start_char, reading.flat
            ):
                at, to = words.start_char, words.end_char
                reading.spans.append(Span(entry.label, at, to, entry.name, "listed", entry.id))
        return doc


def _string(vocab: Vocab, key: int) -> str:
    return str(vocab.strings[key])


@Language.factory("listed_names")
def _component(nlp: Language, name: str) -> ListedNames:  # noqa: ARG001 - spaCy gives both
    return ListedNames(nlp)


def _listed(lexicon: Lexicon) -> Iterator[tuple[Entry, str]]:
    """Yield each listed name, then short forms that stand for one organisation only."""
    every = ((entry, entry.name) for label in _LABELS for entry in lexicon.of(label))
    yield from (
        (entry, name) for entry, name in every if entry.label is not Label.PERSON or not is_body(name)
    )
    short = [(entry, _LEGAL_ENDING.sub("", entry.name)) for entry in lexicon.of(Label.ORGANISATION)]
    count = Counter(form for _, form in short)
    for entry, form in short:
        if form != entry.name and count[form] == 1 and " " in form:
            yield entry, form


def _national() -> Iterator[tuple[Entry, str]]:
    for forms in entries("national_organisations"):
        for form in forms:
            yield Entry(Label.ORGANISATION, forms[0].removeprefix("The ")), form


def _unaccented(name: str) -> str:
    return " ".join(fold(word).capitalize() for word in name.split())


def _fits(label: Label, listed: str, found: str) -> bool:
    """Say whether the words have the list's capitals; short forms and acronyms need every letter's case."""
    if label is Label.ORGANISATION and " " not in listed:
        return len(listed) > 1 and listed not in _NO_ACRONYM and listed == found
    pairs = zip(listed.split(), found.split(), strict=False)
    return all(there[0].isupper() or not here[0].isupper() for here, there in pairs) and any(
        char.isupper() for char in found
    )


def _single_at_start(form: str, start: int, flat: str) -> bool:
    """Say whether a single ordinary word opens a sentence, where its capital proves nothing ("Mind ...")."""
    if " " in form or not form[1:].islower():
        return False
    before = flat[:start].rstrip(' "“(*_')[-1:]
    mid_sentence = re.search(rf"[a-z,] {re.escape(form)}\b", flat)
    return before in ("", ".", "!", "?", "\n", ":") and mid_sentence is None
