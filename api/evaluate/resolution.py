"""Which records are one: the product's own features and weights on labelled sets, each beside a known method."""

from __future__ import annotations

from api.evaluate.measured import SetKind
from api.evaluate.resolution_ror import KIND as ROR

KINDS: tuple[SetKind, ...] = (ROR,)
