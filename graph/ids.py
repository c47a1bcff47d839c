"""Identifiers: digests of what a thing *is*, so that reading it twice gives the same one.

The digest is BLAKE2b (RFC 7693) cut to 80 bits: at ten million records the chance of one collision
is below one in ten thousand million (birthday bound n²/2^81).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from graph.model import Label, RelType

_BYTES = 10


def digest(*parts: str) -> str:
    """Return 20 hexadecimal digits for these parts; their boundaries count."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()


def document_id(source: str, key: str) -> str:
    """Return the id of the document that `source` keeps under `key`."""
    return f"document:{digest(source, key)}"


def record_id(label: Label, source: str, key: str) -> str:
    """Return the id of a record; the id of an entity is that of its first record, in order of id."""
    return f"{label.value.lower()}:{digest(label, source, key)}"


def consent_id(record: str, name: str, *, keyed: bool) -> str:
    """Return the id of what a row says of its person; a row without a key of its own is known by the name too."""
    return f"consent:{digest(record, '' if keyed else name)}"


def claim_id(document: str, triple: tuple[str, RelType, str], rule: str, quote: str) -> str:
    """Return the id of a claim (subject, predicate, object) in a document.

    It does not hold the place in the text, so an edit elsewhere in the document keeps it.
    """
    return f"claim:{digest(document, *triple, rule, quote)}"


def judgement_id(left: str, right: str, by: str) -> str:
    """Return the id of what `by` says of two records, whichever is named first."""
    first, second = sorted((left, right))
    return f"judgement:{digest(first, second, by)}"


def tie_id(source: str, predicate: RelType | str, target: str) -> str:
    """Return the id of the tie between two entities."""
    return f"tie:{digest(source, str(predicate), target)}"


def shown_ids(identifiers: Iterable[str]) -> list[str]:
    """Return the identifiers that may be shown: a login is half of what it takes to sign in as somebody."""
    return [one for one in identifiers if ":login:" not in one]


def scheme_of(identifier: str) -> str:
    """Return the scheme within which an identifier is its bearer's only one: "orcid", "org-id:GB-CHC".

    An organisation has one number with each register of org-id.guide, and may be in several of them.
    """
    scheme, _, value = identifier.rpartition(":")
    return f"{scheme}:{'-'.join(value.split('-')[:2])}" if scheme == "org-id" else scheme


def label_of(identifier: str) -> Label | None:
    """Return the label an id says it has, or None where it is no id of ours."""
    head, colon, tail = identifier.partition(":")
    if not colon or len(tail) != 2 * _BYTES:
        return None
    return next((label for label in Label if label.value.lower() == head), None)
