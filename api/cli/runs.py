"""`runs`: what was read into the store, when, and what was left out."""

from __future__ import annotations

from api.cli import invocation, terminal

_COUNTS = ("read", "created", "changed", "unchanged", "skipped", "retired")


def runs(store: invocation.Store = "", as_json: invocation.Json = False) -> None:
    """Show the reports of the runs that wrote into the store, the newest first; `--json` names every skip."""
    from ingest.reports import kept_reports

    with invocation.opened(store) as opened:
        reports = kept_reports(opened)
    if as_json:
        terminal.print_json(reports)
        return
    rows = []
    for report in reports:
        sources = report["sources"]
        counts = [sum(source[name] for source in sources) for name in _COUNTS]
        names = ", ".join(source["source"] for source in sources)
        rows.append((report["started"], report["community"], report["outcome"], *counts, names))
    out = terminal.console()
    headings = ("when (UTC)", "community", "outcome", *_COUNTS, "sources")
    out.print(terminal.table(headings, rows, numbers=_COUNTS) if rows else "Nothing has been read yet.")
