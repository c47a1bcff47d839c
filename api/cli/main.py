"""The command `improvement-graph`: its commands, and what an error looks like."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec

import typer

from api.cli import (
    ask,
    bench,
    coffee,
    demo,
    doctor,
    evaluate,
    export,
    ingest,
    reconcile,
    review,
    runs,
    serve,
    transfer,
)
from api.cli.invocation import debugging
from api.cli.terminal import complain
from graph.errors import AmbiguousError, ImprovementGraphError

_INTERRUPTED = 130  # 128 and the number of the signal, as shells have it


def main() -> None:
    """Run the command line; leaves with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a test's stream has no encoding to be lenient about
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # TextIOWrapper, when it is one
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; no exception comes out of it."""
    as_json = "--json" in arguments
    try:
        code = typer.main.get_command(build())(list(arguments), "improvement-graph", standalone_mode=False)
    except ImprovementGraphError as error:
        return _ours(error, as_json=as_json)
    except typer.TyperException as error:
        return _wrong_use(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last stop: one line for people, the rest for who asks
        return _bug(error, as_json=as_json)
    return code if isinstance(code, int) else 0


def build() -> typer.Typer:
    """Return the command line with all its commands."""
    app = typer.Typer(
        name="improvement-graph",
        help="Who works on what in an improvement community, with the evidence.",
        no_args_is_help=True,
        add_completion=False,
        # Plain help: the library that draws boxes takes longer to load than the rest of the start.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    app.command("demo")(demo.demo)
    app.command("ingest")(ingest.ingest)
    app.command("runs")(runs.runs)
    app.add_typer(ask.app, name="ask")
    app.command("serve")(serve.serve)
    app.add_typer(review.app, name="review")
    app.command("reconcile")(reconcile.reconcile)
    app.add_typer(coffee.app, name="coffee")
    app.command("export")(export.export)
    app.command("copy")(transfer.copy)
    app.command("verify")(transfer.verify)
    app.command("backup")(transfer.backup)
    app.command("restore")(transfer.restore)
    app.command("evaluate")(evaluate.evaluate)
    app.command("bench")(bench.bench)
    app.command("doctor")(doctor.doctor)
    if find_spec("api.cli.neo4j") is not None:
        from api.cli import neo4j

        app.add_typer(neo4j.app, name="neo4j")
    return app


def _ours(error: ImprovementGraphError, *, as_json: bool) -> int:
    found = error.candidates if isinstance(error, AmbiguousError) else ()
    named = [{"id": key, "label": label, "name": name} for key, label, name in found]
    complain(error.message, error.hint, named, as_json=as_json)
    return error.exit_code


def _wrong_use(error: typer.TyperException, *, as_json: bool) -> int:
    """Say what is wrong with the words of the command line, and how to see the right ones."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
        return error.exit_code
    where = context.command_path if context is not None else "improvement-graph"
    complain(error.format_message(), f"see: {where} --help", as_json=as_json)
    return error.exit_code


def _bug(error: Exception, *, as_json: bool) -> int:
    if debugging():
        traceback.print_exception(error)
    complain(
        f"this is a bug in improvement-graph: {type(error).__name__}",
        "run it again with IMPROVEMENT_GRAPH_DEBUG=1 and send what it prints",
        as_json=as_json,
    )
    return 1


if __name__ == "__main__":
    main()
