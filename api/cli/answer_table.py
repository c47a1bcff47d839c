"""An answer on the terminal: what was found, why, the first quote of each, and what to bear in mind."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api import answer_workbook, evidence_csv
from api.answer_view import Card, Group, groups, in_one_line
from api.cli.terminal import console, plain
from api.whole_file import writing, writing_bytes
from queries.answer import Answer, Evidence
from queries.sentences import date_in_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Below this a finding and its quote stand under each other.
_SIDE_BY_SIDE = 90
_LONGEST_QUOTE = 300


def show(answer: Answer) -> None:
    """Print an answer for people."""
    out = console()
    if not answer.findings:
        out.print("Nothing was found.")
    for group in groups(answer):
        if group.heading:
            out.print(f"{group.heading}. {group.says}".rstrip(), style="bold")
        (_side_by_side if out.width >= _SIDE_BY_SIDE else _stacked)(out, group)
    for caveat in answer.caveats:
        out.print(f"Note: {plain(caveat)}")
    if answer.coverage:
        out.print(f"What this rests on: {plain(in_one_line(answer.coverage))}.", style="dim")
    if answer.next:
        out.print(f"There is more: add --cursor {answer.next}")


def write_csv(answer: Answer, path: Path) -> None:
    """Write an answer as a table, one row for each quote; `-` is standard output."""
    text = evidence_csv.text(answer)
    if str(path) == "-":
        sys.stdout.write(text)
        return
    with writing(path) as file:
        file.write(text)


def write_workbook(answer: Answer, path: Path) -> None:
    """Write an answer as an Excel workbook; raises InputError where it cannot be written."""
    made = answer_workbook.workbook(answer)
    with writing_bytes(path) as file:
        file.write(made)


def _side_by_side(out: Console, group: Group) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=True)
    table.add_column("", justify="right", style="dim")
    table.add_column("What", ratio=2, overflow="fold")
    table.add_column("Why, and who says so", ratio=3, overflow="fold")
    for number, card in enumerate(group.cards, group.start):
        table.add_row(str(number), _what(card), _evidence(card))
        table.add_row()
    out.print(table)


def _stacked(out: Console, group: Group) -> None:
    from rich.text import Text

    for number, card in enumerate(group.cards, group.start):
        out.print(Text(f"{number}. ").append_text(_what(card)))
        out.print(_evidence(card))
        out.print()


def _what(card: Card) -> Text:
    """Return the heading in bold, and the facts by their names."""
    from rich.text import Text

    text = Text()
    for head, facts in (*((side.head, side.facts) for side in card.pair), (card.head, card.facts)):
        if head is not None:
            text.append(("\n" if text else "") + plain(head.whole), style="bold")
        for cell in facts:
            text.append(("\n" if text else "") + f"{cell.words}: ", style="dim").append(plain(cell.text))
    return text


def _evidence(card: Card) -> Text:
    from rich.text import Text

    text = Text(plain(" ".join(card.why)))
    shown = 2 if card.pair else 1  # one for each of two people
    for evidence in card.because[:shown]:
        quote = evidence.quote
        quote = quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
        text.append(f"\n“{plain(quote)}”", style="italic").append(f"\n{plain(_said(evidence))}", style="dim")
    if len(card.because) > shown:
        text.append(f"\n+{len(card.because) - shown} more", style="dim")
    return text


def _said(evidence: Evidence) -> str:
    """Return who wrote it, where and when."""
    parts = (evidence.author, evidence.title, date_in_words(evidence.published))
    return "– " + ", ".join(part for part in parts if part)
