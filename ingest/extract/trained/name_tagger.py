"""The spaCy component `name_tagger`: names by a small transformer in ONNX, without torch."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from ingest.extract.trained.decoding import NO_NAME, Floats, best_tags, names
from ingest.extract.trained.pieces import Pieces, Window, Word, windows

# The files of the component's folder.
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
# Where the names stand beside `doc.ents`, as spaCy's own span categoriser does: with a score for each.
SPANS = "names"
# Windows that go through the encoder at a time: more gains nothing on one core and costs memory.
_TOGETHER = 16
_DOCUMENTS = 32


class NameTagger:
    """Finds PERSON, ORG, PLACE, EVENT and MISC; sets `doc.ents` and `doc.spans["names"]` with their scores.

    `window` is how many word pieces are read together, `threads` how many cores the encoder may use.
    `temperature` divides the scores' logarithms so that they are as often right as they say (Guo et al. 2017).
    """

    def __init__(self, threads: int = 1, window: int = 128, temperature: float = 1.0) -> None:
        self.threads, self.window, self.temperature = threads, window, temperature
        self._folder: Path | None = None
        self._session: Any = None
        self._pieces: Pieces | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Tag one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = _DOCUMENTS) -> Iterator[Doc]:
        """Tag documents as they come, so many at a time."""
        waiting: list[Doc] = []
        for doc in stream:
            waiting.append(doc)
            if len(waiting) >= batch_size:
                yield from self._tag(waiting)
                waiting = []
        yield from self._tag(waiting)

    def from_disk(self, path: Path | str, **_: object) -> NameTagger:
        """Take the model of a folder; it is read when the first document comes."""
        self._folder, self._session = Path(path), None
        return self

    def to_disk(self, path: Path | str, **_: object) -> None:
        """Copy the model's files into a folder."""
        if self._folder is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            for name in (MODEL, TOKENIZER):
                shutil.copyfile(self._folder / name, Path(path) / name)

    def chances(self, read: Sequence[Window]) -> list[Floats]:
        """Return the log chances of each window, of shape (words, tags)."""
        session, _ = self._loaded()
        rows: list[Floats] = [np.zeros((0, 0), np.float32)] * len(read)
        by_length = sorted(range(len(read)), key=lambda at: len(read[at].pieces))
        for start in range(0, len(read), _TOGETHER):
            chosen = by_length[start : start + _TOGETHER]
            together = [read[at] for at in chosen]
            for at, window, row in zip(chosen, together, _encode(session, together), strict=True):
                rows[at] = _softened(row[list(window.first)], self.temperature)
                rows[at][[word.is_address for word in window.words]] = NO_NAME
        return rows

    def _tag(self, docs: Sequence[Doc]) -> Iterator[Doc]:
        if not docs:
            return
        _, pieces = self._loaded()
        read: list[Window] = []
        ends = []
        for doc in docs:
            words = pieces.words([(token.text, token.idx) for token in doc if not token.is_space])
            read += windows(words, self.window)
            ends.append(len(read))
        rows = self.chances(read)
        start = 0
        for doc, end in zip(docs, ends, strict=True):
            _annotate(doc, read[start:end], rows[start:end])
            yield doc
            start = end

    def _loaded(self) -> tuple[Any, Pieces]:
        """Return the model and its tokenizer, read when they are first wanted."""
        if self._session is None or self._pieces is None:
            if self._folder is None:
                raise ValueError("the name tagger has no model: load it from a folder with `spacy.load`")
            self._pieces = Pieces(self._folder / TOKENIZER)
            self._session = _session(self._folder / MODEL, self.threads)
        return self._session, self._pieces


@Language.factory(
    "name_tagger",
    assigns=["doc.ents"],
    default_config={"threads": 1, "window": 128, "temperature": 1.0},
)
def make(nlp: Language, name: str, threads: int, window: int, temperature: float) -> NameTagger:  # noqa: ARG001 - spaCy gives them
    """Return the component, without a model until `from_disk` gives it one."""
    return NameTagger(threads, window, temperature)


def _session(model: Path, threads: int) -> Any:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _encode(session: Any, together: Sequence[Window]) -> Floats:
    length = max(len(window.pieces) for window in together)
    pieces, shapes, mask = (np.zeros((len(together), length), np.int64) for _ in range(3))
    for row, window in enumerate(together):
        pieces[row, : len(window.pieces)] = window.pieces
        shapes[row, : len(window.shapes)] = window.shapes
        mask[row, : len(window.pieces)] = 1
    feed = {"input_ids": pieces, "case_ids": shapes, "attention_mask": mask}
    out: Floats = session.run(None, feed)[0]
    return out


def _softened(row: Floats, temperature: float) -> Floats:
    scaled = row / temperature
    scaled -= scaled.max(1, keepdims=True)
    out: Floats = scaled - np.log(np.exp(scaled).sum(1, keepdims=True))
    return out


def _annotate(doc: Doc, read: Sequence[Window], rows: Sequence[Floats]) -> None:
    """Set a document's names; one that begins or ends inside a token is left out, spaCy cannot hold it."""
    spans, scores = [], []
    for window, row in zip(read, rows, strict=True):
        for found in names(best_tags(row), row):
            span = _span(doc, window.words, found.first, found.last, found.label)
            if span is not None:
                spans.append(span)
                scores.append(found.score)
    doc.set_ents(spans, default="outside")
    doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=spans, attrs={"scores": scores})


def _span(doc: Doc, words: Sequence[Word], first: int, last: int, label: str) -> Span | None:
    span: Span | None = doc.char_span(words[first].start, words[last].end, label=label)
    return span
