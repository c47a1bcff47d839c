"""How fast prose is read, beside the bare model over the same texts, beside one process, and what it holds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import cycle, islice

from api.bench.figures import Bench, Figure, apart, figure, peak

_AREA = "extraction"
_DEFAULT, _RULES = "default", "rules"
# Of the documents that are asked for so many are read: a post is a hundred times the work of a row.
_SHARE = 50
# Heaps of texts that two processes share.
_DEALT = 8


@dataclass(frozen=True, slots=True)
class _Took:
    """What one process read: words, the seconds of its CPU, those of loading, its peak in MB."""

    words: int
    seconds: float
    loading: float
    peak: float


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield words a second of CPU, the gain of a second process, the peak of memory and the time of loading.

    The whole pipeline stands beside its bare model, rules alone beside spaCy's tokenizer, two processes beside one
    (by the clock: on a busy machine they gain less), memory and loading beside those of rules alone.
    """
    texts = _texts(bench.documents // _SHARE)
    bare, whole = apart(_bare, _DEFAULT, texts), apart(_whole, _DEFAULT, texts)
    plain, rules = apart(_bare, _RULES, texts), apart(_whole, _RULES, texts)
    yield figure(
        _AREA, "words, whole pipeline", "words/s", whole.words / whole.seconds, bare.words / bare.seconds
    )
    yield figure(
        _AREA, "words, rules alone", "words/s", rules.words / rules.seconds, plain.words / plain.seconds
    )
    one, two = (_by_clock(texts, number) for number in (1, 2))
    yield figure(_AREA, "words, two processes", "words/s", two, one)
    yield figure(_AREA, "peak memory", "MB", whole.peak, rules.peak)
    yield figure(_AREA, "loading", "s", whole.loading, rules.loading)


def _texts(number: int) -> list[str]:
    """Return posts of the sample, again and again, as many as are asked for."""
    folder = files("ingest") / "sample"
    posts = [
        post.read_text(encoding="utf-8")
        for name in ("stories", "pages")
        for post in sorted((folder / name).iterdir(), key=lambda post: post.name)
        if post.name.endswith((".md", ".txt"))
    ]
    return list(islice(cycle(posts), max(number, len(posts))))


def _whole(pipeline: str, texts: list[str]) -> _Took:
    """Read texts with our rules over a pipeline."""
    from ingest.extract.pipeline import Extractor
    from ingest.extract.prose import Context
    from ingest.lexicon import Lexicon

    began = time.process_time()
    extractor = Extractor(Lexicon(), pipeline)
    next(extractor.read([("Asha Rao came.", 0, Context())]))  # the model is read when it is first wanted
    loading = time.process_time() - began
    began = time.process_time()
    for _ in extractor.read((text, 0, Context()) for text in texts):
        pass
    return _Took(_words(texts), time.process_time() - began, loading, peak())


def _by_clock(texts: list[str], number: int) -> float:
    """Return words a second of the clock, by so many processes that have read their models already."""
    from ingest.extract.pipeline import BATCH
    from ingest.extract.processes import Processes
    from ingest.extract.prose import Context
    from ingest.lexicon import Lexicon

    # As many as can be dealt out evenly: what is left over at the end would be one process's.
    asked = [(text, 0, Context()) for text in islice(cycle(texts), _DEALT * BATCH)]
    processes = Processes(Lexicon(), _DEFAULT, number)
    try:
        # So many that each process gets some and reads its model.
        list(processes.read(asked[: 2 * BATCH * number]))
        clock = time.perf_counter()
        for _ in processes.read(asked):
            pass
        return _words(text for text, _, _ in asked) / (time.perf_counter() - clock)
    finally:
        processes.close()


def _bare(pipeline: str, texts: list[str]) -> _Took:
    """Read texts with a pipeline and no rule of ours."""
    from ingest.extract.named_pipelines import load

    began = time.process_time()
    nlp = load(pipeline)
    nlp("Asha Rao came.")
    loading = time.process_time() - began
    began = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return _Took(_words(texts), time.process_time() - began, loading, peak())


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
