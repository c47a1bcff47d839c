"""The records of one document: one for each person, project, organisation or topic that it describes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations

from graph.ids import record_id, scheme_of
from graph.model import Label, Record
from graph.names import is_full_name, name_key
from ingest.dates import read_date
from ingest.document import Cleaned, Named
from ingest.extract.topic_kinds import usual_kind
from ingest.lexicon import Lexicon

# Topics and organisations are shared by a whole source (a tag is one tag in all its posts); people and
# projects are kept apart by document, until a judgement joins them.
_SHARED = (Label.TOPIC, Label.ORGANISATION)
_DESCRIBED = "|main"
# Says of an organisation's record that its id follows from when the name was written.
BY_TIME = "stood:then"
# Pairs are made of so many topics: a list of forty interests is no signal.
_TOPICS = 8
# A document that names more people than this is a list: being on it together says little.
_COMPANY = 30


@dataclass(slots=True)
class RecordBook:
    """Collects the records of one document; the same name and label gives the same record.

    `involved` are the records of its authors, its team and whom it describes: what the document is about
    (`topics`) and who runs the work (`hosts`) are signals for them, and not for those it only mentions.
    """

    cleaned: Cleaned
    records: dict[str, Record] = field(default_factory=dict)
    by_name: dict[tuple[Label, str], str] = field(default_factory=dict)
    signals: dict[str, list[str]] = field(default_factory=dict)
    main: str = ""
    lexicon: Lexicon = field(default_factory=Lexicon)
    involved: set[str] = field(default_factory=set)
    topics: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def describe(self, named: Named) -> str:
        """Return the id of the record of the one whom the whole document describes."""
        self.main = self.add(named, key=f"{self.cleaned.draft.key}{_DESCRIBED}")
        return self.main

    def add(self, named: Named, key: str = "") -> str:
        """Return the id of the record for a name, made where it is new, completed where it is not."""
        signals: tuple[str, ...] = ()
        if not key and (body := self._meant_then(named)):
            named, signals = replace(named, ids=(body,)), (BY_TIME,)
        named_key = (named.label, name_key(named.label, named.name) or named.name)
        known = "" if key else self.by_name.get(named_key, "")
        if known and _compatible(self.records[known], named):
            self.records[known] = _completed(self.records[known], named)
            return known
        source = self.cleaned.document.source
        shared = named.label in _SHARED and not key
        own = named.ids[0] if named.ids else named_key[1]
        key = key or (own if shared else f"{self.cleaned.draft.key}|{own}")
        record = Record(
            id=record_id(named.label, source, key),
            label=named.label,
            source=source,
            document="" if shared else self.cleaned.document.id,
            key=key,
            name=named.name,
            names=named.names,
            ids=named.ids,
            role=named.role,
            organisation=named.organisation,
            place=named.place,
            kind=named.kind or (usual_kind(named.name) if named.label is Label.TOPIC else ""),
            status=str(named.status),
            starts=read_date(named.starts)[0],
            ends=read_date(named.ends)[0],
            signals=signals,
        )
        self.records[record.id] = record
        self.by_name.setdefault(named_key, record.id)
        return record.id

    def _meant_then(self, named: Named) -> str:
        """Return the id of the body that an organisation's name meant when this was written; '' where none is known."""
        if named.label is not Label.ORGANISATION or named.ids:
            return ""
        work = self.records.get(self.main)
        day = self.cleaned.document.published or (work.starts if work and work.label is Label.PROJECT else "")
        return self.lexicon.bodies.meant(name_key(named.label, named.name), day)

    def signal(self, record: str, *signals: str) -> None:
        """Note what a resolver may count for a record besides its name."""
        self.signals.setdefault(record, []).extend(signals)

    def finished(self) -> tuple[Record, ...]:
        """Return all records, with their signals: whom they work with, on what, for whom, and where."""
        thread = f"thread:{self.cleaned.document.thread}"
        shared = [
            f"topics:{one} and {other}" for one, other in combinations(sorted(set(self.topics))[:_TOPICS], 2)
        ]
        shared += [f"organisation:{host}" for host in self.hosts]
        people = [r for r in self.records.values() if r.label is Label.PERSON and is_full_name(r.name)]
        company = {r.id: f"with:{name_key(Label.PERSON, r.name)}" for r in people if len(people) <= _COMPANY}
        done = []
        for record in self.records.values():
            if record.label not in (Label.PERSON, Label.PROJECT):
                done.append(record)
                continue
            found = [thread, *self.signals.get(record.id, ())]
            found += [signal for other, signal in company.items() if other != record.id]
            if record.id in self.involved:
                found += shared
            if record.organisation:
                employer = self.lexicon.canonical(Label.ORGANISATION, record.organisation)
                found.append(f"organisation:{employer}")
                year = self.cleaned.document.published[:4]
                if year and record.label is Label.PERSON:
                    found.append(f"employed:{year} {employer}")
            if record.place and record.role:
                found.append(f"role and place:{name_key(Label.TOPIC, f'{record.role} {record.place}')}")
            done.append(replace(record, signals=tuple(sorted(set(found)))))
        return tuple(done)


def is_described(record: Record) -> bool:
    """Say whether a whole row is about this record: a members' list knows better than a byline where one works."""
    return record.key.endswith(_DESCRIBED)


def _compatible(record: Record, named: Named) -> bool:
    """Say whether a name can be that record: not where both have ids of one scheme that differ."""
    schemes = {scheme_of(identifier): identifier for identifier in record.ids}
    return all(schemes.get(scheme_of(identifier), identifier) == identifier for identifier in named.ids)


def _completed(record: Record, named: Named) -> Record:
    """Return a record with what a second naming adds; what it has already stays."""
    return replace(
        record,
        names=tuple(dict.fromkeys((*record.names, *named.names))),
        ids=tuple(dict.fromkeys((*record.ids, *named.ids))),
        role=record.role or named.role,
        organisation=record.organisation or named.organisation,
        place=record.place or named.place,
        kind=record.kind or named.kind,
    )
