"""Kinds of role: what is left of a role when where and over what it is held is taken away."""

from __future__ import annotations

from graph.names import words


def role_family(role: str) -> str:
    """Return the kind of a role: its last word before "of", "for", "in" or a comma ("ward manager" is a manager)."""
    plain = words(role.split(",", maxsplit=1)[0].split("(", maxsplit=1)[0])
    cut = next(
        (n for n, word in enumerate(plain) if n and word in ("of", "for", "in", "at", "and", "to")),
        len(plain),
    )
    return plain[cut - 1] if plain else ""
