"""What words mean, as vectors: texts that say the same in other words come near each other.

`encode(texts)` gives one vector a text, `word_vectors(words)` one a word, and a text's vector is the sum of its words'
brought to length 1; so whoever has counted the words of a text already has its vector for a product of matrices.
The weights ship with the code (weights/MODEL_CARD.md) and are read when first asked for: 8 MB, no torch.
"""

from queries.encoder.static import DIMENSIONS, encode, word_vectors

__all__ = ["DIMENSIONS", "encode", "word_vectors"]
