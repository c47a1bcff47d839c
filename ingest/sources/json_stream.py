"""Records out of JSON of any size, one after the other; what no honest file holds is refused, not kept in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import ijson  # type: ignore[import-untyped]  # it ships no types, and nobody else publishes any

from ingest.sources.files import BrokenError
from ingest.sources.front_matter import Value

# A record of a register or a grant is a few kilobytes; what passes this is one endless text or list.
# The parser takes the square of a text's length: 8 MB are under a second, 32 MB were ten.
_MOST_BYTES = 8 << 20
_DEEPEST = 64
_CHUNK = 1 << 16
_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})
_IN_A_LIST = "[]"
# The parser gives up the whole file at a number of more than 4,300 digits (CPython's limit). A run of digits is cut to
# this many where it stands in one piece of a file, and so is shorter than twice as many where two pieces meet in it.
_MOST_DIGITS = 2000
_LONG_RUN = re.compile(rb"[0-9]{2000,}")
_LONG_RUN_AT_THE_END = re.compile(rb"(?<![0-9])[0-9]{2000,}\Z")
_NO_NUMBER = 10 ** (_MOST_DIGITS - 1)


class _Metered:
    """A file that counts what was read since the last whole record, and cuts what no number has digits."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._since = 0
        self._in_digits = False

    def read(self) -> bytes:
        """Return the next piece, b"" at the end; raises BrokenError where one record takes too much."""
        while data := self._file.read(_CHUNK):
            self._since += len(data)
            if self._since > _MOST_BYTES:
                raise BrokenError("a record is too large (over 8 MB)")
            if kept := self._cut(data):
                return kept
        return b""

    def _cut(self, data: bytes) -> bytes:
        """Return a piece with its runs of digits cut, also where one goes on from the piece before."""
        if self._in_digits:
            data = data.lstrip(b"0123456789")
            self._in_digits = not data
        if run := _LONG_RUN_AT_THE_END.search(data):
            self._in_digits = True
            data = data[: run.start() + _MOST_DIGITS]
        return _LONG_RUN.sub(lambda run: run[0][:_MOST_DIGITS], data)

    def start_anew(self) -> None:
        """Count from here."""
        self._since = 0


@dataclass(slots=True)
class _Making:
    """A record under way: what is open, outermost first, the key that each of them waits to fill, and what is wrong."""

    open: list[list[Value] | dict[str, Value]]
    keys: list[str] = field(default_factory=lambda: [""])
    wrong: str = ""

    def take(self, event: str, said: object) -> bool:
        """Take one event; say whether the record is whole."""
        if event in _STARTS:
            value: dict[str, Value] | list[Value] = {} if event == "start_map" else []
            self._put(value)
            self.open.append(value)
            self.keys.append("")
        elif event == "map_key":
            self.keys[-1] = str(said)
        elif event in _ENDS:
            if len(self.open) == 1:
                return True
            self.open.pop()
            self.keys.pop()
        elif isinstance(said, int) and abs(said) >= _NO_NUMBER:
            self.wrong = "a number in it has thousands of digits"
        else:
            self._put(_text(said))
        return False

    def _put(self, value: Value) -> None:
        parent = self.open[-1]
        if isinstance(parent, list):
            parent.append(value)
        else:
            parent[self.keys[-1]] = value


def json_records(file: Path, lists: frozenset[str]) -> Iterator[dict[str, Value] | str]:
    """Yield the objects in the lists at these places ("" the whole file, "hits.hits" inside), as plain values.

    What is no object in such a list is yielded as a reason. Raises BrokenError where the file is no
    JSON from some place on, holds none of the lists, is nested too deep, or has a record without end.
    """
    with file.open("rb") as stream:
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)
        try:
            yield from _records(_Metered(stream), lists)
        except (ijson.JSONError, ValueError) as error:
            raise BrokenError("not JSON, or broken from some place on") from error


def before_the_cut(file: Path, place: str) -> list[dict[str, Value] | str]:
    """Return the whole records of the list at a place ("" the whole file), and last why there are no more.

    A list that nobody names is not sought within an object: it may be the team of one project as well.
    """
    found: list[dict[str, Value] | str] = []
    try:
        for record in json_records(file, frozenset({place})):
            found.append(record)  # noqa: PERF402  # what came before an error is kept
    except BrokenError as error:
        found.append(str(error))
    return found


def _records(stream: _Metered, lists: frozenset[str]) -> Iterator[dict[str, Value] | str]:
    """Follow the parser's events; outside the lists nothing is kept but the way down to them."""
    way: list[str] = []
    making: _Making | None = None
    listed, found = -1, False
    for event, said in _events(stream):
        if making is not None:
            if making.take(event, said):
                record = making.open[0]
                yield making.wrong or (record if isinstance(record, dict) else "no record")
                making = None
                stream.start_anew()
        elif len(way) == listed and event not in _ENDS:
            if event in _STARTS:
                making = _Making([{} if event == "start_map" else []])
            else:
                yield "no record"
        elif event == "start_array" and ".".join(way) in lists:
            listed, found = len(way) + 1, True
            way.append(_IN_A_LIST)
        elif event in _STARTS:
            way.append(_IN_A_LIST if event == "start_array" else "")
        elif event == "map_key":
            way[-1] = str(said)
        elif event in _ENDS:
            listed = -1 if len(way) == listed else listed
            way.pop()
        if len(way) > _DEEPEST or (making is not None and len(making.open) > _DEEPEST):
            raise BrokenError("nested too deep")
    if not found:
        raise BrokenError("no records in it")


def _events(stream: _Metered) -> Iterator[tuple[str, object]]:
    """Yield the parser's events; also those of the last piece that stand before the place where it breaks."""
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events)
    broken: Exception | None = None
    more = True
    while more and broken is None:
        data = stream.read()
        more = bool(data)
        try:
            parser.send(data)
        except StopIteration:
            more = False
        except (ijson.JSONError, ValueError) as error:
            broken = error
        yield from events
        events.clear()
    if broken is not None:
        raise broken


def _text(said: object) -> str:
    if said is None:
        return ""
    return str(said).lower() if isinstance(said, bool) else str(said).strip()
