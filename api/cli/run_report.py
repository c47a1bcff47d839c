"""How the report of a run looks to people: of the one that has just ended, and of one that a store keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.cli import terminal

if TYPE_CHECKING:
    from rich.console import Console

_EXAMPLES = 3
COUNTS = ("read", "created", "changed", "unchanged", "skipped", "retired")


def show(report: Mapping[str, Any]) -> None:
    """Print a report as `Report.as_dict` gives it: each source in a row, then what was left out, and what failed."""
    out = terminal.console()
    sources = report["sources"]
    rows = [(source["source"], *(source[name] for name in COUNTS)) for source in sources]
    if len(rows) > 1:
        rows.append(("all", *(report[name] for name in COUNTS)))
    out.print(terminal.table(("source", *COUNTS), rows, numbers=COUNTS))
    for source in sources:
        _show_source(out, source)
    if report["stored"]:
        stored = ", ".join(f"{number:,} {name}" for name, number in report["stored"].items())
        out.print(f"In {report['store']}: {stored}.")
    written = "Nothing was written (dry run)" if report["dry_run"] else report["outcome"].capitalize()
    out.print(
        f"{written}: read {report['read']:,} = {report['loaded']:,} loaded + {report['unchanged']:,} unchanged"
        f" + {report['skipped']:,} skipped, in {report['seconds']:.1f} s."
    )
    failed = [source["source"] for source in sources if source["failed"]]
    if failed and len(failed) < len(sources):
        terminal.complain(
            f"nothing could be read of: {', '.join(failed)}", "the report says why", as_json=False
        )


def _show_source(out: Console, source: Mapping[str, Any]) -> None:
    name, planned = source["source"], source.get("planned", ())
    for action in dict.fromkeys(one["action"] for one in planned):
        named = [
            f"{one['title'] or '(no title)'} ({one['place']})" for one in planned if one["action"] == action
        ]
        out.print(f"would be {action} in {name}: {source[action]:,}")
        _examples(out, named)
    if source.get("kept"):
        out.print(f"nothing is retired from {name}: {terminal.plain(source['kept'])}")
    for language, number in source.get("other_languages", {}).items():  # a report of before has none
        out.print(f"kept, and not searched for names, {number:,} of {name}: {language}")
    for field in source["left_empty"]:
        out.print(f"left empty in {field['number']:,} of {name}: {terminal.plain(field['reason'])}")
        _examples(out, field["words"], field["number"])
    for reason, number in sorted(source["reasons"].items(), key=lambda pair: (-pair[1], pair[0])):
        out.print(f"skipped {number:,} of {name}: {terminal.plain(reason)}")
        _examples(out, [skip["place"] for skip in source["skips"] if skip["reason"] == reason], number)


def _examples(out: Console, named: Sequence[str], number: int = 0) -> None:
    """Print the first few of some places; `number` is how many there are where not all are named."""
    if not named:
        return
    more = "; …" if max(number, len(named)) > _EXAMPLES else ""
    out.print(f"  {terminal.plain('; '.join(named[:_EXAMPLES]))}{more}", style="dim")
