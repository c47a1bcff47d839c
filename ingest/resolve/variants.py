"""Forms of given names: Dan is a form of Daniel, Sam of Samuel and of Samantha."""

from __future__ import annotations

from functools import cache

from graph.model import Label, Record
from graph.names import fold, is_full_name, name_key
from ingest.extract.vocabulary import entries


@cache
def whole_names() -> dict[str, frozenset[str]]:
    """Return, for each given name and short form, the whole names it can stand for."""
    found: dict[str, set[str]] = {}
    for forms in entries("given_names"):
        for form in forms:
            found.setdefault(fold(form), set()).add(fold(forms[0]))
    return {form: frozenset(names) for form, names in found.items()}


def variant_handles(record: Record) -> list[str]:
    """Return a handle for each whole name that a person's given name can stand for, with the family name.

    None for a name that has but itself: the handle of the name says the same.
    """
    if record.label is not Label.PERSON or not is_full_name(record.name):
        return []
    given, *rest = name_key(Label.PERSON, record.name).split()
    whole = whole_names().get(given, frozenset())
    return sorted(f"{Label.PERSON}|variant|{' '.join([name, *rest])}" for name in whole if _has_forms(name))


@cache
def _has_forms(name: str) -> bool:
    return sum(name in names for names in whole_names().values()) > 1
