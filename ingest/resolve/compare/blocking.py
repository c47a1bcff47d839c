"""Which pairs are worth comparing: those that share a key; keys that too many share are cut and said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ingest.resolve.compare.organisation_names import title_words
from ingest.resolve.compare.person_names import name_parts, stands_for
from ingest.resolve.compare.profile import Profile, Sort
from ingest.resolve.compare.spelling import consonants, sound

# More records than this under one key make no pairs under it: 10,000 "Unknown" would make fifty million.
MOST_IN_A_BLOCK = 60


@dataclass(slots=True)
class Blocks:
    """The pairs found, and the keys that were left out for being too common, with how many shared them."""

    pairs: set[tuple[int, int]] = field(default_factory=set)
    capped: dict[str, int] = field(default_factory=dict)


def candidate_pairs(profiles: Sequence[Profile], most: int = MOST_IN_A_BLOCK) -> Blocks:
    """Return the pairs of places of profiles that share a key."""
    shared: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(profiles):
        for key in keys(one):
            shared[key].append(place)
    found = Blocks()
    for key, places in shared.items():
        if len(places) > most:
            found.capped[key] = len(places)
        else:
            found.pairs.update(combinations(places, 2))
    return found


def keys(one: Profile) -> set[str]:
    """Return the keys of a record; two spellings of one thing share at least one of them."""
    found = {f"i:{value}" for value in one.ids} | {f"e:{value}" for value in one.emails}
    found |= {f"p:{value[-7:]}" for value in one.phones}
    for name in one.names[:8]:
        found |= set(_person(one, name) if one.sort is Sort.PERSON else _title(one, name))
    if one.street:
        number = next((word for word in one.street if word[0].isdigit()), "")
        words = sorted(word for word in one.street if not word[0].isdigit())[:2]
        found |= {f"a:{number}|{word}" for word in words if number} | {f"a:{' '.join(one.street)}"}
    return found


def _person(one: Profile, name: str) -> Iterator[str]:
    """Yield keys for a person: each word of the name with something that a slip in the other words leaves alone."""
    parts = [sound(part) for part in name_parts(name)]
    if not parts:
        return
    ends = {parts[0], parts[-1]}
    if len(parts) > 1:
        whole = sorted(stands_for(name_parts(name)[0]))[:4]
        yield from (f"n:{'|'.join(sorted((form, parts[-1])))}" for form in (*whole, parts[0]))
        yield f"n:{'|'.join(sorted(ends))}"
        yield f"h:{'|'.join(sorted(consonants(part) for part in (parts[0], parts[-1])))}"
        yield from (f"g:{form}|{one.born}" for form in whole if one.born)
    beside = [("y", one.born), ("z", one.postcode), ("o", one.organisation), ("l", one.place)]
    for word in ends:
        yield from (f"{kind}:{word[:4]}|{value}" for kind, value in beside if value)
        if one.born:
            yield f"b:{word}|{one.born[:4]}"
            yield f"m:{word}|{one.born[4:]}"
    if one.born and one.postcode:
        yield f"x:{one.born}|{one.postcode}"
    yield from (
        f"s:{parts[-1]}|{signal}" for signal in one.signals if signal.startswith(("project:", "with:"))
    )
    if len(parts) > 1 and one.place:
        yield f"f:{parts[-1]}|{parts[0][:1]}|{one.place}"


def _title(one: Profile, name: str) -> Iterator[str]:
    """Yield keys for a body or a work: its words two by two, and with the place."""
    words = sorted({consonants(word) if len(word) > 4 else word for word in title_words(name)})[:10]
    yield from (f"t:{left}|{right}" for left, right in combinations(words, 2))
    yield from (f"w:{word}|{beside}" for word in words for beside in (one.place, one.postcode) if beside)
    if len(words) == 1:
        yield f"t:{words[0]}"
