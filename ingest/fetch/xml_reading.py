"""XML from the web, read without entities, definitions or a network."""

from __future__ import annotations

from typing import cast

from lxml import etree

from ingest.fetch.refusals import LeftError


def read_xml(body: bytes) -> etree._Element:
    """Return the root of a document, mended where it is broken; raises LeftError for no XML at all."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        # What cannot be mended leaves nothing, of which the stubs say nothing.
        root = cast("etree._Element | None", etree.fromstring(body.lstrip(), parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LeftError("not XML") from error
    if root is None:
        raise LeftError("not XML")
    return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; for a comment, what is no name."""
    return str(element.tag).rpartition("}")[2].lower()


def text_at(element: etree._Element, name: str) -> str:
    """Return the text of the first child with a name, "" where there is none."""
    return next(((child.text or "").strip() for child in element if local(child) == name), "")
