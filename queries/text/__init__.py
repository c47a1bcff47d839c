"""Texts by their words and by their meaning: an index in memory, and scores of every text for free words.

`IndexBuilder` takes texts one by one and makes a `TextIndex`; its `bm25` scores texts by words, its `meaning` by what
the words mean (queries/encoder). `terms(text)` is how both texts and questions become words.
"""

from queries.text.builder import IndexBuilder
from queries.text.index import TextIndex
from queries.text.terms import terms

__all__ = ["IndexBuilder", "TextIndex", "terms"]
