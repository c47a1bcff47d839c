"""`coffee`: rounds of meetings for those who signed up, and what came of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import invocation, terminal
from api.evidence_csv import harmless
from graph.errors import AmbiguousError, InputError, NotFoundError

if TYPE_CHECKING:
    from queries.coffee import Pair
    from queries.network import Network

app = typer.Typer(help="Coffee rounds: pairs who meet, and what came of it.", no_args_is_help=True)
_COLUMNS = ("round", "arm", "person_id", "person", "partner_id", "partner", "why", "met", "useful")
_PERSON = ("person_id", "id", "person", "name")
_YES = {"yes", "y", "true", "1", "ja"}
_Sheets = Annotated[
    list[Path],
    typer.Argument(metavar="SHEET…", help="Sheets of `coffee pair`, with `met` and `useful` filled in."),
]


@app.command()
def pair(
    signups: Annotated[
        Path, typer.Argument(metavar="SIGNUPS", help="CSV with a column `id` or `name`, a person a row.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the sheet of pairs is written.")],
    before: Annotated[
        list[Path] | None,
        typer.Option("--before", metavar="SHEET", help="An earlier sheet, oldest first; nobody meets again."),
    ] = None,
    not_again: Annotated[
        int, typer.Option(min=0, help="For how many of the last rounds nobody meets again.")
    ] = 6,
    control: Annotated[
        float, typer.Option(min=0, max=1, help="The share who are paired at random, to compare with.")
    ] = 0.5,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws otherwise.")] = 0,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Pair those who signed up: as far apart as can be, never of one team, some at random to compare with."""
    from queries.coffee import Earlier, draw

    network, people = _network(store, _rows(signups), agreeing=True)
    sheets = [[_ends(network, row) for row in _rows(sheet)] for sheet in before or []]
    met = [frozenset(ends) for sheet in sheets[max(0, len(sheets) - not_again) :] for ends in sheet]
    waiting = [ends[0] for ends in (sheets[-1] if sheets else []) if len(ends) == 1]
    pairs = draw(network, people, Earlier(met, len(sheets), waiting), control=control, seed=seed)
    _write(network, pairs, out)
    _tell(pairs, out, as_json=as_json)


def _tell(pairs: list[Pair], out: Path, *, as_json: bool) -> None:
    met = [one for one in pairs if one.other >= 0]
    arms = {arm: [one.worth for one in met if one.arm == arm] for arm in ("matched", "random")}
    alone = len(pairs) - len(met)
    if as_json:
        counts = {arm: {"pairs": len(own), "bridged": sum(own)} for arm, own in arms.items()}
        terminal.print_json({**counts, "without a partner": alone, "file": str(out)})
        return
    for arm, own in arms.items():
        if own:
            each = ", who bridge" if len(own) == 1 else "s, who bridge on average"
            print(f"{arm}: {len(own)} pair{each} {sum(own) / len(own):.2f}")
    print(f"{alone} without a partner; written to {out}")


def _write(network: Network, pairs: Iterable[Pair], out: Path) -> None:
    """Write a sheet with a pair a row, and room for what came of it."""
    today = datetime.now(UTC).date().isoformat()
    try:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for one in pairs:
                ends = [
                    (network.people[end], network.row(end)["name"]) if end >= 0 else ("", "")
                    for end in (one.one, one.other)
                ]
                cells = [today, one.arm, *ends[0], *ends[1], one.why, "", ""]
                writer.writerow([harmless(cell) for cell in cells])
    except OSError as error:
        raise InputError(
            f"{out} cannot be written: {error.strerror}", "name a folder that is there"
        ) from error


@app.command()
def compare(sheets: _Sheets, store: invocation.Store = "", as_json: invocation.Json = False) -> None:
    """Compare the matched with the random pairs: who met, who found it useful, who has been tied since."""
    from queries.coffee import Arm, difference, tied_since
    from queries.coffee import compare as arms_of
    from queries.network.ties import day

    read = [row for sheet in sheets for row in _rows(sheet) if row.get("partner_id")]
    network, _ = _network(store, [])
    told = []
    for row in read:
        ends = _ends(network, row)
        since = len(ends) == 2 and tied_since(network, ends[0], ends[1], day(row.get("round", "")))
        told.append((row.get("arm", ""), _said(row.get("met")), _said(row.get("useful")), since))
    matched, random = arms_of(told)
    measures = ("met", "useful", "tied_since")
    of = {"met": "answered", "useful": "answered", "tied_since": "pairs"}

    def counts(arm: Arm, name: str) -> tuple[int, int]:
        return getattr(arm, name), getattr(arm, of[name])

    rows: list[dict[str, Any]] = [
        {"measure": name.replace("_", " "), "matched": counts(matched, name), "random": counts(random, name),
         "difference": [round(one, 3) for one in difference(counts(matched, name), counts(random, name))]}
        for name in measures
    ]  # fmt: skip
    if as_json:
        terminal.print_json(rows)
        return
    shown = [
        [row["measure"], *("{} of {}".format(*row[arm]) for arm in ("matched", "random")),
         "{:+.0%} ({:+.0%} to {:+.0%})".format(*row["difference"])] for row in rows
    ]  # fmt: skip
    terminal.console().print(
        terminal.table(("measure", "matched", "random", "difference, 95% interval"), shown)
    )


def _network(
    store: str, rows: Iterable[dict[str, str]], *, agreeing: bool = False
) -> tuple[Network, list[int]]:
    """Return the network, and the people of these rows by number; who is left out is named, with the reason.

    That is whoever cannot be found and, where they must be `agreeing`, whoever may not be suggested to others.
    """
    from graph.model import Label
    from queries.look_up import look_up
    from queries.network import network_of
    from queries.network.suggestible import suggestible
    from queries.request import Request

    numbers = []
    with invocation.opened(store) as opened, opened.reading() as reader:
        network = network_of(reader, Request({}))
        consents = suggestible(reader, network).consents
        for asked in filter(None, map(_asked, rows)):
            try:
                entity = look_up(reader, Label.PERSON, asked)
            except (NotFoundError, AmbiguousError) as error:
                terminal.complain(f"left out: {error.message}", error.hint, as_json=False)
                continue
            if agreeing and (reason := consents.why_not(entity)):
                terminal.complain(f"left out: {reason}", as_json=False)
            else:
                numbers.append(network.nodes.index[entity["id"]])
    return network, numbers


def _asked(row: dict[str, str]) -> str:
    """Return whom a row names, by id or by name; '' where it names nobody."""
    return next((row[name].strip() for name in _PERSON if row.get(name, "").strip()), "")


def _ends(network: Network, row: dict[str, str]) -> list[int]:
    ids = (row.get("person_id", ""), row.get("partner_id", ""))
    return [network.nodes.index[one] for one in ids if one in network.nodes.index]


def _said(value: str | None) -> str:
    """Return yes, no or '' for what somebody wrote; a number of 3 and above (of 5) is a yes."""
    said = (value or "").strip().casefold()
    if said.isdigit() and said not in ("0", "1"):
        return "yes" if int(said) >= 3 else "no"
    return "" if not said else "yes" if said in _YES else "no"


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = [
                {str(key).strip().casefold(): value or "" for key, value in row.items()}
                for row in csv.DictReader(opened)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InputError(f"{file} cannot be read: {why}", "give a CSV file in UTF-8") from error
    if rows and not set(_PERSON) & set(rows[0]):
        raise InputError(f"{file} has no column for people", "call one `id` or `name`")
    return rows
