"""Reads "the project" as the one that was named just before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from graph.model import Label
from ingest.extract.prose import Relation, Span
from ingest.extract.scene import Scene
from ingest.extract.work import work

_THE_PROJECT = re.compile(
    r"\b(?:the|this|The|This) (?:project|programme|pilot|collaborative)\b(?! (?:team|board|group|"
    r"manager|lead|plan|management))(?!-)"
)
# Sentences back: in the sample, one or two; further back another piece of work is as likely.
_LOOK_BACK = 3
_CONFIDENCE = 0.75


def named_before(scene: Scene) -> Iterator[Relation]:
    """Yield the work of a sentence that says "the project"; the quote begins where its name stands.

    Only one project may be named in the sentences before; in a project's record it is the record's own.
    """
    if scene.of(Label.PROJECT):
        return
    match = _THE_PROJECT.search(scene.reading.flat, scene.start, scene.end)
    if match is None:
        return
    earlier = _last_named(scene)
    main = scene.reading.context.main is Label.PROJECT
    if earlier is None and not main:
        return
    name = earlier.name if earlier else scene.reading.context.main_name
    stand_in = Span(Label.PROJECT, *match.span(), name, "named before")
    spans = tuple(sorted((*scene.spans, stand_in), key=lambda span: span.start))
    for made in work(replace(scene, spans=spans)):
        if made.object is not stand_in:
            continue
        if earlier is None:
            yield replace(made, object=None, of="main", confidence=_CONFIDENCE)
        else:
            start = scene.reading.sentence_of(earlier.start)[0]
            yield replace(made, object=earlier, start=start, confidence=_CONFIDENCE)


def _last_named(scene: Scene) -> Span | None:
    """Return the project of the sentences before, if it is the only one there and not the title's alone."""
    reading = scene.reading
    at = bisect_right(reading.starts, scene.start) - 1
    first = reading.starts[max(0, at - _LOOK_BACK)]
    from_there = bisect_left(reading.spans, first, key=_start)
    until_here = bisect_left(reading.spans, scene.start, key=_start)
    found = [
        span
        for span in reading.spans[from_there:until_here]
        if span.label is Label.PROJECT and not reading.in_title(span.start)
    ]
    return found[-1] if len({span.name for span in found}) == 1 else None


def _start(span: Span) -> int:
    return span.start
