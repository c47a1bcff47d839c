"""A mapping that is written wrongly is an error that names the place, with an example."""

from pathlib import Path

import pytest

from graph.errors import InputError
from ingest.community import read_community


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ('{ column = "team", ids = "orcid" }', "`ids` is a table"),
        ('{ column = "team", handles = true }', "`handles` is a text"),
        ('{ column = "team", from = ["people"] }', "`from` is a text"),
    ],
)
def test_a_column_that_is_described_wrongly(tmp_path: Path, column: str, said: str):
    (tmp_path / "community.toml").write_text(
        '[[source]]\nid = "p"\nkind = "table"\npath = "p.csv"\nlicence = "CC0"\nlawful_basis = "made up"\n'
        f'[source.project]\nname = "name"\npeople = {column}\n',
        "utf-8",
    )
    with pytest.raises(InputError, match=said) as caught:
        read_community(tmp_path / "community.toml")
    assert "e.g." in caught.value.hint
