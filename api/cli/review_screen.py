"""The review on a screen: one pair at a time with its reasons and both contexts, one key a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from api.cli import terminal

if TYPE_CHECKING:
    from rich.console import Console

    from graph.store import GraphStore
    from ingest.resolve.queue import Quoted, Waiting

_SHOWN = ("name", "role", "organisation", "place", "source")
_VERDICTS = {"s": "same", "d": "different", "u": "unsure"}
_KEYS = "[s]ame  [d]ifferent  [u]nsure, do not ask again  [n]ext  [z] undo the last  [q]uit"


@dataclass(slots=True)
class Session:
    """One sitting: whose judgements they are, those given so far (to take back), and pairs put off."""

    store: GraphStore
    by: str
    key: Callable[[], str]
    given: list[str] = field(default_factory=list)
    put_off: set[str] = field(default_factory=set)


def sit(session: Session) -> int:
    """Show one pair after the other until nothing waits or `q` is pressed; return how many were judged."""
    out = terminal.console()
    while (item := _next(session)) is not None:
        left = _count(session)
        out.rule(f"{left:,} to go")
        _show(out, session.store, item)
        if not _answer(out, session, item):
            break
    else:
        out.print("Nothing more is waiting for a judgement.")
    return len(session.given)


def _next(session: Session) -> Waiting | None:
    from ingest.resolve.queue import waiting

    # Asked anew each time: a decision changes which pairs are left, and how much they weigh.
    found = waiting(session.store, len(session.put_off) + 1)
    return next((item for item in found if item.judgement not in session.put_off), None)


def _count(session: Session) -> int:
    from ingest.resolve.queue import waiting

    return sum(item.judgement not in session.put_off for item in waiting(session.store, 10**6))


def _answer(out: Console, session: Session, item: Waiting) -> bool:
    """Do what the pressed key says; return whether to go on."""
    from graph.model import Verdict
    from ingest.resolve import review

    while True:
        out.print(_KEYS, style="bold")
        pressed = session.key().lower()
        if pressed in _VERDICTS:
            verdict = Verdict(_VERDICTS[pressed])
            session.given.append(
                review.decide(session.store, item.left["id"], item.right["id"], verdict, session.by)
            )
            out.print(f"{verdict}.")
            return True
        if pressed == "n":
            session.put_off.add(item.judgement)
            return True
        if pressed == "z" and session.given:
            review.undo(session.store, session.given.pop())
            out.print("The last judgement was taken back.")
            return True
        if pressed in ("q", "\x03", "\x04", "\x1b"):
            return False
        out.print("There is nothing to take back." if pressed == "z" else f"{pressed!r} means nothing here.")


def _show(out: Console, store: GraphStore, item: Waiting) -> None:
    from ingest.resolve.queue import said_of

    rows = [(name, str(item.left[name]), str(item.right[name])) for name in _SHOWN]
    left, right = ([_quote(said) for said in said_of(store, record)] for record in (item.left, item.right))
    rows += [("says", *sides) for sides in zip_longest(left, right, fillvalue="")]
    out.print(terminal.table(("", "one", "the other"), [row for row in rows if any(row[1:])]))
    out.print(terminal.plain(" ".join(item.reasons)))
    out.print(consequence(item), style="dim")


def consequence(item: Waiting) -> str:
    """Say what would follow if the two were one."""
    more = f" {item.pairs - 1:,} more pairs of records ask the same." if item.pairs > 1 else ""
    ties = f"{item.consequence:,} tie{'' if item.consequence == 1 else 's'}"
    return f"Score {item.score:.2f}. As one they are {item.joins:,} records; {ties} would change hands.{more}"


def _quote(said: Quoted) -> str:
    where = ", ".join(part for part in (said.title, said.published[:10]) if part)
    return f"“{' '.join(said.quote.split())}” ({where})"
