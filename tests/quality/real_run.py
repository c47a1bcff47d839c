"""The real run: five public communities, read into each store there is, read again, and asked.

`python -m tests.quality.real_run [--store PATH] [--neo4j URL] [--no-language]` prints what a closing note
needs. NHS Hack Day states no licence: its data is counted and its text is never printed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.errors import ImprovementGraphError
from graph.ids import label_of
from graph.schema import DOCUMENTS, META, RECORDS, TABLES
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import neo4j_install, neo4j_server, open_store
from ingest.community import read_community
from ingest.run import ingest
from queries.answer import Evidence, Finding
from queries.questions import ask
from tests.quality.gate import PUBLIC, SHARED, lines, read_store
from tests.quality.measures import public_figures

ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("who-works-on", {"topic": "text mining"}),
    ("who-works-on", {"topic": "waiting lists"}),
    ("person", {"id": "Malvika Sharan"}),
    ("introductions", {"limit": "10"}),
)
_PRINTED, _QUOTES, _LONGEST = 10, 2, 130
_UNLICENSED = "hack-day-"
_TIMES = frozenset({"recorded", "made"})
# Of these only whether there is one counts.
_ENDS = frozenset({"retracted", "undone"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A store of the run, and its name in what is printed."""

    name: str
    store: GraphStore
    settings: Settings


def digest(store: GraphStore) -> dict[str, str]:
    """Return a digest of each table's rows without their times; the store's own facts are left out."""
    found = {}
    for table in TABLES:
        total = sha256()
        for row in store.scan(table) if table is not META else ():
            kept = {
                name: bool(value) if name in _ENDS else value
                for name, value in row.items()
                if name not in _TIMES
            }
            total.update(repr(sorted(kept.items())).encode())
        found[table.name] = total.hexdigest()
    return found


def read_twice(opened: Opened, *, language: bool) -> dict[str, str]:
    """Read everything twice, print what that gave, and return the digests of the tables."""
    community = read_community(PUBLIC)
    report = ingest(opened.store, community, opened.settings, language=language)
    counts = ", ".join(
        f"{report.stored[name]:,} {name}"
        for name in ("documents", "people", "projects", "organisations", "topics", "claims")
    )
    print(f"{opened.name}: {counts}; {report.seconds:.1f} s")
    before = digest(opened.store)
    again = ingest(opened.store, community, opened.settings, language=language)
    after = digest(opened.store)
    same = "every table unchanged" if before == after else f"CHANGED: {_differing(before, after)}"
    print(f"  read again: loaded={again.loaded} unchanged={again.unchanged} skipped={again.skipped}; {same};"
          f" {again.seconds:.1f} s")  # fmt: skip
    return after


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    return ", ".join(name for name in one if one[name] != other[name])


def _asked(
    store: GraphStore, name: str, parameters: dict[str, str]
) -> tuple[dict[str, Any], tuple[Finding, ...], float]:
    """Return an answer (or what was said instead), its findings, and the median of five in milliseconds."""
    times, told, findings = [], {}, ()  # type: list[float], dict[str, Any], tuple[Finding, ...]
    for _ in range(6):
        started = time.perf_counter()
        try:
            answer = ask(store, name, parameters)
            told, findings = answer.as_dict(), answer.findings
        except ImprovementGraphError as error:
            told = {"error": error.message, "hint": error.hint}
        times.append((time.perf_counter() - started) * 1000)
    return told, findings, statistics.median(times[1:])


def ask_all(stores: list[Opened]) -> bool:
    """Ask each question of each store, print the first one's answers, and say whether they are equal."""
    equal = True
    for name, parameters in ASKED:
        answers = [_asked(opened.store, name, parameters) for opened in stores]
        same = all(told == answers[0][0] for told, _, _ in answers)
        equal &= same
        took = ", ".join(f"{o.name} {ms:.0f} ms" for o, (_, _, ms) in zip(stores, answers, strict=True))
        if len(stores) == 1:
            verdict = "one store only"
        else:
            verdict = "equal answers" if same else "ANSWERS DIFFER"
        print(
            f"\n## {name} {', '.join(f'{key}={value}' for key, value in parameters.items())} ({took}; {verdict})"
        )
        told, findings, _ = answers[0]
        if "error" in told:
            print(f"  {told['error']}")
        _print_findings(stores[0].store, findings)
        for caveat in told.get("caveats", ()):
            print(f"  Caveat: {caveat}")
    return equal


def _print_findings(store: GraphStore, findings: tuple[Finding, ...]) -> None:
    shown = [finding for finding in findings if may_be_printed(store, finding)]
    for number, finding in enumerate(shown[:_PRINTED], 1):
        print(f"{number}. {' '.join(finding.why)}")
        for evidence in finding.because[:_QUOTES]:
            print(f"   {_quoted(evidence)}")
    more, hidden = max(0, len(shown) - _PRINTED), len(findings) - len(shown)
    print(
        f"  {len(findings)} findings; {more} more not printed; {hidden} left out as their source states no licence."
    )


