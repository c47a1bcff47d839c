"""`evaluate experts` on sets made up here, in the formats of those in the data folder."""

from __future__ import annotations

from pathlib import Path

from api.evaluate.areas import evaluate


def write(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def figures(folder: Path) -> dict[str, float]:
    return {one.measure.name: one.measure.value for one in evaluate("experts", None, [folder]) if one.measure}


def test_experts_of_a_topic_come_first_where_their_documents_say_so(tmp_path: Path):
    folder = write(
        tmp_path / "anything",
        documents='doc_id,text\n0,"Falls of\npeople, falls"\n1,Falls in care\n2,Sepsis\n3,Falls again\n',
        authorships="doc_id,person_id\n0,a\n1,b\n3,b\n2,c\n",
        experts="topic,person_id\nfalls,b\n",
        query_documents="doc_id,topic\n1,falls\n3,falls\n",
        candidate_pool="person_id\na\nb\nc\n",
    )
    found = figures(folder)
    assert found["MRR"] == 1
    assert found["questions"] == 2


def test_the_known_walk_goes_by_references_where_the_set_has_them(tmp_path: Path):
    """b's text has none of the words; only the reference from the text that has them leads to it."""
    files = {
        "documents": "doc_id,text\n0,Falls in care\n1,Sepsis\n2,Sepsis again\n",
        "authorships": "doc_id,person_id\n0,a\n1,c\n2,b\n",
        "experts": "topic,person_id\nfalls,b\n",
        "query_documents": "doc_id,topic\n0,falls\n",
        "candidate_pool": "person_id\nc\nb\n",
    }
    walk = "MRR of propagation, walk with references"
    assert figures(write(tmp_path / "without", **files))[walk] < 1
    assert figures(write(tmp_path / "with", **files, doc_links="doc_a,doc_b\n0,2\n"))[walk] == 1


def test_the_authors_of_a_hidden_work_are_found_by_its_concepts(tmp_path: Path):
    works = [(number, 2001 + number % 3) for number in range(6)]
    folder = write(
        tmp_path / "else",
        publications="publication_id,time\n" + "".join(f"{w},{y}\n" for w, y in works) + "9,2009\n",
        authorships="publication_id,author_id\n"
        + "".join(f"{w},{'x' if w < 3 else 'y'}\n" for w, _ in works)
        + "9,y\n",
        words="word_id,word\n" + "".join(f"{n},CONCEPT_{chr(97 + n) * 3}\n" for n in range(10)),
        usages="publication_id,word_id\n"
        + "".join(f"{w},{n}\n" for w, _ in works for n in (range(5) if w < 3 else range(5, 10)))
        + "".join(f"9,{n}\n" for n in range(5, 10)),
    )
    found = figures(folder)
    assert found["MRR"] == found["MRR of BM25 profile"] == 1
    assert found["questions"] == 1


def test_a_set_with_other_columns_is_said_so(tmp_path: Path):
    folder = write(
        tmp_path / "odd", publications="a\n1\n", authorships="a\n1\n", words="a\n1\n", usages="a\n1\n"
    )
    (found,) = evaluate("experts", None, [folder])
    assert found.measure is None
    assert "columns" in found.problem
