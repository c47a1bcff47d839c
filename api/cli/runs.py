"""`runs`: what was read into the store, when, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli import invocation, terminal
from graph.errors import NotFoundError

_COUNTS = ("read", "created", "changed", "unchanged", "skipped", "retired")
_EXAMPLES = 3


def runs(
    number: Annotated[
        int,
        typer.Argument(metavar="NUMBER", help="Show this one whole: 1 is the newest.", show_default=False),
    ] = 0,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """List the runs that wrote into the store, the newest first, or show one with what it left out.

    `--json` names every skip.
    """
    from ingest.reports import kept_reports

    with invocation.opened(store) as opened:
        reports = kept_reports(opened)
    if number and not 1 <= number <= len(reports):
        raise NotFoundError(f"there is no run {number}", f"the store keeps {len(reports)} of them")
    if as_json:
        terminal.print_json(reports[number - 1] if number else reports)
    elif number:
        _show(reports[number - 1])
    else:
        rows = [
            (place, _minute(report), *(report[name] for name in _COUNTS), report["outcome"])
            for place, report in enumerate(reports, 1)
        ]
        table = terminal.table(("", "when (UTC)", *_COUNTS, ""), rows, numbers=("", *_COUNTS))
        terminal.console().print(table if rows else "Nothing has been read yet.")


def _minute(report: Mapping[str, Any]) -> str:
    return str(report["started"])[:16].replace("T", " ")


def _show(report: Mapping[str, Any]) -> None:
    out = terminal.console()
    out.print(
        f"{report['community']}, {_minute(report)} (UTC), {report['outcome']} in {report['seconds']:.1f} s."
    )
    rows = [(source["source"], *(source[name] for name in _COUNTS)) for source in report["sources"]]
    out.print(terminal.table(("source", *_COUNTS), rows, numbers=_COUNTS))
    for source in report["sources"]:
        if source.get("kept"):
            out.print(f"nothing was retired from {source['source']}: {terminal.plain(source['kept'])}")
        for reason, count in source["reasons"].items():
            named = [skip["place"] for skip in source["skips"] if skip["reason"] == reason][:_EXAMPLES]
            out.print(f"skipped {count:,} of {source['source']}: {terminal.plain(reason)}")
            out.print(f"  {terminal.plain('; '.join(named))}", style="dim")
    for warning in report["warnings"]:
        out.print(f"warning: {terminal.plain(warning)}")
