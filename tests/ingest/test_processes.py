"""Prose read by two processes says what it says to one; the tagger sees each text beside the same others."""

import pytest

from graph.errors import UsageError
from ingest.extract.named_pipelines import RULES
from ingest.extract.pipeline import BATCH, Extractor
from ingest.extract.processes import Processes
from ingest.extract.prose import Context
from tests.ingest.extraction import lexicon


def test_two_processes_say_what_one_says_in_the_same_order():
    said = "Asha Rao, ward manager {0}, began the Steady Steps project. "
    texts = [(f"Post\n\n{said.format(n) * (n % 7)}", 6, Context()) for n in range(2 * BATCH + 5)]
    processes = Processes(lexicon(), RULES, 2)
    try:
        together = list(processes.read(texts))
    finally:
        processes.close()
    assert together == list(Extractor(lexicon(), RULES).read(texts))
    assert any(prose.relations for prose in together)


def test_a_pipeline_that_is_not_there_is_said_before_any_process_starts():
    with pytest.raises(UsageError, match="cannot be loaded"):
        Processes(lexicon(), "no-such-pipeline", 2)
