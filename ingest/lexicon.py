"""The community's own names: what its lists, bylines and fields call people, organisations, projects and topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model import Label
from graph.names import is_full_name, name_key
from graph.store import Row
from ingest.bodies_in_time import BodiesInTime
from ingest.dates import read_date
from ingest.document import Draft, Named, Skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One name that may stand in prose: `name` as the list writes it, and the id it is known by, if any.

    `uses` counts the fields that name it; `own` says that it is its name of today, and no other or earlier one.
    """

    label: Label
    name: str
    id: str = ""
    uses: int = 1
    own: bool = True


@dataclass(slots=True)
class Lexicon:
    """Names by their key; a key that two different ids claim keeps its name and loses its id."""

    entries: dict[tuple[Label, str], Entry] = field(default_factory=dict)
    contested: set[tuple[Label, str]] = field(default_factory=set)
    ties: dict[str, set[str]] = field(default_factory=dict)
    bodies: BodiesInTime = field(default_factory=BodiesInTime)

    def add(self, label: Label, name: str, identifier: str = "", *, own: bool = True) -> None:
        """Add a name; single names of people and handles are left out, nobody is found by them."""
        if label is Label.PERSON and not is_full_name(name):
            return
        key = (label, name_key(label, name))
        if not key[1]:
            return
        known = self.entries.get(key)
        if known is None:
            self.entries[key] = Entry(label, name, identifier, own=own)
        else:
            if identifier and known.id not in ("", identifier):
                self.contested.add(key)
                self._share(known, key)
            if identifier and key in self.contested:
                self._share(Entry(label, name, identifier, own=own), key)
            kept = "" if key in self.contested else known.id or identifier
            # Whose own name it is, is said of the body with the id, whatever was read first.
            bears = own if identifier and not known.id else known.own or (own and identifier == known.id)
            self.entries[key] = Entry(label, known.name, kept, known.uses + 1, bears)

    def _share(self, entry: Entry, key: tuple[Label, str]) -> None:
        if entry.label is Label.ORGANISATION:
            self.bodies.bear(key[1], entry.id, own=entry.own)

    def tie(self, person: str, label: Label, name: str) -> None:
        """Note what a list ties a person to: the organisation, the projects and topics of a row that names them."""
        if is_full_name(person):
            self.ties.setdefault(name_key(Label.PERSON, person), set()).add(
                f"{label}:{self.canonical(label, name)}"
            )

    def known_for(self, person: str) -> frozenset[str]:
        """Return what lists tie a person of this name to, as "label:id or key"."""
        return frozenset(self.ties.get(name_key(Label.PERSON, person), ()))

    def canonical(self, label: Label, name: str) -> str:
        """Return the id a name is listed under, else its key: "NTH" and its full name are one where a list says so."""
        key = name_key(label, name)
        entry = self.entries.get((label, key))
        return entry.id if entry is not None and entry.id else key

    def of(self, label: Label) -> Iterator[Entry]:
        """Yield the entries of one label, in order of their keys."""
        for key in sorted(self.entries):
            if key[0] is label:
                yield self.entries[key]

    def __len__(self) -> int:
        return len(self.entries)


def collect(items: Iterable[Draft | Skip], lexicon: Lexicon) -> None:
    """Add all names that drafts state in their fields."""
    for draft in items:
        if isinstance(draft, Skip):
            continue
        ends = [draft.main] + [end for said in draft.statements for end in (said.subject, said.object)]
        for named in ends:
            if named is not None:
                _add(lexicon, named)
        _tie(lexicon, draft)


def know(entity: Row, lexicon: Lexicon) -> None:
    """Add the names of an entity that a store holds, with since and until when an organisation stood."""
    label, identifier = Label(entity["label"]), entity["ids"][0] if entity["ids"] else ""
    for name in entity["names"]:
        lexicon.add(label, name, identifier, own=name == entity["name"])
    if label is Label.ORGANISATION and identifier:
        lexicon.bodies.stood(identifier, entity["starts"], entity["ends"])


def _tie(lexicon: Lexicon, draft: Draft) -> None:
    """Note what each person that a draft's fields name is tied to by it."""
    ends = [draft.main] + [end for said in draft.statements for end in (said.subject, said.object)]
    named = [end for end in ends if end is not None]
    others = [end for end in named if end.label is not Label.PERSON]
    for person in named:
        if person.label is Label.PERSON:
            for other in others:
                lexicon.tie(person.name, other.label, other.name)
            if person.organisation:
                lexicon.tie(person.name, Label.ORGANISATION, person.organisation)


def _add(lexicon: Lexicon, named: Named) -> None:
    identifier = named.ids[0] if named.ids else ""
    for name in (named.name, *named.names):
        lexicon.add(named.label, name, identifier, own=name == named.name)
    if named.label is Label.ORGANISATION and identifier:
        lexicon.bodies.stood(identifier, read_date(named.starts)[0], read_date(named.ends)[0])
    if named.organisation:
        lexicon.add(Label.ORGANISATION, named.organisation)
