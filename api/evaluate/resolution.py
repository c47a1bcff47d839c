"""Which records are one: the product's own features and weights on labelled sets, each beside a known method."""

from __future__ import annotations

from api.evaluate.measured import SetKind
from api.evaluate.resolution_communities import KINDS as COMMUNITIES
from api.evaluate.resolution_records import KINDS as RECORDS
from api.evaluate.resolution_ror import KIND as ROR
from api.evaluate.resolution_sets import KINDS as TABLES

KINDS: tuple[SetKind, ...] = (*COMMUNITIES, *TABLES, *RECORDS, ROR)
