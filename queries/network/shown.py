"""How people and pages of findings are shown in answers about the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from queries.evidence import listed
from queries.network.contacts import Ints
from queries.network.snapshot import Network
from queries.request import Request

_T = TypeVar("_T")
_NAMED = 3
NOT_NAMED = (
    "Persons are named to managers only: on the store owner's command line, or by `serve --role manager`."
)


def person(network: Network, number: int, at: Ints) -> dict[str, Any]:
    """Return a person as a finding shows them; `at` has everybody's organisation, by number or -1."""
    row = network.row(number)
    known = at[number] >= 0
    return {
        "id": row["id"],
        "name": row["name"],
        "role": row["role"],
        "organisation": network.row(int(at[number]))["name"] if known else row["organisation"],
        "place": row["place"],
    }


def names(network: Network, numbers: Iterable[int], most: int = _NAMED) -> str:
    """Return some names as a sentence has them: "Asha Rao, Bela Bo and 4 more"."""
    every = [str(network.row(int(number))["name"]) for number in numbers]
    rest = len(every) - most
    return listed([*every[:most], *([f"{rest} more"] if rest > 0 else [])])


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 person" or "3 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def page(request: Request, items: Sequence[_T]) -> tuple[Sequence[_T], str]:
    """Return the items of the page asked for, and the cursor of the next one or ''."""
    end = request.offset + request.limit
    return items[request.offset : end], str(end) if end < len(items) else ""
