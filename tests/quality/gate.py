"""The quality gate: how much of a known truth the whole product finds, with floors that only rise.

`python -m tests.quality.gate` prints the figures and says which fall short; `--pin` raises floors to what is
measured, and refuses to lower one without `--allow-regression`. There is no noise: the same corpus and the
same code give the same figures, so a floor is exact (cut, not rounded, after four places). Only where a trained
model reads may another processor's arithmetic differ in a name or two: those floors are a little lower.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from ingest.community import read_community
from ingest.run import ingest
from tests.quality.measures import SAMPLE, name_figures, public_figures, said_figures, sample_figures
from tests.quality.score import Figures, Score

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
PUBLIC = Path(__file__).with_name("public.toml")
BASELINE = Path(__file__).with_name("baseline.json")
# The folders that public.toml reads.
FOLDERS = ("nhs-r-community", "nhsengland-data-science", "nhs-hack-day", "open-life-science", "wxr-cc-labs")


def read_store(folder: Path, community: Path, *, language: bool) -> GraphStore:
    """Read a community into a new store in a folder; the caller closes it."""
    settings = Settings(store=f"sqlite:{folder / 'graph.db'}")
    store = open_store(settings)
    ingest(store, read_community(community), settings, language=language)
    return store


def corpus(files: Iterable[Path], base: Path) -> dict[str, Any]:
    """Return a digest and counts of files: their names under `base` and their bytes."""
    total, size, seen = sha256(), 0, 0
    for file in sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts):
        content = file.read_bytes()
        total.update(f"{file.relative_to(base).as_posix()}\0{len(content)}\0".encode() + content)
        size, seen = size + len(content), seen + 1
    return {"digest": total.hexdigest()[:20], "files": seen, "bytes": size}


def corpora() -> dict[str, dict[str, Any]]:
    """Return the digest and counts of each corpus that is here."""
    found = {"sample": corpus(SAMPLE.rglob("*"), SAMPLE)}
    if SHARED.is_dir():
        files = [path for folder in FOLDERS for path in (SHARED / folder).rglob("*")]
        found["public"] = corpus(files, SHARED)
    return found


# What a name or two in a hundred that turn out otherwise on another processor may take off a figure.
_SLACK = 0.01


def _floor(name: str, value: float) -> float:
    return round(max(0.0, value - _SLACK), 4) if name.startswith("names.") else value


def values(figures: Figures) -> dict[str, float]:
    """Return the figures that have floors, by name: work.precision, work.recall, work.f and so on."""
    return {
        f"{name}.{part}": int(getattr(score, part) * 10_000 + 1e-6) / 10_000
        for name, score in figures.items()
        for part in ("precision", "recall", "f")
    }


def shortfalls(figures: Figures, baseline: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each figure below its floor; a figure without a floor is named too."""
    floors: Mapping[str, float] = baseline["floors"]
    return [
        f"{name} is {value:.4f}, its floor is {floors[name]:.4f}"
        if name in floors
        else f"{name} is {value:.4f} and has no floor: pin it"
        for name, value in values(figures).items()
        if name not in floors or value < floors[name]
    ]


def changed_corpora(now: Mapping[str, Any], baseline: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each corpus that is not the one the floors were pinned on."""
    pinned: Mapping[str, Any] = baseline["corpora"]
    return [
        f"the {name} corpus is not the one that was pinned ({held} is now {now[name]}): pin again"
        for name, held in pinned.items()
        if name in now and now[name] != held
    ]


class RegressionError(Exception):
    """A pin would lower a floor."""


def pinned(
    figures: Figures, now: Mapping[str, Any], baseline: Mapping[str, Any], *, allow: bool = False
) -> dict[str, Any]:
    """Return the baseline with floors raised to the figures; what was not measured keeps its floor.

    Raises RegressionError, naming the floors, where one would fall and `allow` does not say it may.
    """
    lower = [said for said in shortfalls(figures, baseline) if "has no floor" not in said]
    if lower and not allow:
        raise RegressionError("; ".join(lower))
    held = {} if allow else baseline["floors"]
    floors = {name: max(_floor(name, value), held.get(name, 0.0)) for name, value in values(figures).items()}
    counts = {name: [score.right, score.found, score.wanted] for name, score in figures.items()}
    return {
        "corpora": {**baseline["corpora"], **now},
        "counts": dict(sorted({**baseline["counts"], **counts}.items())),
        "floors": dict(sorted({**baseline["floors"], **floors}.items())),
    }


def read_baseline() -> dict[str, Any]:
    """Return the pinned floors; empty before the first pin."""
    if not BASELINE.exists():
        return {"corpora": {}, "counts": {}, "floors": {}}
    held: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return held


def measure() -> dict[str, Score]:
    """Measure everything that can be measured here: the sample always, public data where it lies beside."""
    with tempfile.TemporaryDirectory() as folder:
        told = read_store(Path(folder), SAMPLE / "community.toml", language=True)
        figures = sample_figures(told)
        told.close()
    figures |= name_figures(SHARED) | said_figures()
    if SHARED.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            public = read_store(Path(folder), PUBLIC, language=False)
            figures |= public_figures(public, SHARED)
            public.close()
    return figures


def lines(figures: Figures) -> list[str]:
    """Return the figures as lines of a table."""
    return [
        f"{name:34} precision {score.precision:.4f}  recall {score.recall:.4f}  F {score.f:.4f}"
        f"  ({score.right} right of {score.found} found, {score.wanted} wanted)"
        for name, score in figures.items()
    ]


def main(words: list[str]) -> int:
    """Print the figures, and pin them where asked; 1 where one falls short of its floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.gate", description=__doc__)
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --pin: lower floors too")
    given = parser.parse_args(words)
    figures, now, baseline = measure(), corpora(), read_baseline()
    print("\n".join(lines(figures)))
    if "public" not in now:
        print(f"PUBLIC DATA NOT MEASURED: there is none at {SHARED}", file=sys.stderr)
    if given.pin:
        try:
            new = pinned(figures, now, baseline, allow=given.allow_regression)
        except RegressionError as error:
            print(f"not pinned: {error}", file=sys.stderr)
            return 1
        BASELINE.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        return 0
    problems = [*shortfalls(figures, baseline), *changed_corpora(now, baseline)]
    print("\n".join(problems) or "every figure is at its floor or above")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
