"""`evaluate introductions`: are ties that came later foreseen by the ranking, and better than by plain methods?"""

from __future__ import annotations

from api.evaluate.introductions import bibliography, cohorts, hidden_edges
from api.evaluate.measured import SetKind, holds

KINDS = (
    SetKind(
        "a community's works by year (authors, authorships, publications, usages)",
        holds("authorships.csv*", "publications.csv*", "usages.csv*"),
        bibliography.measure,
    ),
    SetKind(
        "edge lists with published AUC", holds("*_edges.csv", "ref_published_auc.csv"), hidden_edges.measure
    ),
    SetKind(
        "cohorts of projects with their people",
        holds("_data/people.yaml", "_data/*/*/projects.yaml", "_data/*/*/schedule.yaml"),
        cohorts.measure,
    ),
)
