"""The sentence around a span: what is quoted for a mention."""

from __future__ import annotations

import re

from ingest.document import Spot

_END = re.compile(r"[.!?][\"'”’)]*\s|\n")
# A longer quote is no quote: a sentence without an end (a list, a table) is cut around the span.
LONGEST_QUOTE = 400


def sentence_around(text: str, start: int, end: int) -> Spot:
    """Return the sentence that holds text[start:end], at most LONGEST_QUOTE characters around it."""
    least = max(0, start - LONGEST_QUOTE // 2)
    most = min(len(text), end + LONGEST_QUOTE // 2)
    begin = least
    for found in _END.finditer(text, least, start):
        begin = found.end()
    after = _END.search(text, max(start, end - 1), most)
    finish = most if after is None else after.end()
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    if begin == least > 0:
        begin = _word_start(text, begin, start)
    return Spot(begin, finish)


def _word_start(text: str, begin: int, start: int) -> int:
    """Return the start of the first whole word from `begin`, so that a cut quote does not open mid-word."""
    space = text.find(" ", begin, start)
    return start if space < 0 else space + 1
