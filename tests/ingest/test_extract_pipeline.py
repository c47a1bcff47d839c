import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import EntityRuler

from graph.errors import UsageError
from graph.model import Label
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context, Prose
from ingest.lexicon import Lexicon
from tests.ingest.extraction import LISTED, lexicon, read

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
# Pieces that meet our rules, so that arbitrary text also reaches the code behind them.
PIECES = (
    *(name for _, name, _ in LISTED),
    *(
        " leads ",
        ", ward manager at ",
        " said ",
        "“",
        "”",
        '"',
        "\n",
        "\n\n> ",
        " (",
        ")",
        ". ",
        "? ",
        "Mrs ",
        "Dr ",
    ),
    *(
        "the Big Idea project",
        "We are testing ",
        "our project ",
        " is funded by ",
        "University of ",
        "\r\n",
        "\u00a0",
    ),
)


def check(text: str, body_start: int, prose: Prose) -> None:
    places = [(span.start, span.end) for span in prose.spans]
    assert places == sorted(places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))
    for span in prose.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert span.start >= body_start or span.end <= len(text.partition("\n")[0])
    for made in prose.relations:
        assert text[made.start : made.end].strip()
        for end in (made.subject, made.object):
            assert end is None or (made.start <= end.start and end.end <= made.end)
            assert end is None or end in prose.spans


def test_every_span_and_quote_of_the_sample_is_where_it_says():
    extractor = Extractor(lexicon())
    for file in sorted(SAMPLE.glob("*/*.*")):
        text = file.read_text(encoding="utf-8")[:20_000]
        start = text.find("\n") + 1
        (prose,) = extractor.read([(text, start, Context(authors=("Asha Rao",)))])
        check(text, start, prose)


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14),
    start=st.integers(-2, 40),
    main=st.sampled_from([None, Label.PROJECT, Label.PERSON]),
)
def test_arbitrary_text_is_read_without_an_error(parts, start, main):
    text = "".join(parts)
    context = Context(authors=("Asha Rao",), thread=("Dan Chalk",), main=main, main_name="Steady Steps")
    (prose,) = EXTRACTOR.read([(text, start, context)])
    check(text, min(max(start, 0), len(text)), prose)


EXTRACTOR = Extractor(lexicon())


def test_the_field_lines_between_title_and_body_are_not_read():
    text = "Steady Steps and falls\nTeam: Asha Rao\n\nSunil Mehta came."
    (prose,) = EXTRACTOR.read([(text, text.index("Sunil"), Context())])
    assert [span.name for span in prose.spans if span.label is Label.PERSON] == ["Sunil Mehta"]


def test_documents_come_back_in_their_order():
    texts = [(f"T\n\nAsha Rao leads Steady Steps. {number}", 3, Context()) for number in range(70)]
    assert [len(prose.relations) for prose in EXTRACTOR.read(iter(texts))] == [1] * 70


def test_a_title_before_a_name_or_an_abbreviation_ends_no_sentence():
    found = read("We asked Dr. Lena Fox, e.g. about Steady Steps. She leads it.")
    assert found.one(Label.PERSON).name == "Lena Fox"


def save_pipeline(path: Path, patterns: dict[str, str]) -> str:
    nlp = spacy.blank("en")
    ruler = EntityRuler(nlp)
    ruler.add_patterns([{"label": label, "pattern": words} for words, label in patterns.items()])
    nlp.add_pipe("entity_ruler").from_bytes(ruler.to_bytes())  # type: ignore[attr-defined]  # any component
    nlp.to_disk(path)
    return str(path)


def test_a_trained_pipeline_gives_candidates(tmp_path):
    patterns = {"Qwyx Zzorr": "PERSON", "Acme Care": "ORG", "Kelsby": "GPE"}
    extractor = Extractor(lexicon(), save_pipeline(tmp_path, patterns))
    text = "T\n\nQwyx Zzorr, a nurse at Acme Care, went to Kelsby. Then Asha Rao came."
    (prose,) = extractor.read([(text, 3, Context())])
    assert [(span.label, span.name, span.known) for span in prose.spans] == [
        (Label.PERSON, "Qwyx Zzorr", True),
        (Label.ORGANISATION, "Acme Care", True),
        (Label.PERSON, "Asha Rao", True),
    ]
    assert [made.role for made in prose.relations] == ["nurse"]


def test_a_person_whom_only_a_model_sees_stays_a_mention(tmp_path):
    pipeline = save_pipeline(tmp_path, {"Qwyx Zzorr": "PER"})
    (prose,) = Extractor(Lexicon(), pipeline).read([("Qwyx Zzorr came to us.", 0, Context())])
    assert [(span.rule, span.known) for span in prose.spans] == [("trained", False)]


def test_a_pipeline_that_is_not_installed_is_wrong_use():
    with pytest.raises(UsageError, match="en_no_such_model") as error:
        Extractor(Lexicon(), "en_no_such_model")
    assert error.value.hint


def test_importing_the_package_does_not_load_spacy():
    code = "import sys, ingest, ingest.extract, ingest.extract.prose; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
