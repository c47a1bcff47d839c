"""robots.txt as RFC 9309 has it: the group that names us, the longest rule that fits, and Crawl-delay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

AGENT = "improvement-graph"
# RFC 9309 wants at least 500 KiB to be read; what stands behind them is not looked at.
MOST_BYTES = 500 << 10
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_ASCII = "".join(map(chr, range(33, 127)))


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows us: (pattern, allowed), and the seconds it asks for between two requests."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, path: str) -> bool:
        """Say whether a path (with its query) may be read; the longest fitting rule decides, else yes."""
        path = _normal(path or "/")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.paths if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING = Rules()


def parse(body: bytes) -> Rules:
    """Return the rules for us; those for all, where no group names us."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    in_rules = False
    for line in body[:MOST_BYTES].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            agents.append(value.partition("/")[0].strip().lower())
            groups.setdefault(agents[-1], [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for agent in agents:
                groups[agent].append((key, value))
    return _rules(groups.get(AGENT, groups.get("*", [])))


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = [(_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and _is_number(value)]
    return Rules(tuple(paths), max(delays, default=0.0))


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value) is not None


def _fits(pattern: str, path: str) -> bool:
    """Match from the start of the path; each piece between two "*" is taken where it first stands."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others, 1):
        if ends and number == len(others):
            return path.endswith(piece) and len(path) - len(piece) >= at
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or at == len(path)


def _normal(path: str) -> str:
    """Write a path in one way: what needs no escape has none, all other escapes are upper case."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(one, quote(path, safe=_ASCII))
