"""Keys of a labelled set: two of one person are made one where something says so, and the figures say why."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.evaluate import one_person_keys
from api.evaluate.one_person_keys import corrected, digest
from api.evaluate.resolution_communities import KINDS

TEAMS = """person_id,person,project
ada,Ada Okafor-Lind,p1
ivo,Ivo Marsh,p1
ada2,Ada Okafor Lind,p2
ivo,Ivo Marsh,p2
mei,Mei Tan,p2
"""


def figures(folder: Path) -> dict[str, float]:
    kind = next(kind for kind in KINDS if kind.fits(folder))
    return {measure.name: measure.value for measure in kind.measure(folder)}


def test_two_accounts_with_one_orcid_are_one_person_and_the_figures_say_so(tmp_path: Path):
    (tmp_path / "teams.csv").write_text(TEAMS)
    (tmp_path / "people.csv").write_text("person_id,orcid\nada,0000-0001\nada2,0000-0001\nivo,0000-0002\n")
    found = figures(tmp_path)
    assert found["places on teams: two keys, one person: one ORCID"] == 1
    assert found["places on teams: joined: precision"] == 1
    assert found["places on teams: joined: precision by the keys as they are"] < 1


def test_without_a_reason_the_keys_stand(tmp_path: Path):
    (tmp_path / "teams.csv").write_text(TEAMS)
    found = figures(tmp_path)
    assert not [name for name in found if "one person" in name]
    assert found["places on teams: joined: precision"] < 1


def test_a_judged_pair_of_keys_is_known_by_its_digest_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    judged = tmp_path / "judged.csv"
    judged.write_text(f"keys,reason\n{digest('a@example.org', 'b@example.org')},one home page\n")
    monkeypatch.setattr(one_person_keys, "_JUDGED", judged)
    found = corrected(["b@example.org", "a@example.org", "c@example.org"], ())
    assert found.truth[0] == found.truth[1] != found.truth[2]
    assert found.reasons == {"one home page": 1}
