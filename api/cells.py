"""What a finding holds, made ready for reading: names with their links, dates in words, nothing empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from graph.ids import label_of
from graph.model import Label, Modality
from queries.sentences import date_in_words, state

# Field names whose own words would puzzle a reader; every other one is read as it is written.
_WORDS = {
    "id": "identifier",
    "ids": "identifiers",
    "starts": "since",
    "valid_from": "since",
    "ends": "until",
    "valid_to": "until",
    "names": "also known as",
    "first_seen": "first mentioned",
    "last_seen": "last mentioned",
    "first": "first mentioned",
    "latest": "last mentioned",
    "said": "said on",
    "records": "records taken to be this",
    "published": "date",
    "polarity": "note",
    "known_at": "as known on",
    "as_of": "as things stood on",
    "limit": "how many",
    "people_doing": "of them wrote or work on something",
    "label": "kind of thing",
    "ei_index": "E-I index",
    "ei_by_chance": "E-I index by chance",
    "ei_range_by_chance": "range by chance",
    "agreement_nmi": "runs agree (NMI)",
    "agreement_ari": "runs agree (ARI)",
    "cut_off": "would lose touch",
    "cut_off_interval": "likely range",
    "holds_in_draws": "in how many draws",
    "pieces": "parts left",
    "brokerage": "pairs between, by role",
    "lost_with_runner_up": "less with the runner-up",
    "by_chance": "range by chance",
    "beyond_chance": "fewer than chance would leave",
    "ways_to_topic": "works, texts and interests on it",
    "strength": "how it is known",
}
# What a reader is told of how we know (graph.model.Strength) and of what is not plainly asserted (Polarity).
_READ_AS = {
    "asserted": "said in the text",
    "declared": "from a list or form",
    "observed": "seen from what they did",
    "inferred": "worked out, said by nobody",
    "asserts": "",
    "denies": "this is denied",
    "questions": "this is asked, not said",
}
_ENDS = {"since": "until", "starts": "ends"}
# What a heading, a group or the quotes say already.
_NOT_SHOWN = frozenset({"relation", "label", "strength", "clock", "compared with"})
_NOT_IN_BRACKETS = frozenset({"id", "name", "title", "url", "label", "score", "path"})
_IN_WORDS = frozenset({"status", "strength", "polarity"})
# Two numbers that are the ends of a range.
_RANGES = frozenset({"cut_off_interval", "by_chance", "ei_range_by_chance"})


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, where they lead ('' where nowhere), and what is said beside them."""

    text: str
    href: str = ""
    beside: str = ""

    @property
    def whole(self) -> str:
        """The words, and in brackets what is said beside them."""
        return f"{self.text} ({self.beside})" if self.beside else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a finding: its name, the name in words, and what it holds."""

    name: str
    words: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All its parts as one line."""
        return "; ".join(part.whole for part in self.parts)


def cells(value: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return the fields of a finding's value in their order; empty ones are left out.

    An id beside the name it belongs to (`person_id` and `person`) becomes that name's link, and so does
    the address of what has no page here; a name that another field gives with its link stands there alone.
    """
    found = []
    for name, item in _with_periods(value).items():
        if name in _NOT_SHOWN or _is_link_of_another(name, value):
            continue
        if name in _IN_WORDS and isinstance(item, str) and in_words(item):
            parts: tuple[Part, ...] = (Part(in_words(item)),)
        else:
            parts = () if name in _IN_WORDS else _parts(_range(name, item), _link(name, value))
        if parts:
            found.append(Cell(name, words_of(name), parts))
    linked = {part.text for cell in found if cell.name != "name" for part in cell.parts if part.href}
    if any(cell.name == "other" for cell in found):  # the other end of a tie: its name is the finding's
        linked.add(str(value.get("name", "")))
    return tuple(cell for cell in found if cell.name != "name" or cell.parts[0].text not in linked)


def in_words(value: str) -> str:
    """Return a state, a strength or a polarity as a reader would say it ('' for a plain assertion)."""
    if value in _READ_AS:
        return _READ_AS[value]
    return state(value) if value in set(Modality) else value


def words_of(name: str) -> str:
    """Return a field's or parameter's name as a reader would say it."""
    return _WORDS.get(name) or name.removesuffix("_name").replace("_", " ")


def entity_address(identifier: str) -> str:
    """Return the page of an entity, or '' for what has none of its own."""
    label = label_of(identifier)
    if label is None or label is Label.DOCUMENT:
        return ""
    return f"/{label.value.lower()}/{quote(identifier, safe=':')}"


def web_address(url: str) -> str:
    """Return an address that may stand in a page: http or https, nothing that could run."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _with_periods(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value in which a beginning and an end are one field, and no date or name stands twice."""
    made: dict[str, Any] = {}
    for name, item in value.items():
        end = value.get(_ENDS.get(name, ""))
        if name in _ENDS and item and end:
            made["when"] = f"{date_in_words(str(item))} to {date_in_words(str(end))}"
        elif not (name in _ENDS.values() and "when" in made):
            made[name] = item
    for name, others in (("latest", ("since",)), ("first", ("since", "latest")), ("said", ("since",))):
        if any(value.get(name) == value.get(other) for other in others):
            made.pop(name, None)
    if isinstance(made.get("names"), list):
        own = str(made.get("name", "")).casefold()
        made["names"] = [name for name in made["names"] if name.casefold() != own]
    return made


def _is_link_of_another(name: str, value: Mapping[str, Any]) -> bool:
    """Say whether a field only says where another one leads."""
    if name in ("id", "url"):
        return bool(value.get("name"))
    stem = name.removesuffix("_id")
    return name != stem and (stem in value or f"{stem}_name" in value)


def _link(name: str, value: Mapping[str, Any]) -> str:
    """Return where a field leads: the page of its entity, or an address elsewhere."""
    if name == "name":
        return entity_address(str(value.get("id", ""))) or web_address(str(value.get("url", "")))
    return entity_address(str(value.get(f"{name.removesuffix('_name')}_id") or ""))


def _range(name: str, item: Any) -> Any:
    """Return a field with the ends of a range as one text: "0 to 16"; any other field as it is."""
    if name not in _RANGES:
        return item
    if isinstance(item, Mapping):
        return {key: _range(name, each) for key, each in item.items()}
    return " to ".join(part.text for part in _parts(item, ""))


def _parts(item: Any, href: str) -> tuple[Part, ...]:
    if item is None or item in ("", [], (), {}):
        return ()
    if isinstance(item, Mapping):
        return _of_mapping(item)
    if isinstance(item, list | tuple):
        return tuple(part for each in item for part in _parts(each, ""))
    if isinstance(item, bool):
        return (Part("yes" if item else "no"),)
    if isinstance(item, float):
        return (Part(f"{item:.2f}".rstrip("0").rstrip(".")),)
    text = str(item)
    return (Part(date_in_words(text), href or web_address(text)),)


def _of_mapping(item: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return an entity as its linked name with its other words beside it, any other mapping as its pairs."""
    name = str(item.get("name") or item.get("title") or "")
    if not name:
        pairs = ((words_of(str(key)), part) for key, each in item.items() for part in _parts(each, ""))
        return tuple(Part(f"{key}: {part.text}", part.href) for key, part in pairs)
    extra = [
        in_words(part.text) if key in _IN_WORDS else part.text
        for key, each in item.items()
        if key not in _NOT_IN_BRACKETS
        for part in _parts(each, "")
    ]
    href = entity_address(str(item.get("id", ""))) or web_address(str(item.get("url", "")))
    return (Part(name, href, ", ".join(extra)),)
