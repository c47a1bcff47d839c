"""The port: what a graph store can do. Named reads and writes of declared rows, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from graph.catalog import NamedRead
from graph.schema import Table

# A row's values are text, numbers or lists of text: the one place where Any stands for them.
Row = dict[str, Any]


class Reader(Protocol):
    """Something that answers named reads."""

    def read(self, read: NamedRead, **params: object) -> list[Row]:
        """Return the rows of a read, as dictionaries with exactly its columns.

        Lists go in and come out as lists. Raises StoreError with the engine's cause chained.
        """
        ...

    def find(self, table: Table, column: str, values: Iterable[str]) -> list[Row]:
        """Return the whole rows whose column has one of these values, in order of id.

        `column` is the id or the first of an index. Ties are found by named reads, not here.
        """
        ...


class Transaction(Reader, Protocol):
    """Reads that see their own writes; all of it is kept, or none of it."""

    def upsert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write whole rows; a row whose id is there is replaced."""
        ...

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Write whole rows that are known not to be there: an engine may then save itself a look."""
        ...

    def change(self, table: Table, rows: Sequence[Row]) -> None:
        """Set the given columns of rows that are there, found by their id; others stay as they are."""
        ...

    def delete(self, table: Table, column: str, values: Iterable[str]) -> None:
        """Delete the rows whose column has one of these values; `column` is the id or is indexed."""
        ...


class GraphStore(Reader, Protocol):
    """A graph, kept: opened by its address, closed when done."""

    url: str

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a transaction: committed on leaving the block, rolled back on an exception."""
        ...

    def reading(self) -> AbstractContextManager[Reader]:
        """Open several reads as one: what a question asks, it asks of one state, and of one connection."""
        ...

    def loading(self) -> AbstractContextManager[None]:
        """Open a load of very many rows: indexes are made at its end, which is quicker than row by row.

        Other readers find rows slowly meanwhile. A load that is broken off leaves indexes to migrate().
        """
        ...

    def scan(self, table: Table) -> Iterator[Row]:
        """Yield every row of a table in order of id, without holding them all."""
        ...

    def count(self) -> Mapping[str, int]:
        """Return the number of rows of each table, by its name."""
        ...

    def migrate(self) -> None:
        """Make tables, constraints and indexes where they are missing.

        Raises SchemaVersionError where a graph of another version is there.
        """
        ...

    def wipe(self) -> None:
        """Delete everything that migrate() made and all rows."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is allowed."""
        ...
