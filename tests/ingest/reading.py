"""Reads made-up files through the public way in, and tells documents from what was left out."""

from pathlib import Path
from textwrap import dedent

from graph.model import RelType
from ingest.community import Community, read_community
from ingest.document import Draft, Named, Skip
from ingest.sources import read_source


def community(folder: Path, toml: str) -> Community:
    """Write a community file into a folder and read it."""
    file = folder / "community.toml"
    file.write_text(dedent(toml), encoding="utf-8")
    return read_community(file)


def source(kind: str, path: str, more: str = "") -> str:
    return f'[[source]]\nid = "s"\nkind = "{kind}"\npath = "{path}"\n{dedent(more)}\n'


def read(folder: Path, toml: str, name: str = "s") -> list[Draft | Skip]:
    whole = community(folder, toml)
    config = whole.source(name)
    assert config is not None
    return list(read_source(config, whole))


def drafts(items: list[Draft | Skip]) -> list[Draft]:
    return [item for item in items if isinstance(item, Draft)]


def reasons(items: list[Draft | Skip]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Skip)]


def subjects(draft: Draft) -> list[Named]:
    return [said.subject for said in draft.statements if said.subject is not None]


def writers(draft: Draft) -> list[str]:
    return [said.subject.name for said in draft.statements if said.predicate == "WROTE" and said.subject]


def topics(draft: Draft) -> list[str]:
    return [said.object.name for said in draft.statements if said.predicate == "ABOUT" and said.object]


def main(draft: Draft) -> Named:
    assert draft.main is not None
    return draft.main


def stated(draft: Draft) -> list[tuple[RelType, str, str]]:
    """What each statement says: the relationship, who or what is named, and the role."""
    named = [(said, said.subject or said.object) for said in draft.statements]
    return [
        (said.predicate, end.name, said.role or said.usual_role) for said, end in named if end is not None
    ]