def may_be_printed(store: GraphStore, finding: Finding) -> bool:
    """Say whether nothing in a finding comes from a source without a licence: no quote, and nothing it names."""
    documents = {evidence.document for evidence in finding.because}
    documents |= {one for one in _ids(finding.value) if one.startswith("document:")}
    if any(row["source"].startswith(_UNLICENSED) for row in store.find(DOCUMENTS, "id", sorted(documents))):
        return False
    named = sorted(one for one in _ids(finding.value) if not one.startswith("document:"))
    sources: dict[str, set[str]] = {}
    for row in store.find(RECORDS, "entity", named):
        sources.setdefault(row["entity"], set()).add(row["source"])
    return not any(all(source.startswith(_UNLICENSED) for source in found) for found in sources.values())


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, str) and label_of(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _ids(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids(item)


def _quoted(evidence: Evidence) -> str:
    words = " ".join(evidence.quote.split())
    short = words if len(words) <= _LONGEST else words[: words.rindex(" ", 0, _LONGEST)] + " …"
    told = (evidence.title, evidence.author, evidence.published[:10])
    return f"“{short}” ({'; '.join(part for part in told if part)})"


@contextmanager
def _server(url: str) -> Iterator[Opened | None]:
    """Yield the Neo4j store that was named, or one on a server of our own; None, with the reason, if there is none.

    Raises SystemExit where the server holds a graph already: nobody's graph is added to or deleted.
    """
    with tempfile.TemporaryDirectory(prefix="neo4j-", ignore_cleanup_errors=True) as home:
        settings = Settings(store=url, neo4j_user=os.environ.get("NEO4J_USER", "neo4j"),
                            neo4j_password=os.environ.get("NEO4J_PASSWORD", ""))  # fmt: skip
        if not url:
            password = secrets.token_hex(16)
            try:
                started = neo4j_server.start(
                    Path(home).resolve(),
                    bolt_port=0,
                    password=password,
                    cache=neo4j_install.default_cache(os.environ),
                )
            except ImprovementGraphError as error:
                print(f"NO NEO4J: {error.message} ({error.hint})", file=sys.stderr)
                yield None
                return
            settings = Settings(store=started.uri, neo4j_user=neo4j_server.USER, neo4j_password=password)
        try:
            store = open_store(settings)
            if store.count()["documents"]:
                sys.exit(f"{settings.store} holds a graph already: give an empty server")
            yield Opened("Neo4j", store, settings)
            store.close()
        finally:
            if not url:
                neo4j_server.stop(Path(home).resolve())


def print_gold(told: GraphStore, *, language: bool) -> None:
    """Print the edges against gold: as the fields alone give them (the gate's measure), and with the prose."""
    print("\nEdges against gold, fields alone (the gate's measure):")
    with tempfile.TemporaryDirectory() as folder:
        fields = read_store(Path(folder), PUBLIC, language=False)
        print("\n".join(lines(public_figures(fields, SHARED))))
        fields.close()
    if language:
        print("The same with the prose read (work that only prose tells of is not in the gold):")
        print("\n".join(lines(public_figures(told, SHARED))))


def main(words: list[str]) -> int:
    """Do the run; 1 where a second reading changed something or two stores answered differently."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.real_run", description=__doc__)
    parser.add_argument("--store", type=Path, help="keep the SQLite store in this new file")
    parser.add_argument("--neo4j", default=os.environ.get("NEO4J_URI", ""), help="an empty server's address")
    parser.add_argument(
        "--language", action=argparse.BooleanOptionalAction, default=True, help="read the prose"
    )
    given = parser.parse_args(words)
    if not SHARED.is_dir():
        sys.exit(f"the public data is not at {SHARED}")
    if given.store and given.store.exists():
        sys.exit(f"{given.store} is there already: name a new file")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = Settings(store=f"sqlite:{given.store or Path(folder) / 'graph.db'}")
        sqlite = Opened("SQLite", open_store(settings), settings)
        stack.callback(sqlite.store.close)
        neo4j = stack.enter_context(_server(given.neo4j))
        stores = [opened for opened in (sqlite, neo4j) if opened is not None]
        digests = [read_twice(opened, language=given.language) for opened in stores]
        if len(stores) > 1:
            differing = _differing(*digests)
            print(f"tables of both stores: {'equal' if not differing else 'DIFFER: ' + differing}")
        equal = ask_all(stores)
        print_gold(sqlite.store, language=given.language)
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
