"""`demo`: build the sample community, answer four questions, serve the page."""

from __future__ import annotations

import time
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import invocation, terminal

if TYPE_CHECKING:
    from graph.settings import Settings

QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("who-works-on", {"topic": "falls"}),
    ("who-works-on", {"topic": "virtual wards"}),
    ("person", {"id": "Asha Rao"}),
    ("introductions", {"limit": "3"}),
)
# A demo shows what an answer looks like; the page shows all of it.
_SHOWN = "5"


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the questions.")] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the page; the next free one if it is taken.")
    ] = 8000,
    store: invocation.Store = "",
    as_json: invocation.Json = False,
) -> None:
    """Build the sample, answer four questions, serve the page.

    Everybody in the sample community is made up.
    """
    from api.cli import serve

    settings = invocation.settings_for(store)
    _refuse_others(settings)
    built = _build(settings, as_json=as_json)
    answers = [_ask(settings, name, given, as_json=as_json) for name, given in QUESTIONS]
    if as_json:
        terminal.print_json({"store": settings.store, "report": built, "answers": answers})
    if not no_serve:
        serve.run(settings, serve.listen("127.0.0.1", port, or_next=True), as_json=as_json)


def _refuse_others(settings: Settings) -> None:
    """Raise UsageError where the store holds a real community: made-up people must not be mixed into it."""
    from graph.errors import StoreNotReadyError, UsageError
    from graph.schema import SOURCES
    from graph.stores import open_store
    from ingest.community import read_community

    with as_file(files("ingest") / "sample") as folder:
        own = {config.id for config in read_community(folder / "community.toml").sources}
    try:
        store = open_store(settings, must_exist=True)
    except StoreNotReadyError:
        return
    try:
        others = sorted(row["id"] for row in store.scan(SOURCES) if row["id"] not in own)
    finally:
        store.close()
    if others:
        raise UsageError(
            f"{settings.store} holds another community ({', '.join(others[:3])})",
            "the demo would mix made-up people into it: give it a store of its own with --store sqlite:demo.db",
        )


def _build(settings: Settings, *, as_json: bool) -> dict[str, Any]:
    from api.cli import ingest, run_report
    from ingest.community import read_community

    if not as_json:
        print("Building the sample community: everybody in it is made up.")
    with as_file(files("ingest") / "sample") as folder:
        report = ingest.read(read_community(folder / "community.toml"), settings)
    if not as_json:
        run_report.show(report.as_dict())
    return report.as_dict()


def _ask(settings: Settings, name: str, given: dict[str, str], *, as_json: bool) -> dict[str, Any]:
    from api.cli import answer_table
    from graph.settings import DEFAULT_STORE
    from graph.stores import open_store
    from queries.questions import ask

    store = open_store(settings, must_exist=True)
    try:
        started = time.perf_counter()
        answer = ask(store, name, {"limit": _SHOWN, **given})
        seconds = time.perf_counter() - started
    finally:
        store.close()
    if not as_json:
        words = " ".join(f'--{option} "{value}"' for option, value in given.items())
        where = "" if settings.store == DEFAULT_STORE else f" --store {settings.store}"
        print(f"\n$ improvement-graph ask {name} {words}{where}")
        answer_table.show(answer)
        print(f"({seconds:.2f} s)")
    return answer.as_dict()
