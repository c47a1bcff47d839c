"""Prose read by several processes at once, each with a pipeline of its own: the same result as by one, sooner."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from graph.errors import UsageError
from ingest.extract.named_pipelines import load
from ingest.extract.pipeline import BATCH, Extractor
from ingest.extract.prose import Context, Prose
from ingest.lexicon import Lexicon

Text = tuple[str, int, Context]
# The one of this process; only reading processes have one.
_EXTRACTORS: list[Extractor] = []


class Processes:
    """Processes that read prose until they are closed."""

    def __init__(self, lexicon: Lexicon, pipeline: str, number: int) -> None:
        """Start them when they are first wanted; raises UsageError where there is no pipeline of that name."""
        load(pipeline)
        self._pool = ProcessPoolExecutor(number, get_context("spawn"), _begin, (lexicon, pipeline))

    def read(self, texts: Iterable[Text]) -> Iterator[Prose]:
        """Yield what each text says, in order.

        Texts are dealt out as the pipeline takes them together, so that each is read beside the same others as by one
        process; the longest first, so that none is left for the end. Raises UsageError where a process ends by itself.
        """
        every = list(texts)
        dealt = [every[start : start + BATCH] for start in range(0, len(every), BATCH)]
        by_length = sorted(range(len(dealt)), key=lambda at: -sum(len(text) for text, _, _ in dealt[at]))
        try:
            reading = {at: self._pool.submit(_read, dealt[at]) for at in by_length}
            for at in range(len(dealt)):
                yield from reading[at].result()
        except BrokenProcessPool as error:
            raise UsageError(
                "a process that read prose was ended from outside",
                hint="memory may have run out: give fewer --processes",
            ) from error

    def close(self) -> None:
        """Let them finish what they are reading, and end them."""
        self._pool.shutdown(cancel_futures=True)


def _begin(lexicon: Lexicon, pipeline: str) -> None:
    # Ctrl-C reaches every process of a terminal; the one that asked for the texts says what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _EXTRACTORS.append(Extractor(lexicon, pipeline))


def _read(texts: list[Text]) -> list[Prose]:
    return list(_EXTRACTORS[0].read(texts))
