"""How truly each format is read: documents, comments, authors, dates and edges beside a gold of each set."""

from __future__ import annotations

from api.evaluate.measured import SetKind
from api.evaluate.sources import communities, crossposts, exports, feeds, gateway, pages, registers

KINDS: tuple[SetKind, ...] = (
    *communities.KINDS,
    *crossposts.KINDS,
    *exports.KINDS,
    *feeds.KINDS,
    *gateway.KINDS,
    *pages.KINDS,
    *registers.KINDS,
)
