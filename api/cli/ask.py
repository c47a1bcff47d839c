"""`ask`: one command for each question, made from its declaration."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli import invocation, terminal

if TYPE_CHECKING:
    from queries.questions import Question

_CSV = Annotated[
    Path | None,
    typer.Option(
        "--csv", metavar="FILE", help="Write a table too, one row for each quote; - is standard output."
    ),
]
_XLSX = Annotated[
    Path | None,
    typer.Option("--xlsx", metavar="FILE", help="Write an Excel workbook too: findings, and their quotes."),
]


class Questions(TyperGroup):
    """The questions as commands; they are loaded when one of them is wanted, which takes a moment."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's own signature
        """Return the names of the questions."""
        return list(_commands())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the library's own signature
        """Return the command of a question, or None."""
        self.commands = dict(_commands())  # what a mistyped name is compared with
        return self.commands.get(cmd_name)


app = typer.Typer(cls=Questions, help="Ask one of the questions; see ask --help.", no_args_is_help=True)


@app.callback()
def _ask() -> None:
    """Ask a question; each answer stands on quotes."""


@cache
def _commands() -> dict[str, Any]:
    from queries.questions import QUESTIONS

    return {question.name: _command(question) for question in QUESTIONS}


def _command(question: Question) -> Any:
    """Return the command of a question, with an option for each of its parameters."""
    made = typer.Typer(add_completion=False, rich_markup_mode=None)
    made.command(question.name, help=question.asks, epilog=_example(question))(_function(question))
    return typer.main.get_command(made)


def _function(question: Question) -> Callable[..., None]:
    """Return a function whose signature is the question's parameters: typer makes options from it.

    Every value is checked by the question itself, so that words about a wrong one are the same everywhere.
    """

    def answer(**options: Any) -> None:
        store, as_json = options.pop("store"), options.pop("as_json")
        files = {kind: options.pop(kind) for kind in ("csv", "xlsx")}
        given = {name.removesuffix("_"): value for name, value in options.items() if value is not None}
        _answer(question.name, given, store, files, as_json=as_json)

    kinds: dict[str, tuple[Any, Any]] = {
        # A trailing _ keeps the parameters `from` and `to` apart from Python's own words.
        f"{parameter.name}_": (Annotated[str | None, _option(parameter)], None)
        for parameter in question.parameters
    }
    kinds |= {"csv": (_CSV, None), "xlsx": (_XLSX, None)}
    kinds |= {"store": (invocation.Store, ""), "as_json": (invocation.Json, False)}
    answer.__annotations__ = {name: kind for name, (kind, _) in kinds.items()}
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # read by inspect.signature
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in kinds.items()
        ]
    )
    return answer


def _option(parameter: Any) -> Any:
    says = parameter.says
    if parameter.choices:
        says += f": {', '.join(parameter.choices)}"
    if parameter.required:
        says += "  [needed]"
    return typer.Option(
        f"--{parameter.name.replace('_', '-')}", metavar="TEXT", help=says, show_default=False
    )


def _example(question: Question) -> str:
    needed = next((parameter for parameter in question.parameters if parameter.required), None)
    if needed is None or not question.example:
        return ""
    return f'For example: improvement-graph ask {question.name} --{needed.name} "{question.example}"'


def _answer(
    name: str, given: dict[str, str], store: str, files: dict[str, Path | None], *, as_json: bool
) -> None:
    from api.cli import answer_table
    from queries.questions import ask
    from queries.request import Role

    with invocation.opened(store) as opened:
        # Whoever has the store itself can read all of it: the owner.
        answer = ask(opened, name, given, Role.MANAGER)
    csv, xlsx = files["csv"], files["xlsx"]
    if csv is not None:
        answer_table.write_csv(answer, csv)
    if xlsx is not None:
        answer_table.write_workbook(answer, xlsx)
    if as_json:
        terminal.print_json(answer.as_dict())
    elif str(csv) != "-":
        answer_table.show(answer)
