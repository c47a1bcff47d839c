"""The word lists beside this file: one entry a line, `|` between forms, `#` for comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from graph.names import fold


@cache
def entries(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of a list, each as its forms in order."""
    text = (files("ingest.extract") / "vocabulary" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(
        tuple(form.strip() for form in line.split("|")) for line in lines if line and not line.startswith("#")
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """Return all forms of all entries of a list."""
    return frozenset(form for forms in entries(name) for form in forms)


@cache
def given_names() -> frozenset[str]:
    """Return all given names that we know, with their short forms."""
    return word_set("given_names") | word_set("given_names_by_origin")


@cache
def topic_words() -> frozenset[str]:
    """Return all forms of our topics, folded, with a plural of each ("ECRs")."""
    plain = frozenset(map(fold, word_set("topics")))
    return plain | {f"{form}s" for form in plain}


@cache
def role_words() -> frozenset[str]:
    """Return the last word of each role, folded."""
    return frozenset(fold(form.split()[-1]) for form in word_set("roles"))
