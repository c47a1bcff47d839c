"""What a question gets back: findings, each with why and the quotes it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quote: `text[start:end]` of the document's stored text, and who wrote it where and when.

    `status` is the strength of the claim: asserted, declared, observed or inferred.
    """

    document: str
    title: str
    url: str
    author: str
    published: str
    quote: str
    start: int
    end: int
    rule: str
    status: str

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands: the same words of one document are shown once."""
        return self.document, self.start, self.end


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of an answer; without evidence it would be an opinion, so it must have some.

    The one exception is an entity found by its name alone (`find`, the head of a profile), which
    states nothing but that it is there.
    """

    value: Mapping[str, Any]
    score: float
    why: tuple[str, ...]
    because: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its findings, what it could see (`coverage`), and what to bear in mind (`caveats`).

    `next` is the cursor of the next page, or empty on the last one; `facets` count the whole result by some property.
    """

    question: str
    parameters: Mapping[str, str]
    findings: tuple[Finding, ...]
    coverage: Mapping[str, Any] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    as_of: str = ""
    next: str = ""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as the contract has it (architecture: "An answer")."""
        return {
            "question": self.question,
            "parameters": dict(self.parameters),
            "as_of": self.as_of or None,
            "coverage": dict(self.coverage),
            "findings": [_finding(finding) for finding in self.findings],
            "caveats": list(self.caveats),
            "next": self.next or None,
            **(
                {"facets": {name: dict(counts) for name, counts in self.facets.items()}}
                if self.facets
                else {}
            ),
        }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "value": dict(finding.value),
        "score": round(finding.score, 4),
        "why": list(finding.why),
        "because": [
            {name: getattr(evidence, name) for name in Evidence.__slots__}  # the fields, in their order
            for evidence in finding.because
        ],
    }
