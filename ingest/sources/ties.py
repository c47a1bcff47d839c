"""Declared ties (edge lists, Kumu, sumApp): a document for each person, project and organisation that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.model import DocumentKind, Label, RelType
from graph.names import is_full_name, name_key, words
from ingest.community import SourceConfig
from ingest.document import Draft, Named, Skip, Statement
from ingest.sources.files import BrokenError, place_of
from ingest.sources.people import is_body, writer
from ingest.sources.register import read_register
from ingest.sources.tie_lists import Connection, Element, read_ties

_KINDS = {
    Label.PERSON: DocumentKind.PROFILE,
    Label.PROJECT: DocumentKind.PROJECT,
    Label.ORGANISATION: DocumentKind.ORGANISATION,
    Label.TOPIC: DocumentKind.TOPIC,
}
_LABELS = {
    Label.PERSON: (
        "person people member individual participant user contact fellow staff clinician nurse doctor manager "
        "researcher analyst leader gp"
    ),
    Label.PROJECT: "project initiative programme program intervention",
    Label.ORGANISATION: "organisation organization org company trust institution charity team group network body",
    Label.TOPIC: "topic theme issue interest tag subject skill expertise method",
}
_BY_WORD = {word: label for label, listed in _LABELS.items() for word in listed.split()}
# What a spreadsheet calls somebody by a number; nobody can be named by it.
_AN_ID = re.compile(r"[A-Za-z]{0,4}[-_ ]?\d+")
_HEARD = frozenset({"heard", "aware", "heard of"})
_FUNDS = frozenset("fund funds funded funder funding sponsor sponsors grant".split())
_RUNS = frozenset("run runs lead leads host hosts owns manages delivers".split())
_PARTS = frozenset({"part of", "belongs to", "member of", "subsidiary of", "department of", "within"})
# (end, end) -> what the first is to the second; the other way round is looked up turned.
_BETWEEN = {
    (Label.PERSON, Label.PERSON): RelType.KNOWS,
    (Label.PERSON, Label.PROJECT): RelType.WORKS_ON,
    (Label.PERSON, Label.ORGANISATION): RelType.AFFILIATED_WITH,
    (Label.PERSON, Label.TOPIC): RelType.ABOUT,
    (Label.ORGANISATION, Label.PROJECT): RelType.PARTNERS_IN,
    (Label.PROJECT, Label.TOPIC): RelType.ABOUT,
    (Label.ORGANISATION, Label.TOPIC): RelType.ABOUT,
}
_HEADINGS = {
    RelType.KNOWS: "Knows", RelType.HEARD_OF: "Has heard of", RelType.WORKS_ON: "Works on",
    RelType.AFFILIATED_WITH: "Affiliated with", RelType.ABOUT: "About", RelType.PARTNERS_IN: "Partner in",
    RelType.FUNDS: "Funds", RelType.RUNS: "Runs", RelType.PART_OF: "Part of",
}  # fmt: skip
_TURNED = {
    RelType.WORKS_ON: "Team", RelType.AFFILIATED_WITH: "People", RelType.PARTNERS_IN: "Partners",
    RelType.FUNDS: "Funders", RelType.RUNS: "Run by", RelType.ABOUT: "Work on this",
}  # fmt: skip


@dataclass(slots=True)
class _Map:
    """A source: who or what each key or name stands for, and the keys of elements in order."""

    config: SourceConfig
    registered: dict[str, Named]
    named: dict[str, Named] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)

    def key_of(self, end: str) -> str:
        """Return the key that an end of a tie is known by, '' for nobody."""
        return self.keys.get(end) or self.keys.get(name_key(Label.PERSON, end), "")


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft | Skip]:
    """Yield what the elements are, then the ties of each, with a document of its own for each date of theirs.

    Files go together: elements of one may be tied in another. Ends that are keys of a members' source
    are looked up in it, where `authors` names one.
    """
    registered = {
        key: named for register in config.registers for key, named in read_register(register).items()
    }
    drawn = _Map(config, registered)
    ties: list[Connection] = []
    elements: list[Element] = []
    for file in files:
        place = place_of(config, file)
        try:
            found = read_ties(file)
        except BrokenError as error:
            yield Skip(place, str(error))
            continue
        except OSError as error:
            yield Skip(place, f"cannot be opened: {error.strerror or type(error).__name__}")
            continue
        # Read whole, and no tie or nobody: nothing is hidden behind such a row.
        for where, reason in found.broken:
            yield Skip(f"{place}, {where}", reason, on_purpose=True)
        elements += [replace(one, place=f"{place}, {one.place}") for one in found.elements]
        ties += [replace(one, place=f"{place}, {one.place}") for one in found.connections]
    yield from _learn(drawn, elements)
    _learn_ends(drawn, ties)
    yield from _drafts(drawn, ties)


def _drafts(drawn: _Map, ties: list[Connection]) -> Iterator[Draft | Skip]:
    said: dict[tuple[str, str], list[Statement]] = {(key, ""): [] for key in drawn.elements}
    for tie in ties:
        start, end = drawn.key_of(tie.start), drawn.key_of(tie.end)
        one = _said(tie, drawn.named[start], drawn.named[end]) if start and end and start != end else None
        if one is None:
            yield Skip(tie.place, _no_tie(start, end), on_purpose=True)
        else:
            said.setdefault((start, tie.date), []).append(one)
    for (key, date), statements in said.items():
        yield _draft(drawn, key, date, statements)


def _no_tie(start: str, end: str) -> str:
    if not start or not end:
        return "tie with nobody (admin, a team, an id alone, a name that two bear)"
    return (
        "tie of somebody with themselves" if start == end else "tie between two things that are never tied so"
    )


def _learn(drawn: _Map, elements: list[Element]) -> Iterator[Skip]:
    """Make out what each element is; a name that two elements bear says neither."""
    for element in elements:
        named = _named(drawn.config, element)
        if named is None:
            reason = "element is no person, organisation, project or topic that can be told"
            yield Skip(element.place, reason, on_purpose=True)
        elif element.key in drawn.named:
            yield Skip(element.place, "same key as an earlier element", on_purpose=True)
        else:
            drawn.named[element.key] = named
            drawn.elements[element.key] = element
            drawn.keys[element.key] = element.key
    by_name: dict[str, list[str]] = {}
    for key, element in drawn.elements.items():
        by_name.setdefault(name_key(Label.PERSON, element.name), []).append(key)
    for name, keys in by_name.items():
        drawn.keys.setdefault(name, keys[0] if len(keys) == 1 else "")


def _learn_ends(drawn: _Map, ties: list[Connection]) -> None:
    """Make out who each end of a tie is that no element describes."""
    for end in dict.fromkeys(end for tie in ties for end in (tie.start, tie.end)):
        key = name_key(Label.PERSON, end)
        if end in drawn.keys or key in drawn.keys or not key:
            continue
        named = drawn.registered.get(end)
        if named is not None:
            named, key = Named(named.label, named.name, named.ids), end
        elif not _AN_ID.fullmatch(end):
            named = _named(drawn.config, Element(key, end, "", kind=""), by_any_name=True)
        if named is not None:
            drawn.named[key] = named
            drawn.keys[end] = drawn.keys[key] = key


def _named(config: SourceConfig, element: Element, *, by_any_name: bool = False) -> Named | None:
    """Return who or what an element is; of no kind, a body or a person of a whole name."""
    label = next((_BY_WORD[word] for word in words(element.kind) if word in _BY_WORD), None)
    ids = (f"{config.id}:{element.key}",)
    if label is None and (element.kind or not (by_any_name or is_full_name(element.name))):
        label = Label.ORGANISATION if is_body(element.name) else None
        if label is None:
            return None
    if label in (Label.PERSON, None):
        found = writer(element.name, ids, element.role, element.organisation)
        if found is None or found.label is Label.PERSON:
            return found and replace(found, place=element.location)
        label = Label.ORGANISATION if label is None else None
    if label is None or not name_key(label, element.name):
        return None
    return Named(label, element.name, ids, place=element.location, kind=element.kind)


def _said(tie: Connection, start: Named, end: Named) -> Statement | None:
    """Return what a tie says of its first end, None where our relationships have no such tie."""
    straight, turned = (start.label, end.label), (end.label, start.label)
    predicate = _BETWEEN.get(straight) or _BETWEEN.get(turned)
    said = set(words(tie.type))
    if straight == (Label.PERSON, Label.PERSON) and said & _HEARD:
        predicate = RelType.HEARD_OF
    elif predicate is RelType.PARTNERS_IN and said & (_FUNDS | _RUNS):
        predicate = RelType.FUNDS if said & _FUNDS else RelType.RUNS
    elif start.label is end.label and start.label in (Label.ORGANISATION, Label.PROJECT):
        predicate = RelType.PART_OF if any(part in " ".join(words(tie.type)) for part in _PARTS) else None
    if predicate is None:
        return None
    plain = Named(end.label, end.name, end.ids, kind=end.kind)
    if _BETWEEN.get(straight) is None and start.label is not end.label:
        return Statement(_shown(tie, _TURNED[predicate]), predicate, subject=plain, role=tie.type)
    return Statement(_shown(tie, _HEADINGS[predicate]), predicate, object=plain, role=tie.type)


def _shown(tie: Connection, heading: str) -> str:
    """Return the line that a tie is shown on: one for each way of knowing, so that a quote tells no other."""
    return f"{heading} ({tie.type})" if tie.type and words(tie.type) != words(heading) else heading


def _draft(drawn: _Map, key: str, date: str, statements: list[Statement]) -> Draft:
    named = drawn.named[key]
    element = drawn.elements.get(key)
    return Draft(
        key=f"{key}@{date}" if date else key,
        kind=_KINDS[named.label],
        title=named.name,
        published=date,
        main=named,
        details=element.more if element is not None and not date else (),
        statements=tuple(dict.fromkeys(statements)),
    )
