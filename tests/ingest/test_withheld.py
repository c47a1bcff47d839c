"""What is masked in a text before it is stored: patients, and whoever may be one beside them, but no author."""

from ingest.clean import clean
from ingest.extract.pipeline import Extractor
from ingest.extract.prose import Context
from ingest.lexicon import Lexicon
from ingest.withheld import withhold
from tests.community import post

EXTRACTOR = Extractor(Lexicon())


def stored(body, by):
    cleaned = clean(post("p1", "A story", by=by, body=body), "blog")
    text = cleaned.document.text
    (prose,) = EXTRACTOR.read([(text, cleaned.body_start, Context(authors=(by,)))])
    return withhold(cleaned, prose).document.text


def test_beside_a_patient_whoever_nothing_makes_known_is_masked_too():
    text = stored("Ivy Pemberton, 84, fell on our ward. Mr Colin Drew in the next bed rang.", "Asha Rao")
    assert "Pemberton" not in text
    assert "Drew" not in text


def test_without_a_patient_nobody_is_masked():
    assert "Colin Drew" in stored("We met Colin Drew at the station.", "Asha Rao")


def test_an_author_of_a_patients_family_name_is_not_masked():
    text = stored("My nan, Doris Asante, fell in May. Asante is her name.", "Ben Asante")
    assert "Doris" not in text
    assert "Ben Asante" in text
