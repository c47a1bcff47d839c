"""Whether a row's person may be suggested to others: the columns that say so, and what is written in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.errors import InputError
from graph.model import Agreed, ConsentPolicy
from graph.names import words

# Headings of columns in which a yes means that one may be found and suggested.
_AGREES = frozenset(
    {
        "consent", "consents", "consented", "consent given", "consent to be found", "consent to introductions",
        "consent to be introduced", "consent to be contacted", "consent to contact", "consent to share", "visible",
        "visible to members", "visibility", "profile visible", "profile visibility", "public profile", "listed",
        "listed in directory", "show in directory", "directory", "discoverable", "searchable", "findable",
        "may be found", "can be found", "may be suggested", "can be suggested", "may be introduced",
        "may be contacted", "can be contacted", "open to introductions", "open to introduction", "introductions",
        "happy to be contacted", "happy to be introduced", "willing to be contacted", "willing to be introduced",
        "willing to connect", "open to contact", "open to connect", "opt in", "opted in", "opt in to introductions",
        "share my details", "share details", "share profile", "agrees to introductions",
    }
)  # fmt: skip
# Headings of columns in which a yes means that one may not; a no there is no yes to being suggested.
_OBJECTS = frozenset(
    {
        "opt out", "opted out", "do not contact", "do not introduce", "do not suggest", "do not list", "no contact",
        "hidden", "hide", "hide profile", "hide from directory", "private", "private profile", "unlisted",
        "consent withdrawn", "withdrawn consent", "objects", "objects to introductions",
    }
)  # fmt: skip
_YES = frozenset(
    {
        "yes", "y", "true", "t", "1", "1 0", "x", "✓", "✔", "☑", "ok", "okay", "agree", "agrees", "agreed", "consent",
        "consents", "consented", "given", "granted", "opt in", "opted in", "in", "on", "public", "visible", "listed",
        "open", "shown", "allowed", "members", "members only", "everyone", "all", "ja", "oui", "si", "sí", "ydw",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "no", "n", "false", "f", "0", "0 0", "✗", "✘", "☐", "none", "never", "opt out", "opted out", "out", "off",
        "refused", "refuses", "declined", "declines", "withdrawn", "withdrew", "withheld", "not given", "private",
        "hidden", "unlisted", "closed", "nobody", "no one", "revoked", "denied", "disagree", "disagrees", "nein", "non",
    }
)  # fmt: skip
# How a sentence begins that says yes or no: "No, thank you", "Not yet", "Yes, by post".
_BEGINS_YES, _BEGINS_NO = (
    frozenset({"yes", "yep"}),
    frozenset({"no", "not", "nope", "dont", "do not", "never"}),
)
# What says nothing.
_BLANK = frozenset({"", "n a", "na", "unknown", "not known", "not asked", "pending", "nan", "null"})  # fmt: skip
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that says whether one may be suggested; `yes` and `no` are the words of a mapping, case aside.

    `objects`: a yes in it is a no to being suggested ("Do not contact").
    """

    column: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    objects: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says; `unclear` are words that are neither yes nor no, and count as no until they are mapped."""

    agreed: Agreed = Agreed.NONE
    words: str = ""
    unclear: str = ""


def usual_columns(headings: Iterable[str]) -> tuple[ConsentColumn, ...]:
    """Return the columns of a list whose headings are known to ask for consent."""
    found = ((heading, " ".join(words(heading))) for heading in headings)
    return tuple(
        ConsentColumn(heading, objects=plain in _OBJECTS)
        for heading, plain in found
        if plain in _AGREES or plain in _OBJECTS
    )


def mapped_columns(entry: Any, where: str) -> tuple[ConsentColumn, ...]:
    """Return the columns that a mapping names: "open", ["open", "listed"], or { column = "open", yes = ["all"] }.

    Raises InputError for anything else.
    """
    return tuple(_mapped(one, where) for one in (entry if isinstance(entry, list | tuple) else [entry]))


def _mapped(entry: Any, where: str) -> ConsentColumn:
    if isinstance(entry, str):
        entry = {"column": entry}
    lists = {key: entry.get(key, []) for key in ("yes", "no")} if isinstance(entry, dict) else {}
    texts = {key: [one] if isinstance(one, str) else one for key, one in lists.items()}
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("column"), str)
        or set(entry) - {"column", "yes", "no"}
        or not all(
            isinstance(one, list) and all(isinstance(word, str) for word in one) for one in texts.values()
        )
    ):
        raise InputError(
            f"{where}: `consent` is a column's name, or a table with `column`, `yes` and `no`",
            'e.g. consent = { column = "open to introductions", yes = ["all"], no = ["nobody"] }',
        )
    objects = " ".join(words(entry["column"])) in _OBJECTS and not any(texts.values())
    return ConsentColumn(entry["column"], tuple(texts["yes"]), tuple(texts["no"]), objects)


def policy_of(entry: Any, where: str) -> ConsentPolicy | None:
    """Return what a community file says of those who said nothing, None where it is silent; raises InputError."""
    if entry is None:
        return None
    if entry not in {policy.value for policy in ConsentPolicy}:
        raise InputError(
            f"{where}: `consent` of the community cannot be {entry!r}",
            f"it is one of: {', '.join(ConsentPolicy)}",
        )
    return ConsentPolicy(entry)


def said_in(text: Callable[[str], str], columns: tuple[ConsentColumn, ...]) -> Said:
    """Return what a row says in all its columns of consent (`text` gives a cell): one no beats any yes.

    A blank cell says nothing.
    """
    found = [_said(column, text(column.column).strip()) for column in columns]
    told = [one for one in found if one.agreed is not Agreed.NONE]
    return min(told, key=lambda one: one.agreed is Agreed.YES, default=Said())


def _said(column: ConsentColumn, written: str) -> Said:
    said = f"{column.column}: {written}"[:_SHOWN]
    agreed = _meant(column, written)
    if agreed is None:
        return Said(Agreed.NO, said, written[:_SHOWN])
    if column.objects:
        agreed = Agreed.NO if agreed is Agreed.YES else Agreed.NONE
    return Said(agreed, said if agreed is not Agreed.NONE else "")


def _meant(column: ConsentColumn, written: str) -> Agreed | None:
    """Return what is written in a cell, by the mapping's words, then the usual ones; None for neither yes nor no."""
    for agreed, own in ((Agreed.NO, column.no), (Agreed.YES, column.yes)):
        if written.casefold() in {word.casefold() for word in own}:
            return agreed
    parts = words(written.replace("'", "").replace("’", ""))
    plain = " ".join(parts) or written
    if plain in _BLANK or not any(char.isalnum() or char in "✓✔☑✗✘☐" for char in written):
        return Agreed.NONE
    begins = {parts[0], " ".join(parts[:2])} if parts else set()
    if plain in _NO or begins & _BEGINS_NO:
        return Agreed.NO
    return Agreed.YES if plain in _YES or begins & _BEGINS_YES else None
