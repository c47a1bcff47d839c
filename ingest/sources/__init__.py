"""The readers, one per format, and the one way to read a source with the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph.errors import InputError
from ingest.community import Column, Community, SourceConfig
from ingest.document import Draft, Reader, Skip
from ingest.sources import (
    discourse,
    events,
    feed,
    giving360,
    html,
    markdown,
    ods,
    ror,
    table,
    text,
    ties,
    vocabulary,
    wordpress_json,
    wxr,
)
from ingest.sources.archives import is_archive, opened
from ingest.sources.files import decode, files_of, is_binary, links_out
from ingest.sources.recognised import kind_of_records
from ingest.sources.survey import Survey, survey

__all__ = ["SOURCES", "files_of", "look_at", "read_source", "recognise"]

SOURCES: dict[str, Reader] = {
    "wxr": wxr.read,
    "wordpress-json": wordpress_json.read,
    "feed": feed.read,
    "discourse": discourse.read,
    "html": html.read,
    "markdown": markdown.read,
    "text": text.read,
    "table": table.read,
    "members": table.read,
    "360giving": giving360.read,
    "ods": ods.read,
    "ror": ror.read,
    "vocabulary": vocabulary.read,
    "ties": ties.read,
    "events": events.read,
}
# Enough for the comments that WordPress puts before the root element.
_HEAD = 8192
_MARKDOWN = (".md", ".qmd", ".rmd", ".markdown")
# XML 1.0, appendix F: how "<?" stands in a file without a mark.
_XML_IN_UTF16 = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
# Kinds that a file's beginning tells, whatever its name.
_SIGNS = (
    ("feed", feed.is_feed),
    ("discourse", discourse.is_discourse),
    ("wordpress-json", wordpress_json.is_wordpress),
)


def recognise(path: Path) -> str | None:
    """Return the kind of source that a file or folder is without being told, or None.

    Of a folder or an archive it is the first one in it. A table cannot be recognised: only a mapping says what
    its columns mean.
    """
    if path.is_dir() or is_archive(path):
        return next(iter(look_at(path).kinds), None)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    return _kind_of(path, head)


def look_at(path: Path) -> Survey:
    """Return the kinds of source that a path holds, each with its files, and what no source reads."""
    return survey(path, recognise)


def _kind_of(path: Path, head: bytes) -> str | None:
    """Return the kind of a file by how it begins, else by its name."""
    head = _in_utf8(head)
    if b"://wordpress.org/export/" in head and b"<rss" in head:
        return "wxr"
    if is_binary(head):
        return kind_of_records(path, head)
    told = next((kind for kind, is_one in _SIGNS if is_one(head)), None)
    if told := told or kind_of_records(path, head):
        return told
    if path.suffix.lower() in _MARKDOWN:
        return "markdown"
    if html.is_page(path, head):
        return "html"
    return "text" if path.suffix.lower() == ".txt" else None


def _in_utf8(head: bytes) -> bytes:
    """Return the beginning of a file in UTF-8 where it is in UTF-16, by its mark or by how its XML begins."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(head).encode()
    order = next((order for begins, order in _XML_IN_UTF16 if head.startswith(begins)), "")
    return head.decode(order, "replace").encode() if order else head


def read_source(config: SourceConfig, community: Community) -> Iterator[Draft | Skip]:
    """Yield the documents of a source; the second one with a key is left out.

    Raises InputError when there is nothing to read, when a mapping names a column that is not there,
    or when the source names a register that the community file does not have.
    """
    registers = tuple(_registers(config, community))
    seen: set[str] = set()
    with opened(config) as source:
        for skip in (*links_out(config), *source.skips):
            yield replace(skip, told_elsewhere=config.beside)
        whole = replace(source.config, registers=registers)
        for item in SOURCES[config.source.kind](whole, source.files) if source.files else ():
            if isinstance(item, Draft):
                if item.key in seen:
                    yield Skip(item.key, "same key as an earlier document", on_purpose=True)
                    continue
                seen.add(item.key)
            yield item


def _registers(config: SourceConfig, community: Community) -> Iterator[SourceConfig]:
    columns: tuple[Column, ...] = ()
    if config.mapping is not None:
        columns = (*config.mapping.people, *config.mapping.organisations, *config.mapping.topics)
    wanted = {column.register for column in columns if column.register}
    if config.authors and not (config.folder / config.authors).is_file():
        wanted.add(config.authors)
    for name in sorted(wanted):
        register = community.source(name)
        if register is None or register.source.kind not in ("members", "table"):
            known = [source.id for source in community.sources if source.source.kind == "members"]
            hint = (
                f"the members' sources are: {', '.join(known)}"
                if known
                else "there is no source of kind members"
            )
            raise InputError(f"source {config.id}: {name!r} is neither a file nor a members' source", hint)
        yield register
