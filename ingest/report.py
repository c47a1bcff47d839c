"""What a run took and what it left: read = loaded + unchanged + skipped, every skip with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.document import Skip

# A report names each skip up to here; the counts by reason are always whole.
NAMED_SKIPS = 1000


@dataclass(slots=True)
class SourceReport:
    """The counts of one source."""

    source: str
    loaded: int = 0
    unchanged: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    skips: list[Skip] = field(default_factory=list)

    @property
    def read(self) -> int:
        """All that was there: loaded, unchanged and skipped."""
        return self.loaded + self.unchanged + self.skipped

    def skip(self, skip: Skip) -> None:
        """Count a skip by its reason, and name it."""
        self.skipped += 1
        self.reasons[skip.reason] += 1
        if len(self.skips) < NAMED_SKIPS:
            self.skips.append(skip)


@dataclass(slots=True)
class Report:
    """The counts of a whole run, and how long it took in seconds."""

    store: str
    dry_run: bool = False
    seconds: float = 0.0
    sources: dict[str, SourceReport] = field(default_factory=dict)
    stored: dict[str, int] = field(default_factory=dict)

    def of(self, source: str) -> SourceReport:
        """Return the report of one source, made when first asked for."""
        return self.sources.setdefault(source, SourceReport(source))

    @property
    def read(self) -> int:
        """Documents read in all sources."""
        return sum(item.read for item in self.sources.values())

    @property
    def loaded(self) -> int:
        """Documents that were new or had changed."""
        return sum(item.loaded for item in self.sources.values())

    @property
    def unchanged(self) -> int:
        """Documents that stood in the store as they are."""
        return sum(item.unchanged for item in self.sources.values())

    @property
    def skipped(self) -> int:
        """Documents left out."""
        return sum(item.skipped for item in self.sources.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the report for `--json`: totals, then each source with its skips."""
        return {
            "store": self.store,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 3),
            "read": self.read,
            "loaded": self.loaded,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "stored": self.stored,
            "sources": [
                {
                    "source": item.source,
                    "read": item.read,
                    "loaded": item.loaded,
                    "unchanged": item.unchanged,
                    "skipped": item.skipped,
                    "reasons": dict(sorted(item.reasons.items())),
                    "skips": [{"place": skip.place, "reason": skip.reason} for skip in item.skips],
                }
                for item in self.sources.values()
            ],
        }
