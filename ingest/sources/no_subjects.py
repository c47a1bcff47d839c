"""Categories that every text of a site is in unless somebody chose another: they name no subject."""

from __future__ import annotations

# What WordPress and its translations put where nothing was chosen, and words for the kind of text: "Blog" says
# where a text stands, not what it is about.
_NO_SUBJECTS = frozenset(
    {
        "", "uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría", "senza categoria",
        "geen categorie", "blog", "blogs", "blog post", "blog posts", "post", "posts", "news",
    }
)  # fmt: skip


def is_no_subject(name: str) -> bool:
    """Say whether a tag or category tells nothing of what a text is about."""
    return " ".join(name.split()).casefold() in _NO_SUBJECTS
