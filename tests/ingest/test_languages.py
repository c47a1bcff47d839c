"""Texts in other languages are kept, not searched for names, and counted; English ones are never taken for others."""

import pytest

from graph.model import Label
from graph.schema import DOCUMENTS, MENTIONS
from ingest.extract.language import other_language
from tests.community import empty_sqlite, post, read

FRENCH = (
    "Nous avons commencé avec une équipe de soins dans le service, et les infirmières ont vu que les chutes étaient "
    "moins nombreuses après trois mois. Claire Fontaine, qui est cadre de santé, a écrit pour nous ce récit."
)
WELSH = (
    "Mae'r tîm wedi gweld bod y gwaith ar y ward yn haws, ac mae'r cleifion yn hapus gyda hyn. Roedd Siân Llewellyn o "
    "Gaerdydd yn y cyfarfod ac mae hi wedi ysgrifennu am y newid mewn llythyr i ni."
)
GERMAN = (
    "Wir haben mit den Pflegekräften auf der Station gearbeitet, und das Team ist nicht so groß wie wir dachten. "
    "Auch die Angehörigen sind für uns wichtig."
)
POLISH = (
    "Zespół na oddziale nie wiedział, że to się zmieni, ale po trzech miesiącach jest lepiej i są z tego dumni. "
    "Dla nas to jest ważne, bo od lat tak było."
)
ENGLISH = "Asha Rao, ward manager at Kelsby Hospital, began the huddles with us in May, and we have kept to them since."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French"),
        (WELSH, "Welsh"),
        (GERMAN, "German"),
        (POLISH, "Polish"),
        ("陈晓燕在北京的医院工作。她和她的同事一起测试了新的交接班表格,结果很好。", "Cjk script"),
        ("قالت آشا راو في ليدز إن العمل نجح بعد ثلاثة أشهر وإن الفريق سعيد بالنتيجة", "Arabic script"),
        (ENGLISH, ""),
        (ENGLISH.upper(), ""),
        (f"{ENGLISH} {WELSH} {ENGLISH}", ""),
        ("Claire Fontaine, Asha Rao, Sunil Mehta, Jürgen Groß. " * 20, ""),
        ("Bonjour à tous", ""),
        ("", ""),
        ("1 2 3 !!! \u200b 👩🏽‍⚕️", ""),
    ],
)  # fmt: skip
def test_a_text_tells_its_language(text, language):
    assert other_language(text) == language


def test_a_text_in_another_language_is_kept_and_counted_and_nobody_is_sought_in_it(tmp_path):
    with empty_sqlite(tmp_path) as store:
        drafts = [post("fr", "Un récit", body=FRENCH), post("en", "A story", body=ENGLISH)]
        report = read(store, drafts, prose=True)
        (source,) = report.sources.values()
        assert source.other_languages == {"French": 1}
        assert source.created == 2
        texts = {row["id"]: row["text"] for row in store.scan(DOCUMENTS)}
        assert any(FRENCH in text for text in texts.values())
        people = [row for row in store.scan(MENTIONS) if row["label"] == Label.PERSON]
        named = {texts[row["document"]][row["start"] : row["end"]] for row in people}
        assert "Asha Rao" in named
        assert "Claire Fontaine" not in named
