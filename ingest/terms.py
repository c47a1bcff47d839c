"""The terms on which a source may be read: its licence and the lawful basis for the personal data in it."""

from __future__ import annotations

from graph.errors import UsageError
from ingest.community import Community, SourceConfig

_TERMS = ("licence", "lawful_basis")


def missing_terms(config: SourceConfig) -> list[str]:
    """Return the terms that a source does not state; how long it may be kept can stay open."""
    return [name for name in _TERMS if not getattr(config.source, name).strip()]


def require_terms(community: Community) -> None:
    """Raise UsageError where a source of a community file does not state its terms."""
    open_ones = [(config.id, missing_terms(config)) for config in community.sources]
    said = "; ".join(f"{name} has no {' and no '.join(missing)}" for name, missing in open_ones if missing)
    if said:
        raise UsageError(
            f"sources without terms: {said}",
            "state `licence` and `lawful_basis` in the community file, or read them all the same with --no-terms",
        )


def warnings(community: Community) -> list[str]:
    """Return a warning that names the sources which are read without their terms, one for each kind of lack."""
    lacking: dict[str, list[str]] = {}
    for config in community.sources:
        if missing := missing_terms(config):
            lacking.setdefault(" and ".join(missing), []).append(config.id)
    return [
        f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} read without {missing}: do not pass on what comes "
        f"of {'it' if len(names) == 1 else 'them'}"
        for missing, names in lacking.items()
    ]
