"""Where sentences begin and end in prose as people paste it: wrapped lines, bullets, headings, titles."""

from __future__ import annotations

import re

# Marks that prose uses in several shapes; each stands for exactly one character, so that places stay.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " ", "\t": " "}
)
_BULLET = re.compile(r"[ ]*(?:[-*+•·▪‣◦–>#|]|\d{1,2}[.)]|[a-z][.)])[ ]")
# A line shorter than this, before a line that begins with a capital, was ended by its writer and not by
# wrapping: signatures, addresses, headings. Editors wrap at 70 to 100.
_WRAPPED_FROM = 60
# Words before which a full stop ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Rev|Hon|Sr|Jr|vs|cf|approx|e\.g|i\.e|eg|ie|Ph\.D)"
    r"|(?<![\w.])[A-Z]|\b[A-Z]\.[A-Z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'”)\]*_]*(?=\s)|[:;](?=\s*\n)|\n+")
_SENTENCE_OPENS = re.compile(r"[\"'“(\[*_#>\s]*[^\W\d_a-z]|[\"'“(\[*_#>\s]*\d|\s*[-*•]|\s*\Z")


def flatten(text: str, title_end: int, body_start: int) -> str:
    """Return the text, as long as it was, with plain signs, joined lines, and blanks for what is not read."""
    body = text[body_start:].translate(_PLAIN).replace("\r", "\n")
    title = text[:title_end].translate(_PLAIN).replace("\r", " ")
    return title + "\n" * (body_start - title_end) + _join_lines(body)


def _join_lines(body: str) -> str:
    lines = body.split("\n")
    out = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        out += [line, " " if _wraps(line, following) else "\n"]
    return "".join(out[:-1])


def _wraps(line: str, following: str) -> bool:
    """Say whether the line break was made by an editor's margin and not by the writer."""
    here, there = line.strip(), following.strip()
    if not here or not there or _BULLET.match(following) or here[0] in "#|" or here[-1] in ".!?:":
        return False
    return len(line) >= _WRAPPED_FROM or there[0].islower()


def sentences(flat: str, title_end: int) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, without the space and the bullet around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(flat):
        end = match.end()
        if end <= start or (flat[match.start()] not in ":;\n" and not _ends(flat, match)):
            continue
        _keep(flat, start, end, found)
        start = end
    _keep(flat, start, len(flat), found)
    return _cut_at_title(found, title_end)


def _ends(flat: str, match: re.Match[str]) -> bool:
    stop = match.start() + 1
    if (
        flat[match.start()] == "."
        and match.group()[0:2] == "."
        and _ABBREVIATION.search(flat, max(0, stop - 8), stop)
    ):
        return False
    return _SENTENCE_OPENS.match(flat, match.end()) is not None


def _keep(flat: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while start < end and flat[start].isspace():
        start += 1
    bullet = _BULLET.match(flat, start, end)
    if bullet:
        start = bullet.end()
    while start < end and (flat[start].isspace() or flat[start] in "#>"):
        start += 1
    while end > start and flat[end - 1].isspace():
        end -= 1
    if end > start:
        found.append((start, end))


def _cut_at_title(found: list[tuple[int, int]], title_end: int) -> list[tuple[int, int]]:
    """Make the title one sentence, whatever stops stand in it."""
    inside = [spot for spot in found if spot[0] < title_end]
    if not inside:
        return found
    return [(inside[0][0], min(inside[-1][1], title_end)), *found[len(inside) :]]
