"""Clusters from standing judgements: "same" joins, "different" blocks every path, people win over rules."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Judgement, Verdict

# For each root: the records its cluster must not hold, and whether only a rule says so.
_Barred = dict[str, dict[str, bool]]


def cluster(records: Iterable[str], judgements: Iterable[Judgement]) -> dict[str, str]:
    """Return, for each record, the id of its entity: the first id of its cluster.

    Judgements of people come before those of rules, then the higher score, then the id: so the outcome
    does not hang on the order they were made in. A "same" that would join two records which are judged
    different is left out; a person's "same" gives way to a person's "different" alone.
    """
    parent = {record: record for record in records}
    standing = [
        judgement for judgement in judgements if judgement.left in parent and judgement.right in parent
    ]
    overruled = _overruled(standing)
    barred: _Barred = {}
    for judgement in standing:
        if judgement.verdict is Verdict.DIFFERENT and judgement.id not in overruled:
            for one, other in ((judgement.left, judgement.right), (judgement.right, judgement.left)):
                by_rule = barred.setdefault(one, {}).get(other, True)
                barred[one][other] = by_rule and judgement.by_rule
    for judgement in sorted(standing, key=lambda item: (item.by_rule, -item.score, item.id)):
        if judgement.verdict is Verdict.SAME and judgement.id not in overruled:
            _join(parent, barred, judgement)
    return {record: _root(parent, record) for record in parent}


def _overruled(standing: list[Judgement]) -> set[str]:
    """Return the rules' judgements on pairs that a person has judged otherwise."""
    human = {(item.left, item.right): item.verdict for item in standing if not item.by_rule}
    return {
        item.id
        for item in standing
        if item.by_rule and human.get((item.left, item.right), item.verdict) is not item.verdict
    }


def _root(parent: dict[str, str], record: str) -> str:
    root = record
    while parent[root] != root:
        root = parent[root]
    while parent[record] != root:
        parent[record], record = root, parent[record]
    return root


def _join(parent: dict[str, str], barred: _Barred, judgement: Judgement) -> None:
    """Join two clusters unless a "different" stands between any two of their records."""
    one, other = sorted((_root(parent, judgement.left), _root(parent, judgement.right)))
    if one == other:
        return
    for record, by_rule in barred.get(one, {}).items():
        if _root(parent, record) == other and (judgement.by_rule or not by_rule):
            return
    parent[other] = one
    for record, by_rule in barred.pop(other, {}).items():
        mine = barred.setdefault(one, {})
        mine[record] = by_rule and mine.get(record, True)
