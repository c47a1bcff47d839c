"""What changes in the clusters when records or judgements change: worked out before anything is written."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.model import Judgement, Record
from graph.rows import judgement_of, record_of
from graph.schema import HANDLES, JUDGEMENTS, RECORDS
from graph.store import Reader, Row
from ingest.resolve.blocks import (
    RULES,
    blocking_handles,
    is_shared,
    judged,
    most_in,
    of_the_name,
    shared_handles,
    sizes_of,
)
from ingest.resolve.cluster import cluster
from ingest.resolve.judge import OPEN


@dataclass(slots=True)
class Settlement:
    """The outcome: who belongs to which entity now, and which judgements come and go.

    `records` are all records of every entity that is touched, as they will be; `entity` is theirs;
    `before` is the entity each had ("" for a new one). `touched` are entities to be written anew or,
    where no record is left, deleted. `led` are the records that are gone: the entity that each had, and the
    one that what is left of it makes now, so that an old id leads on. `capped` are handles of names that
    were left out, with how many records each has at least: their pairs were not compared under them.
    """

    records: dict[str, Record] = field(default_factory=dict)
    entity: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    led: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: list[Judgement] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    capped: dict[str, int] = field(default_factory=dict)

    def members(self) -> dict[str, list[Record]]:
        """Return the records of each entity, in order of id."""
        groups: dict[str, list[Record]] = defaultdict(list)
        for identifier in sorted(self.entity):
            groups[self.entity[identifier]].append(self.records[identifier])
        return groups


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for cycles: there are none among tens of thousands of rows, and it takes a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Settler:
    """Works out a settlement over what a store holds and what is about to be written to it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._records: dict[str, Record] = {}
        self._before: dict[str, str] = {}
        self._judgements: dict[str, Judgement] = {}
        self._undone: set[str] = set()
        self._asked: set[str] = set()
        self._judged: set[str] = set()
        self._gone: set[str] = set()
        self._retracted: set[str] = set()
        self._coming: set[str] = set()
        self._changed: set[str] = set()
        self._handles: dict[str, list[str]] = {}
        self._gone_records: list[Record] = []
        # How many records a handle has in the store, and will have.
        self._sizes: dict[str, tuple[int, int]] = {}
        # Handles behind which there are too many records to compare, with how many.
        self.capped: dict[str, int] = {}

    def settle(
        self,
        changed: Mapping[str, Record],
        gone: Mapping[str, Record],
        said: Iterable[Judgement],
        also: Iterable[str] = (),
    ) -> Settlement:
        """Return what follows from new or changed records, records that are gone, and further judgements.

        `said` are judgements to be written besides those of the rules: a document's own, or a person's.
        `also` are records whose clusters are worked out anew, since a judgement on them was taken back.
        """
        with _no_collection():
            return self._settle(changed, gone, list(said), also)

    def _settle(
        self,
        changed: Mapping[str, Record],
        gone: Mapping[str, Record],
        said: list[Judgement],
        also: Iterable[str],
    ) -> Settlement:
        self._gone = set(gone)
        self._gone_records = list(gone.values())
        self._keep(self._reader.find(RECORDS, "id", changed))
        self._coming, self._changed = set(changed) - set(self._before), set(changed)
        self._handles.clear()
        self._records.update(changed)
        touched = set(changed) | self._gone | set(also)
        derived = self._judge(
            {h for record in (*changed.values(), *gone.values()) for h in blocking_handles(record)}
        )
        self._ask_judgements(touched | {end for item in said for end in (item.left, item.right)})
        settlement = Settlement(capped=self.capped)
        settlement.dropped = self._dropped(derived, set(changed) | self._gone)
        for identifier in settlement.dropped:
            touched |= {self._judgements[identifier].left, self._judgements[identifier].right}
            del self._judgements[identifier]
        for item in (*derived.values(), *said):
            standing = self._judgements.get(item.id)
            # A question says how many bear the name: it is asked anew when that has changed.
            if (standing is None or (item.by == OPEN and item != standing)) and item.id not in self._undone:
                self._judgements[item.id] = item
                settlement.made.append(item)
                touched |= {item.left, item.right}
        self._finish(settlement, touched)
        return settlement

    def _judge(self, handles: set[str]) -> dict[str, Judgement]:
        """Return what the rules say of the records that share these handles, as they will be."""
        self._judged |= handles
        wanted, crossed = self._to_judge(handles)
        rows = self._reader.find(HANDLES, "handle", sorted(wanted | crossed))
        self._load({row["record"] for row in rows})
        # A block that has just become too large: what was judged of it is made anew by the name with a signal.
        again = {row["record"] for row in rows if row["handle"] in crossed} & set(self._records)
        self._ask_judgements(again)
        more = {h for record in again for h in shared_handles(self._records[record])} - self._judged
        blocks: dict[str, dict[str, Record]] = {handle: {} for handle in sorted(wanted)}
        # Of what is stored the rows say who is in a block: to work that out again takes most of the time.
        held = [(row["handle"], row["record"]) for row in rows if row["record"] not in self._changed]
        held += [(handle, record) for record in sorted(self._changed) for handle in self._handles_of(record)]
        for handle, identifier in held:
            if handle in blocks and identifier in self._records and identifier not in self._gone:
                blocks[handle][identifier] = self._records[identifier]
        self._ask_judgements({identifier for block in blocks.values() for identifier in block})
        # Nothing is said of one record alone, and most blocks have one.
        several = ((handle, block.values()) for handle, block in blocks.items() if len(block) > 1)
        found = {item.id: item for handle, block in several for item in judged(handle, block)}
        return {**found, **self._judge(more)} if more else found

    def _to_judge(self, handles: set[str]) -> tuple[set[str], set[str]]:
        """Return which of these blocks are judged, and which have just become too large; note the too large ones."""
        names = {of_the_name(handle) for handle in handles if is_shared(handle)}
        limited = {h: most for h in (handles | names) - set(self._sizes) if (most := most_in(h)) is not None}
        stored = sizes_of(self._reader, limited, len(self._coming) + len(self._gone))
        coming = Counter(h for record in self._coming for h in self._handles_of(record))
        going = Counter(h for record in self._gone_records for h in blocking_handles(record))
        for handle in limited:
            before = stored.get(handle, 0)
            self._sizes[handle] = (before, before + coming[handle] - going[handle])
        large = {handle for handle, most in limited.items() if self._sizes[handle][1] > most}
        self.capped |= {handle: self._sizes[handle][1] for handle in large}
        crossed = {handle for handle in large & handles if self._sizes[handle][0] <= limited[handle]}
        wanted = {
            h for h in handles if (of_the_name(h) in self.capped if is_shared(h) else h not in self.capped)
        }
        return wanted, crossed

    def _dropped(self, derived: dict[str, Judgement], touched: set[str]) -> list[str]:
        """Return the rules' judgements that no longer follow from the blocks they came from.

        One that may come from a block not judged yet has that block judged too, which adds to `derived`.
        """
        orphaned = {item.id for item in self._judgements.values() if item.by_rule and self._on_gone(item)}
        while True:
            doubted = [
                item for item in self._judgements.values() if item.by in RULES and item.id not in derived
            ]
            common = {item.id: self._common_handles(item) for item in doubted}
            affected = [
                item
                for item in doubted
                if {item.left, item.right} & touched or common[item.id] & self._judged
            ]
            more = {handle for item in affected for handle in common[item.id]} - self._judged
            if not more:
                return sorted({item.id for item in affected} | orphaned)
            derived.update(self._judge(more))

    def _on_gone(self, item: Judgement) -> bool:
        return item.left in self._gone or item.right in self._gone

    def _common_handles(self, item: Judgement) -> set[str]:
        one, other = self._records.get(item.left), self._records.get(item.right)
        if one is None or other is None:
            return set()
        return set(self._handles_of(one.id)) & set(self._handles_of(other.id))

    def _handles_of(self, record: str) -> list[str]:
        """Return the handles that a record, as it will be, is judged under."""
        if record not in self._handles:
            self._handles[record] = blocking_handles(self._records[record])
        return self._handles[record]

    def _finish(self, settlement: Settlement, touched: set[str]) -> None:
        """Cluster everything that hangs together with the touched records."""
        scope: set[str] = set()
        old_entities: set[str] = set()
        frontier = touched
        while frontier:
            self._load(frontier)
            entities = {self._before.get(identifier, "") for identifier in frontier} - old_entities - {""}
            old_entities |= entities
            rows = self._reader.find(RECORDS, "entity", sorted(entities))
            self._keep(rows)
            scope |= frontier
            self._ask_judgements(scope)
            linked = {end for item in self._judgements.values() for end in (item.left, item.right)
                      if item.left in scope or item.right in scope}  # fmt: skip
            frontier = (linked | {row["id"] for row in rows if not row["retracted"]}) - scope
        standing = sorted((scope & set(self._records)) - self._gone)
        settlement.entity = cluster(standing, self._judgements.values())
        settlement.records = {identifier: self._records[identifier] for identifier in standing}
        settlement.before = {identifier: self._before.get(identifier, "") for identifier in standing}
        settlement.touched = old_entities | set(settlement.entity.values())
        for identifier in sorted((self._gone | self._retracted) - set(settlement.entity)):
            old = self._before.get(identifier, "")
            left = {
                entity for record, entity in settlement.entity.items() if settlement.before[record] == old
            }
            settlement.led[identifier] = (old, min(left, default=old))

    def _load(self, identifiers: Iterable[str]) -> None:
        self._keep(self._reader.find(RECORDS, "id", sorted(set(identifiers) - set(self._before))))

    def _keep(self, rows: Iterable[Row]) -> None:
        """Remember stored records; one that is about to be written, or is retracted, is not overwritten by them."""
        for row in rows:
            self._before.setdefault(row["id"], row["entity"])
            if row["retracted"]:
                self._retracted.add(row["id"])
            else:
                self._records.setdefault(row["id"], record_of(row))

    def _ask_judgements(self, records: set[str]) -> None:
        """Remember the stored judgements on these records."""
        asked = sorted(records - self._asked)
        self._asked |= records
        for column in ("left", "right"):
            for row in self._reader.find(JUDGEMENTS, column, asked):
                if row["undone"]:
                    self._undone.add(row["id"])
                else:
                    self._judgements.setdefault(row["id"], judgement_of(row))
