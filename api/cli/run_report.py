"""How the report of a run looks to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli import terminal

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.report import Report, SourceReport

_EXAMPLES = 3
_COUNTS = ("read", "created", "changed", "unchanged", "skipped", "retired")


def show(report: Report) -> None:
    """Print the report of a run: each source in a row, then what was left out, and what gave nothing."""
    out = terminal.console()
    rows = [(item.source, *(getattr(item, name) for name in _COUNTS)) for item in report.sources.values()]
    if len(rows) > 1:
        rows.append(("all", *(sum(row[place] for row in rows) for place in range(1, len(_COUNTS) + 1))))
    out.print(terminal.table(("source", *_COUNTS), rows, numbers=_COUNTS))
    for item in report.sources.values():
        _show_source(out, item)
    if report.stored:
        stored = ", ".join(f"{number:,} {name}" for name, number in report.stored.items())
        out.print(f"In {report.store}: {stored}.")
    written = "Nothing was written (dry run)" if report.dry_run else "Done"
    out.print(
        f"{written}: read {report.read:,} = {report.loaded:,} loaded + {report.unchanged:,} unchanged"
        f" + {report.skipped:,} skipped, in {report.seconds:.1f} s."
    )
    failed = [item.source for item in report.sources.values() if item.failed]
    if failed and len(failed) < len(report.sources):
        terminal.complain(
            f"nothing could be read of: {', '.join(failed)}", "the report says why", as_json=False
        )


def _show_source(out: Console, item: SourceReport) -> None:
    for action in dict.fromkeys(planned.action for planned in item.planned):
        named = [planned for planned in item.planned if planned.action is action]
        out.print(f"would be {action} in {item.source}: {getattr(item, action):,}")
        _examples(out, [f"{planned.title or '(no title)'} ({planned.place})" for planned in named])
    if item.kept:
        out.print(f"nothing is retired from {item.source}: {terminal.plain(item.kept)}")
    for reason, number in item.reasons.most_common():
        out.print(f"skipped {number:,} of {item.source}: {terminal.plain(reason)}")
        _examples(out, [skip.place for skip in item.skips if skip.reason == reason], number)


def _examples(out: Console, named: list[str], number: int = 0) -> None:
    """Print the first few of some places; `number` is how many there are where not all are named."""
    if not named:
        return
    shown = named[:_EXAMPLES]
    more = "; …" if max(number, len(named)) > len(shown) else ""
    out.print(f"  {terminal.plain('; '.join(shown))}{more}", style="dim")
