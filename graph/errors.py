"""Every error that improvement-graph raises on purpose, in one tree.

ImprovementGraphError
├── UsageError                 wrong use: the caller can put it right (exit 2, HTTP 400)
│   ├── NotFoundError          what was asked for is not there (exit 2, HTTP 404)
│   └── AmbiguousError         a name fits several: the candidates are named (exit 2, HTTP 409)
├── InputError                 a source, a mapping or a file is not what it should be (exit 3, HTTP 422)
└── StoreError                 the graph store failed (exit 4, HTTP 502)
    ├── StoreUnavailableError  it does not answer, is locked, or refuses us (exit 4, HTTP 503)
    ├── StoreNotReadyError     no graph has been built in it yet (exit 4, HTTP 503)
    └── SchemaVersionError     it holds a graph of another version (exit 4, HTTP 503)
"""

from __future__ import annotations


class ImprovementGraphError(Exception):
    """The root: a message that says what happened, and a hint that says what to do next."""

    status = 500
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ImprovementGraphError):
    """The caller asked for something that cannot be: a wrong name, a wrong parameter."""

    status = 400
    exit_code = 2


class NotFoundError(UsageError):
    """What was asked for is not in the graph."""

    status = 404


class AmbiguousError(UsageError):
    """A name fits more than one entity; `candidates` are (id, label, name) of each.

    `asked` is the name, `parameter` the one of the question that held it, once that is known.
    """

    status = 409

    def __init__(
        self, message: str, candidates: tuple[tuple[str, str, str], ...], hint: str = "", asked: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.candidates = candidates
        self.asked = asked
        self.parameter = ""


class InputError(ImprovementGraphError):
    """A file, a mapping or a setting is not what it should be."""

    status = 422
    exit_code = 3


class StoreError(ImprovementGraphError):
    """The graph store failed; the cause is chained."""

    status = 502
    exit_code = 4


class StoreUnavailableError(StoreError):
    """The store does not answer, is locked by another process, or refuses the credentials."""

    status = 503


class StoreNotReadyError(StoreError):
    """No graph has been built in this store yet."""

    status = 503


class SchemaVersionError(StoreError):
    """The store holds a graph of another schema version."""

    status = 503
