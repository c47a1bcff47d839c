"""Organisations as people write them, and the entries of the registers that the community has read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.ids import judgement_id
from graph.model import Judgement, Label, Record, Verdict
from graph.rows import chunks, name_handle
from graph.schema import ENTITIES, HANDLES
from graph.store import Reader, Row
from ingest.resolve.register import Body, Register

RULE = "rule:register"
# Whoever lists bodies by these ids is a register (NHS ODS, ROR, org-id.guide).
SCHEMES = ("ods", "ror", "org-id")
# Less likely than this, an entry is not worth a reviewer's look.
_ASKED = 0.5
_MOST = 3


class Registers:
    """The bodies of all registers in a store, held in memory from the first name that needs them.

    `reload` forgets them: a run does so at the start of each source, which may be a register.
    """

    def __init__(self) -> None:
        self._register: Register | None = None

    def reload(self) -> None:
        """Read the registers anew when a name is looked up next."""
        self._register = None

    def judgements(
        self, reader: Reader, records: Mapping[str, Record], written: Mapping[str, str]
    ) -> list[Judgement]:
        """Return what the registers say of new organisations that no name or id in common joins to anything.

        `written` is when what names a record was written, by its id.
        """
        unknown = [
            record
            for record in records.values()
            if record.label is Label.ORGANISATION and not any(_is_registered(one) for one in record.ids)
        ]
        unknown = list(_without_namesake(reader, unknown))
        if not unknown:
            return []
        if self._register is None:
            self._register = Register(_bodies(reader))
        return [
            made for record in unknown for made in _judged(self._register, record, written.get(record.id, ""))
        ]


def _judged(register: Register, record: Record, day: str) -> Iterator[Judgement]:
    """Yield a question for each entry that a name may mean.

    No score is sure enough to join without asking: on the lines that `evaluate resolution` measures, .95 of the
    surest hundred and fifty are right, and joining asks for .995. The very name of an entry joins anyway.
    """
    for one in register.candidates(record.name, place=record.place, day=day, limit=_MOST):
        if one.score < _ASKED:
            return
        left, right = sorted((record.id, one.id))
        reasons = (f"“{record.name}” may be “{one.name}” of the register.", *one.reasons)
        yield Judgement(
            judgement_id(left, right, RULE), left, right, Verdict.UNSURE, reasons, RULE, one.score
        )


def _without_namesake(reader: Reader, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records whose very name no other record has: those that do are joined by it already."""
    by_handle: dict[str, list[Record]] = {}
    for record in records:
        by_handle.setdefault(name_handle(record.label, record.name), []).append(record)
    held: dict[str, set[str]] = {}
    for some in chunks(sorted(by_handle)):
        for row in reader.find(HANDLES, "handle", some):
            held.setdefault(row["handle"], set()).add(row["record"])
    for handle, ours in by_handle.items():
        for record in ours:
            if handle and not held.get(handle, set()) - {record.id}:
                yield record


def _bodies(reader: Reader) -> Iterator[Body]:
    for row in reader.find(ENTITIES, "label", [Label.ORGANISATION.value]):
        if row["records"] and any(_is_registered(one) for one in row["ids"]):
            yield _body(row)


def _body(row: Row) -> Body:
    others = tuple(name for name in row["names"] if name != row["name"])
    short = tuple(name for name in others if name.isupper() and " " not in name)
    names = tuple(name for name in others if name not in short)
    return Body(
        row["id"], row["name"], names, short, row["place"], active=not row["ends"],
        starts=row["starts"], ends=row["ends"],
    )  # fmt: skip


def _is_registered(identifier: str) -> bool:
    return identifier.partition(":")[0] in SCHEMES
