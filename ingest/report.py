"""What a run took and what it left: read = created + changed + unchanged + skipped, every skip with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from ingest.document import Skip
from ingest.redact import redact, redact_path

# A report names each skip of one reason, and a dry run each document, up to here; the counts are always whole.
NAMED = 1000


# What is counted of a source and of a whole run, in the order in which it is shown.
COUNTS = ("read", "loaded", "created", "changed", "unchanged", "skipped", "retired")
# How a run stands: it is stopped where somebody broke it off or an error ended it.
RUNNING, DONE, STOPPED = "running", "done", "stopped"


class Action(StrEnum):
    """What a run does to a document in the store."""

    CREATED = "created"
    CHANGED = "changed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a dry run would do to one document; `place` is the source's own key for it."""

    action: Action
    place: str
    title: str


@dataclass(slots=True)
class SourceReport:
    """The counts of one source.

    `retired` are documents that were read from it before and are there no more, of a source that was said to
    be whole; `kept` says why such a source retired nothing. `planned` is what a dry run would do. `emptied` are
    fields that were left empty, since nobody understands them: what is wrong, and the words. `other_languages` counts
    the documents in them: kept, and not searched for names.
    """

    source: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    retired: int = 0
    kept: str = ""
    reasons: Counter[str] = field(default_factory=Counter)
    skips: list[Skip] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    hidden: Skip | None = None
    emptied: dict[str, Counter[str]] = field(default_factory=dict)
    other_languages: Counter[str] = field(default_factory=Counter)

    @property
    def loaded(self) -> int:
        """Documents that were new or had changed."""
        return self.created + self.changed

    @property
    def read(self) -> int:
        """All that was there: loaded, unchanged and skipped."""
        return self.loaded + self.unchanged + self.skipped

    @property
    def failed(self) -> bool:
        """Say whether nothing of it could be read; a source of which all is known or left out on purpose was."""
        return self.loaded + self.unchanged == 0 and (self.hidden is not None or not self.read)

    def skip(self, skip: Skip) -> None:
        """Count a skip by its reason, and name it; a personal address in the name of a file or item is not shown."""
        skip = replace(skip, place=redact_path(skip.place), reason=redact(skip.reason))
        if not skip.on_purpose:
            self.hidden = self.hidden or skip
        if skip.told_elsewhere:
            return
        self.skipped += 1
        self.reasons[skip.reason] += 1
        if self.reasons[skip.reason] <= NAMED:
            self.skips.append(skip)

    def leave_empty(self, fields: Iterable[tuple[str, str]]) -> None:
        """Count fields that are not understood; of each kind so many words are kept as can be named."""
        for wrong, words in fields:
            found = self.emptied.setdefault(wrong, Counter())
            shown = redact(words)
            found[shown if shown in found or len(found) < NAMED else "…"] += 1

    def count(self, action: Action, place: str = "", title: str = "", *, named: bool = False) -> None:
        """Count a document by what is done to it; with `named`, keep which one it is."""
        name = action.value
        setattr(self, name, getattr(self, name) + 1)
        if named and len(self.planned) < NAMED:
            self.planned.append(Planned(action, place, title))


@dataclass(slots=True)
class Report:
    """The counts of a whole run, when it began (UTC), how it ended, and how long it took in seconds."""

    store: str = ""
    dry_run: bool = False
    community: str = ""
    started: str = ""
    outcome: str = RUNNING
    seconds: float = 0.0
    sources: dict[str, SourceReport] = field(default_factory=dict)
    stored: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def of(self, source: str) -> SourceReport:
        """Return the report of one source, made when first asked for."""
        return self.sources.setdefault(source, SourceReport(source))

    def total(self, name: str) -> int:
        """Return a count of all sources together, by the name it has in a SourceReport."""
        return sum(getattr(item, name) for item in self.sources.values())

    @property
    def read(self) -> int:
        """Documents read in all sources."""
        return self.total("read")

    @property
    def loaded(self) -> int:
        """Documents that were new or had changed."""
        return self.total("loaded")

    @property
    def unchanged(self) -> int:
        """Documents that stood in the store as they are."""
        return self.total("unchanged")

    @property
    def skipped(self) -> int:
        """Documents left out."""
        return self.total("skipped")

    def as_dict(self) -> dict[str, Any]:
        """Return the report for `--json`: totals, then each source with its skips."""
        return {
            "store": self.store,
            "community": self.community,
            "started": self.started,
            "outcome": self.outcome,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 3),
            **{name: self.total(name) for name in COUNTS},
            "stored": self.stored,
            "warnings": self.warnings,
            "sources": [_of_source(item, dry_run=self.dry_run) for item in self.sources.values()],
        }


def _of_source(item: SourceReport, *, dry_run: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"source": item.source, **{name: getattr(item, name) for name in COUNTS}}
    found["failed"] = item.failed
    found["reasons"] = dict(sorted(item.reasons.items()))
    found["skips"] = [{"place": skip.place, "reason": skip.reason} for skip in item.skips]
    found["left_empty"] = [
        {"reason": wrong, "number": words.total(), "words": sorted(words)}
        for wrong, words in sorted(item.emptied.items())
    ]
    found["other_languages"] = dict(sorted(item.other_languages.items()))
    if item.kept:
        found["kept"] = item.kept
    if dry_run:
        found["planned"] = [asdict(planned) for planned in item.planned]
    return found
