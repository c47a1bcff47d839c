"""`runs`: what was read into the store, when, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli import invocation, run_report, terminal
from graph.errors import NotFoundError


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
        report = reports[number - 1]
        print(f"{report['community']}, {_minute(report)} (UTC)")
        run_report.show(report)
        for warning in report["warnings"]:
            terminal.warn(warning)
    else:
        rows = [
            (place, _minute(report), *(report[name] for name in run_report.COUNTS), report["outcome"])
            for place, report in enumerate(reports, 1)
        ]
        table = terminal.table(
            ("", "when (UTC)", *run_report.COUNTS, ""), rows, numbers=("", *run_report.COUNTS)
        )
        terminal.console().print(table if rows else "Nothing has been read yet.")


def _minute(report: Mapping[str, Any]) -> str:
    return str(report["started"])[:16].replace("T", " ")
