"""Two organisations that one field names together: "NHS England and NHS Improvement" is two."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from graph.model import Label
from graph.names import name_key
from ingest.document import Named
from ingest.extract.vocabulary import entries
from ingest.lexicon import Lexicon

_JOINT = re.compile(r"\s*(?:;|/|\|| & | and | with |, (?:and )?)\s*")
# More are a list, which a mapping cuts with `split`.
_MOST = 4


def apart(named: Named, lexicon: Lexicon) -> tuple[Named, ...]:
    """Return the organisations that a name joins, where each is known by itself and the whole is not.

    "Barking, Havering and Redbridge University Hospitals" is one: its parts are nobody's names. Known is
    what a register lists with an id, and what the national list has.
    """
    if named.label is not Label.ORGANISATION or named.ids or _is_known(named.name, lexicon):
        return (named,)
    parts = [part.strip() for part in _JOINT.split(named.name)]
    if not 1 < len(parts) <= _MOST or not all(_is_known(part, lexicon) for part in parts):
        return (named,)
    return tuple(replace(named, name=part, names=()) for part in dict.fromkeys(parts))


def _is_known(name: str, lexicon: Lexicon) -> bool:
    key = name_key(Label.ORGANISATION, name)
    entry = lexicon.entries.get((Label.ORGANISATION, key))
    return bool(key) and (key in _national() or (entry is not None and bool(entry.id)))


@cache
def _national() -> frozenset[str]:
    return frozenset(
        name_key(Label.ORGANISATION, form) for forms in entries("national_organisations") for form in forms
    )
