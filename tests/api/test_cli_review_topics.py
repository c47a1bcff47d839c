"""`review topics`: phrases shown to the curator, and how one is accepted."""

import csv
import json

from graph.settings import Settings
from graph.stores import open_store
from tests.community import post, read


def test_what_is_accepted_is_a_vocabulary_and_is_not_proposed_again(command, tmp_path):
    where, file = f"sqlite:{tmp_path / 'graph.db'}", tmp_path / "accepted.csv"
    opened = open_store(Settings(store=where))
    opened.migrate()
    said = ("One {} stood by the bed.", "We bought a {} for the ward.", "Nobody had seen the {}.")
    drafts = [
        post(f"p{n}", by=by, body=one.format("turning clock"))
        for n, (by, one) in enumerate(zip(("Asha Rao", "Dan Okafor", "Mei Lin"), said, strict=True))
    ]
    read(opened, [*drafts, *(post(f"o{n}", body=f"It rained on day {n}.") for n in range(9))])
    opened.close()
    code, out, _ = command("review", "topics", "--store", where, "--csv", str(file), "--json")
    assert code == 0
    assert [(item["phrase"], item["people"]) for item in json.loads(out)] == [("turning clock", 3)]
    assert [row[0] for row in csv.reader(file.read_text().splitlines())] == ["Label", "turning clock"]
    shown = command("review", "topics", "--store", where)[1].split()
    assert "a source of the kind `vocabulary`" in " ".join(shown)
    assert command("ingest", str(file), "--no-terms", "--store", where)[0] == 0
    assert json.loads(command("review", "topics", "--store", where, "--json")[1]) == []
