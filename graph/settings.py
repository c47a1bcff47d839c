"""Settings are a value, read once from an environment by `api` and handed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields

from graph.errors import UsageError

DEFAULT_STORE = "sqlite:community.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; each field names its variable and says what it does."""

    store: str = field(
        default=DEFAULT_STORE,
        metadata={
            "variable": "IMPROVEMENT_GRAPH_STORE",
            "says": "the store: `sqlite:PATH`, `neo4j://HOST:7687`, `bolt://…` or `neo4j+s://…`",
        },
    )
    neo4j_user: str = field(
        default="neo4j",
        metadata={
            "variable": "NEO4J_USER",
            "says": "user of the Neo4j server",
        },
    )
    neo4j_password: str = field(
        default="",
        repr=False,
        metadata={
            "variable": "NEO4J_PASSWORD",
            "says": "its password; never taken from an address, never printed",
        },
    )
    neo4j_database: str = field(
        default="neo4j",
        metadata={
            "variable": "NEO4J_DATABASE",
            "says": "the database on the Neo4j server",
        },
    )
    pipeline: str = field(
        default="default",
        metadata={
            "variable": "IMPROVEMENT_GRAPH_PIPELINE",
            "says": "what finds names in prose: `default` (the trained pipeline that ships, with our rules), `rules` "
            "(rules alone, 20 times as fast), or an installed spaCy pipeline or its folder, with our rules",
        },
    )
    batch: int = field(default=500, metadata={
        "variable": "IMPROVEMENT_GRAPH_BATCH", "says": "documents written in one transaction (1 to 5000)",
    })  # fmt: skip

    processes: int = field(default=1, metadata={
        "variable": "IMPROVEMENT_GRAPH_PROCESSES",
        "says": "processes that read prose side by side (1 to 64); each holds about 400 MB",
    })  # fmt: skip
    cache: str = field(default="", metadata={
        "variable": "IMPROVEMENT_GRAPH_CACHE",
        "says": "folder for what is fetched from live addresses; empty: `~/.cache/improvement-graph`",
    })  # fmt: skip
    contact: str = field(default="", metadata={
        "variable": "IMPROVEMENT_GRAPH_CONTACT",
        "says": "your web or mail address, shown to the sites that are read",
    })  # fmt: skip
    allow_loopback: str = field(default="", metadata={
        "variable": "IMPROVEMENT_GRAPH_ALLOW_LOOPBACK",
        "says": "`yes`: live addresses may lie on this computer itself (to try things out)",
    })  # fmt: skip

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Return the settings that an environment makes; raises UsageError for a number that is none."""
        given: dict[str, str | int] = {}
        for item in fields(cls):
            value = environment.get(item.metadata["variable"], "")
            if value:
                given[item.name] = _number(value, item) if item.name in _MOST else value
        return cls(**given)  # type: ignore[arg-type]  # each value has its field's type by the line above


# The largest that makes sense: more documents would fill memory before they are written, more processes any machine.
_MOST = {"batch": 5000, "processes": 64}


def _number(value: str, item: Field[object]) -> int:
    most = _MOST[item.name]
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= most:
        raise UsageError(f"{item.metadata['variable']} is {value!r}", f"give a whole number from 1 to {most}")
    return int(value)
