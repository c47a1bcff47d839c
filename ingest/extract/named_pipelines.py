"""The pipelines that may read names in prose: rules alone, the one that ships, or any installed spaCy pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

RULES = "rules"
DEFAULT = "default"
SHIPPED = Path(__file__).parent / "trained" / "en_improvement_names"


def load(name: str) -> Language:
    """Return the pipeline of a name, with words kept whole where our rules want them whole.

    `rules` is spaCy's English tokenizer alone and `default` the pipeline that ships; any other name is one that
    `spacy.load` takes, an installed package or a folder. Raises UsageError where it is neither.
    """
    import spacy

    if name == RULES:
        return _keep_hyphens(spacy.blank("en"))
    if name == DEFAULT:
        # Importing it registers the component, also where the package was not installed but only unpacked.
        import ingest.extract.trained.name_tagger  # noqa: F401 - it registers the component

        if not (SHIPPED / "meta.json").is_file():
            raise UsageError(f"the pipeline that ships is not in {SHIPPED.name}", hint=f"choose `{RULES}`")
        return _keep_hyphens(spacy.load(SHIPPED))
    try:
        return spacy.load(name)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the language pipeline {name!r} cannot be loaded: {str(error).splitlines()[0]}",
            hint=f"name an installed spaCy pipeline or its folder, `{DEFAULT}` or `{RULES}`",
        ) from error


def shipped_version() -> str:
    """Return the name and version of the pipeline that ships, '' where it was left out of an installation."""
    try:
        meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _keep_hyphens(nlp: Language) -> Language:
    """Keep "co-production", "NHS-R" and "post-falls" whole: a part of a hyphenated word is another word."""
    from spacy.util import compile_infix_regex

    infixes = [pattern for pattern in map(str, nlp.Defaults.infixes or []) if "(?:-|–" not in pattern]
    # spaCy types a tokenizer as any function of a text; the one of `blank` is its own class.
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]  # see above
    return nlp
