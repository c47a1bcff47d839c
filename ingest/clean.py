"""From drafts to documents: plain text without personal addresses, and the place of every stated name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from graph.ids import digest, document_id
from graph.model import Document, DocumentKind, Label, RelType
from ingest.address import plain_address
from ingest.dates import read_date
from ingest.document import Cleaned, Draft, Markup, Named, Spot, Stated, Statement
from ingest.markup import html_to_text, markdown_to_text
from ingest.redact import redact
from ingest.resemblance import fingerprint
from ingest.tidy import one_line, tidy

# Part of each fingerprint: raise it when the same draft must be read anew (CHANGELOG.md says so).
READING = "3"
_POSTS = (DocumentKind.POST, DocumentKind.PAGE)


def clean(draft: Draft, source: str) -> Cleaned:
    """Return the document of a draft, with the spot of each of its statements.

    The text is the title, a line for each field ("Team: Asha Rao (lead); Dan Chalk"), an empty line,
    and the body: so that what a field says has its quote in the text as prose has.
    """
    # What a draft is known by comes from it as it was read: the steps compare it before anything is tidied.
    known_by, identifier = digest(READING, repr(draft)), document_id(source, draft.key)
    draft = tidy(draft)
    body = _body(draft)
    lines, stated = _header(draft)
    header = "\n".join(lines)
    text = f"{header}\n\n{body}" if body else header
    published, precision = read_date(draft.published)
    document = Document(
        id=identifier,
        source=source,
        kind=draft.kind,
        key=draft.key,
        title=lines[0],
        text=text,
        url=draft.url,
        author="; ".join(_names(draft.statements)),
        published=published,
        precision=precision,
        parent=document_id(source, draft.parent) if draft.parent else "",
        thread=document_id(source, draft.thread) if draft.thread else identifier,
        fingerprint=known_by,
        body_fingerprint=fingerprint(body) if draft.kind in _POSTS else "",
        address=plain_address(draft.url) if draft.kind in _POSTS else "",
    )
    return Cleaned(draft, document, len(header) + 2 if body else len(text), tuple(stated))


def _body(draft: Draft) -> str:
    convert = {Markup.HTML: html_to_text, Markup.MARKDOWN: markdown_to_text, Markup.TEXT: str.strip}
    details = [f"{heading}: {one_line(value)}" for heading, value in draft.details if value.strip()]
    return redact("\n\n".join([*details, convert[draft.markup](draft.body)]).strip())


def _header(draft: Draft) -> tuple[list[str], list[Stated]]:
    """Return the lines above the body, and where in them each statement is."""
    lines = [draft.title or "(no title)"]
    stated: list[Stated] = []
    at = len(lines[0]) + 1
    if draft.main is not None:
        lines += _own_lines(draft.main)
        at = len("\n".join(lines)) + 1
    ordered = sorted(draft.statements, key=lambda said: _first(draft.statements, said.shown_as))
    for heading, group in groupby(ordered, key=lambda said: said.shown_as):
        line, spots = _field_line(heading, list(group), at)
        lines.append(line)
        whole = Spot(at, at + len(line))
        stated += [Stated(said, whole, spot) for said, spot in spots]
        at += len(line) + 1
    return lines, stated


def _first(statements: tuple[Statement, ...], heading: str) -> int:
    return next(index for index, said in enumerate(statements) if said.shown_as == heading)


def _own_lines(main: Named) -> list[str]:
    """Return the lines for what a row says of the one it describes; Role and Organisation stay together."""
    fields = (
        ("Role", main.role),
        ("Organisation", main.organisation),
        ("Also called", "; ".join(main.names)),
        ("Kind", main.kind),
        ("Place", main.place),
        ("Status", main.status),
        ("Started", main.starts),
        ("Ended", main.ends),
    )
    return [f"{heading}: {one_line(value)}" for heading, value in fields if value]


def _field_line(heading: str, group: list[Statement], at: int) -> tuple[str, list[tuple[Statement, Spot]]]:
    """Return "Heading: name (role), organisation; …" and the spot of each statement's name."""
    line = f"{heading}: "
    spots = []
    for index, said in enumerate(group):
        named = said.subject or said.object
        if named is None:
            continue
        line += "; " if index else ""
        start = at + len(line)
        name = shown_name(named)
        line += name + _after_name(said, named)
        spots.append((said, Spot(start, start + len(name))))
    return line, spots


def shown_name(named: Named) -> str:
    """Return a name as the text shows it: one line, no personal addresses."""
    return named.name or "(no name)"


def _after_name(said: Statement, named: Named) -> str:
    role = said.role or named.role
    shown = f" ({role})" if role else ""
    return f"{shown}, {named.organisation}" if named.organisation else shown


def _names(statements: tuple[Statement, ...]) -> Iterator[str]:
    """Yield the names on the author line."""
    for said in statements:
        named = said.subject
        if (
            said.predicate is RelType.WROTE
            and named is not None
            and named.label in (Label.PERSON, Label.ORGANISATION)
        ):
            yield shown_name(named)
