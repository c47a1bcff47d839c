"""SKOS vocabularies in JSON-LD: a context that stands elsewhere is not fetched, the usual names take its place."""

from __future__ import annotations

import json
import logging
import warnings
from typing import Any

from rdflib import Dataset, Graph

from ingest.sources.files import BrokenError

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_BY_LANGUAGE = ("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "note", "example")
_LINKS = ("broader", "narrower", "related", "inScheme", "topConceptOf", "hasTopConcept")
# The names that published contexts of SKOS give to its terms, SkoHub's and Skosmos' among them.
_USUAL: dict[str, Any] = {
    "@vocab": _SKOS,
    "skos": _SKOS,
    "dct": "http://purl.org/dc/terms/",
    "id": "@id",
    "uri": "@id",
    "type": "@type",
    **{name: {"@id": f"skos:{name}", "@container": "@language"} for name in _BY_LANGUAGE},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in _LINKS},
}
# The library calls itself for each level.
_DEEPEST = 100


def linked_graph(text: str) -> Graph:
    """Return the statements of a file. Raises BrokenError for what is no JSON-LD."""
    try:
        value = _with_usual(json.loads(text), 0)
        logging.getLogger("rdflib").setLevel(logging.CRITICAL)
        found = Graph()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = Dataset()
            read.parse(data=json.dumps(value), format="json-ld", publicID="urn:vocabulary:")
            # Some vocabularies stand in a graph with a name of its own: all of them count.
            for subject, predicate, end, _ in read.quads():
                found.add((subject, predicate, end))
    except RecursionError as error:
        raise BrokenError("nested too deep") from error
    except BrokenError:
        raise
    except Exception as error:  # rdflib lets through whatever its parsers raise
        raise BrokenError("not JSON-LD") from error
    return found


def _with_usual(value: Any, level: int) -> Any:
    """Return a value in which no context is an address, and none names a file to import."""
    if level > _DEEPEST:
        raise BrokenError("nested too deep")
    if isinstance(value, list):
        return [_with_usual(item, level + 1) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _with_usual(item, level + 1) for key, item in value.items() if key != "@import"}
    if "@context" in kept:
        given = kept["@context"] if isinstance(kept["@context"], list) else [kept["@context"]]
        kept["@context"] = [_USUAL if isinstance(one, str) else one for one in given]
    return kept
