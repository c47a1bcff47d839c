"""The pipeline that ships: loaded by spaCy alone, without torch; true offsets whatever the text; nobody made a node."""

import subprocess
import sys
import time

import pytest
import spacy

from graph.model import Label, RelType
from ingest.extract.named_pipelines import DEFAULT, SHIPPED
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context, Prose
from tests.ingest.extraction import lexicon

ODD = {
    "empty": "",
    "blank": " \n\t \u00a0\n",
    "emoji": "👩🏽‍⚕️ Asha Rao 🎉 from Leeds 👨‍👩‍👧‍👦!!! 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru",
    "right to left": "قالت آشا راو في ليدز إن العمل نجح. Asha Rao נפגשה עם Sunil Mehta",
    "zero width": "A\u200bsha\u200d R\ufeffao met\u2060 Sunil\u200b Mehta in Le\u00adeds.",
    "combining marks": "Zoe\u0308 Łukasz Ma\u0142gorzata Si\u00e2n Llewellyn",
    "all capitals": "ASHA RAO OF LEEDS TEACHING HOSPITALS MET SUNIL MEHTA IN BRADFORD.",
    "small letters": "asha rao of leeds teaching hospitals met sunil mehta in bradford.",
    "another language": "Siân Llewellyn o Gaerdydd: mae'r gwaith ar waith. Wir haben Jürgen Groß in Köln gesehen.",
    "Chinese": "陈晓燕在北京的医院工作。她和 Asha Rao 一起测试。",
    "one endless word": "x" * 20_000,
    "only marks": "!!! ... --- ??? ///" * 50,
    "control characters": "Asha\x00 Rao\x07 met \x1b[31mSunil Mehta\x1b[0m",
    "a table": "Name\tTrust\nAsha Rao\tLeeds\nSunil Mehta\tYork\n" * 40,
}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(lexicon(), DEFAULT)


def read(extractor: Extractor, body: str, title: str = "A post") -> tuple[str, Prose]:
    text = f"{title}\n\n{body}"
    (prose,) = extractor.read([(text, len(title) + 2, Context(title=title))])
    return text, prose


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_whatever_the_text_a_name_stands_where_it_is_said_to_stand(extractor, body):
    text, prose = read(extractor, body)
    named = [(span.start, span.end) for span in prose.spans]
    for start, end in [*named, *((place.start, place.end) for place in prose.places)]:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    for span in prose.spans:
        if span.rule == "trained":
            assert span.name.split() == text[span.start : span.end].replace("’", "'").split()
    for made in prose.relations:
        assert text[made.start : made.end].strip()


def test_names_that_no_list_has_are_found(extractor):
    _, prose = read(extractor, "Last week Veta Ngammek of Brindlewick met Oluwaseun Adeyinka in Glasgow.")
    assert {span.name for span in prose.spans if span.label is Label.PERSON} == {
        "Veta Ngammek",
        "Oluwaseun Adeyinka",
    }


def test_a_person_whom_nothing_makes_known_is_a_mention_and_no_node(extractor):
    _, prose = read(
        extractor, "We went to see Veta Ngammek on Monday. A patient, Hollis Wrenfield, was there."
    )
    assert {span.known for span in prose.spans if span.label is Label.PERSON} == {False}


def test_a_person_with_a_role_is_known(extractor):
    _, prose = read(extractor, "We met Veta Ngammek, ward manager at Kelsby Hospital.")
    assert [span.known for span in prose.spans if span.label is Label.PERSON] == [True]


@pytest.mark.parametrize(
    "body",
    [
        "With funding from the Brindle Exchange, we set up the Tea and Targets pilot.",
        "The Tea and Targets pilot is funded by the Brindle Exchange.",
    ],
)
def test_whoever_pays_for_work_is_a_body_however_unsure_the_model_is(extractor, body):
    _, prose = read(extractor, body)
    payers = {
        made.subject.name for made in prose.relations if made.predicate is RelType.FUNDS and made.subject
    }
    assert payers == {"Brindle Exchange"}


def test_a_hospital_is_an_organisation_and_a_town_a_place(extractor):
    text, prose = read(extractor, "The team from Brockle Hospital came to Birmingham by train.")
    assert [span.name for span in prose.spans if span.label is Label.ORGANISATION] == ["Brockle Hospital"]
    assert [text[place.start : place.end] for place in prose.places] == ["Birmingham"]


def test_spacy_loads_the_folder_and_each_name_has_a_score():
    nlp = spacy.load(SHIPPED)
    doc = nlp("Penny Pereira works at the Health Foundation in London.")
    assert ("Penny Pereira", "PERSON") in [(ent.text, ent.label_) for ent in doc.ents]
    scores = doc.spans["names"].attrs["scores"]
    assert len(scores) == len(doc.ents)
    assert all(0 < score <= 1 for score in scores)


def test_the_folder_can_be_saved_elsewhere_and_finds_the_same(tmp_path):
    text = "Penny Pereira works at the Health Foundation in London."
    nlp = spacy.load(SHIPPED)
    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert [(ent.text, ent.label_) for ent in again(text).ents] == [
        (ent.text, ent.label_) for ent in nlp(text).ents
    ]


def test_documents_read_together_are_read_as_each_alone(extractor):
    texts = [f"T\n\n{body}" for body in ODD.values() if len(body) < 1000]
    together = list(extractor.read((text, 3, Context()) for text in texts))
    alone = [next(extractor.read([(text, 3, Context())])) for text in texts]
    assert [prose.places for prose in together] == [prose.places for prose in alone]
    assert [[(s.label, s.start, s.end) for s in prose.spans] for prose in together] == [
        [(s.label, s.start, s.end) for s in prose.spans] for prose in alone
    ]


def test_it_runs_without_torch_and_is_loaded_only_when_it_is_wanted():
    code = (
        "import sys\n"
        "from ingest.extract.pipeline import Extractor\n"
        "from ingest.extract.prose import Context\n"
        "from ingest.lexicon import Lexicon\n"
        "list(Extractor(Lexicon(), 'rules').read([('Asha Rao came.', 0, Context())]))\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "list(Extractor(Lexicon(), 'default').read([('Asha Rao came.', 0, Context())]))\n"
        "assert 'onnxruntime' in sys.modules and 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_weights_stay_small():
    size = sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file())
    assert size < 25e6


@pytest.mark.slow
def test_a_text_as_long_as_a_book_is_read(extractor):
    body = "On Monday Asha Rao met Sunil Mehta in Leeds to talk about falls on ward six.\n\n" * 8_000
    began = time.process_time()
    text, prose = read(extractor, body)
    print(f"  {len(text):,} characters in {time.process_time() - began:,.0f} s of CPU")
    assert len(prose.places) == 8_000
