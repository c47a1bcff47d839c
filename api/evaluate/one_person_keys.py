"""Keys of a labelled set that are of one person though they differ: by an ORCID that both have, or by a judge's reason.

A key an account or an address is no perfect truth: people have two. What is corrected is said in the figures, with why.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

# The key pairs that a reader has judged: a digest of both, so that nobody's address or account stands here, and why.
_JUDGED = Path(__file__).parent / "judged_keys.csv"
_BY_ORCID = "one ORCID"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The truth with keys of one person made one, and for each reason how many keys it joined to another."""

    truth: Sequence[str]
    reasons: dict[str, int]


def corrected(truth: Sequence[str], tables: Sequence[Path]) -> Corrected:
    """Return the keys of records with those of one person made one; `tables` are where ORCIDs may stand beside keys."""
    known = sorted(set(truth))
    group = {key: key for key in known}
    reasons: dict[str, int] = defaultdict(int)
    for one, other, reason in (*_of_one_orcid(known, tables), *_judged(known)):
        if group[one] != group[other]:
            old, new = sorted((group[one], group[other]), reverse=True)
            group = {key: new if at == old else at for key, at in group.items()}
            reasons[reason] += 1
    return Corrected([group[key] for key in truth], dict(reasons))


def _of_one_orcid(known: Sequence[str], tables: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    holders: dict[str, set[str]] = defaultdict(set)
    for file in tables:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("orcid") and row.get("person_id") in known:
                    holders[row["orcid"]].add(row["person_id"])
    for keys in holders.values():
        first, *others = sorted(keys)
        yield from ((first, other, _BY_ORCID) for other in others)


def _judged(known: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    with _JUDGED.open(encoding="utf-8", newline="") as lines:
        reasons = {row["keys"]: row["reason"] for row in csv.DictReader(lines)}
    for one, other in combinations(known, 2):
        reason = reasons.get(digest(one, other))
        if reason:
            yield one, other, reason


def digest(one: str, other: str) -> str:
    """Return what stands for two keys in the file of judged ones."""
    return sha256("\n".join(sorted((one, other))).encode()).hexdigest()[:16]
