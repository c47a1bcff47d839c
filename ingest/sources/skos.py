"""Concepts of SKOS vocabularies in Turtle, N-Triples, RDF/XML and JSON-LD; nothing is fetched or expanded."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ingest.sources.concepts import Concept
from ingest.sources.files import BrokenError, read_text

SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
# Measured: 16 MB of Turtle take 970 MB in memory, so this much takes less than 400.
_MOST_BYTES = 5 << 20
_DEEPEST = 200
# Vocabularies shorten namespaces by entities; one that holds another, or a file, is no such thing.
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(.{0,2000}?)\s*>", re.DOTALL)
_ADDRESS = re.compile(r"""(["'])[^"'<>&]{0,300}\1""")
_MOST_ENTITIES = 100
_NO_LANGUAGE = ""


def concepts_of(file: Path, place: str) -> list[Concept]:
    """Return the concepts of a file in order of their addresses. Raises BrokenError."""
    graph = _graph(file)
    found = {one for one in graph.subjects(RDF.type, SKOS.Concept) if isinstance(one, URIRef)}
    found |= {one for one in graph.subjects(SKOS.prefLabel, None) if isinstance(one, URIRef)}
    found -= set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    if not found:
        raise BrokenError("no SKOS concepts in it")
    return [_concept(graph, one, place) for one in sorted(found)]


def _graph(file: Path) -> Graph:
    if file.stat().st_size > _MOST_BYTES:
        raise BrokenError("too large for a vocabulary in SKOS (over 5 MB)")
    text = read_text(file)
    if file.suffix.lower() in (".json", ".jsonld"):
        from ingest.sources.skos_json import linked_graph

        return linked_graph(text)
    is_xml = text.lstrip("\ufeff \t\r\n").startswith("<") and not re.match(r"\s*<[^<>\s]+>\s+<", text)
    if is_xml:
        _refuse_entities(text)
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # its encoding is that of the file, not of this text
    elif _depth(text) > _DEEPEST:
        raise BrokenError("nested too deep")
    graph = Graph()
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it logs each odd date of a file
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph.parse(data=text, format="xml" if is_xml else "turtle", publicID="urn:vocabulary:")
    except RecursionError as error:
        raise BrokenError("nested too deep") from error
    except Exception as error:  # rdflib lets through whatever its parsers raise
        raise BrokenError("not RDF/XML" if is_xml else "not Turtle") from error
    return graph


def _refuse_entities(text: str) -> None:
    declared = _ENTITY.findall(text)
    if len(declared) != text.count("<!ENTITY") or len(declared) > _MOST_ENTITIES:
        raise BrokenError("XML entities that are no addresses")
    if not all(_ADDRESS.fullmatch(value) for _, value in declared):
        raise BrokenError("XML entities that are no addresses")


def _depth(text: str) -> int:
    """Return how deep brackets are nested at most; rdflib's parser calls itself for each."""
    depth = deepest = 0
    for mark in re.findall(r"[\[\]()]", text):
        depth = max(0, depth + (1 if mark in "[(" else -1))
        deepest = max(deepest, depth)
    return deepest


def _concept(graph: Graph, one: URIRef, place: str) -> Concept:
    preferred = _labels(graph.objects(one, SKOS.prefLabel))
    others = [*_labels(graph.objects(one, SKOS.altLabel)), *_labels(graph.objects(one, SKOS.hiddenLabel))]
    english = [text for language, text in preferred if _is_english(language)]
    name = english[0] if english else next((text for _, text in preferred), "")
    broader = {str(up) for up in graph.objects(one, SKOS.broader)}
    broader |= {str(up) for up in graph.subjects(SKOS.narrower, one)}
    definitions = [
        text
        for _, text in _labels([*graph.objects(one, SKOS.definition), *graph.objects(one, SKOS.scopeNote)])
    ]
    return Concept(
        place=f"{place}, {one}",
        key=str(one),
        name=name,
        names=tuple(
            text for language, text in [*preferred, *others] if _is_english(language) and text != name
        ),
        broader=tuple(sorted(broader)),
        notation="; ".join(sorted({str(code) for code in graph.objects(one, SKOS.notation)})),
        definition=definitions[0] if definitions else "",
        url=str(one) if str(one).startswith(("http://", "https://")) else "",
    )


def _labels(nodes: Iterable[Node]) -> list[tuple[str, str]]:
    """Return (language, text), English first, then those of no language, then the others."""
    found = [((node.language or _NO_LANGUAGE).casefold(), str(node).strip()) for node in _literals(nodes)]
    return sorted(found, key=lambda one: (not one[0].startswith("en"), bool(one[0]), one))


def _literals(nodes: Iterable[Node]) -> Iterator[Literal]:
    return (node for node in nodes if isinstance(node, Literal))


def _is_english(language: str) -> bool:
    return language in (_NO_LANGUAGE, "en") or language.startswith("en-")
