"""Names in the output: stable, free of collisions, and plain whatever a spec calls its things."""

from __future__ import annotations

import hashlib
import re

from sloc.ir.expr import StringLiteral
from sloc.ir.slo import Slo

_PLAIN = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_LONGEST = 44
"""PostgreSQL cuts names at 63 bytes; our longest prefix is ``calendar_bucket_``."""


def slo_slug(slo: Slo) -> str:
    """``support__first_response__urgent`` for ``support.first_response["urgent"]``."""
    tier: list[str] = []
    if slo.tier is not None:
        match slo.tier.value:
            case None:
                tier = ["else"]
            case StringLiteral(value) if value != "else":
                tier = [value]
            case _:
                return _hashed(slo.id)
    return _slug([slo.service, slo.name, *tier], slo.id)


def calendar_slug(id: str) -> str:
    """``office``, or ``support__office`` for a service's own calendar ``support.office``."""
    return _slug(id.split("."), id)


def field_names(prefix: str, fields: list[str]) -> dict[str, str]:
    """Our own column for each field: ``<prefix>_<field>``, or a numbered one where that would not be plain and short.

    The prefix keeps fields apart from keywords and from the columns that the views add.
    """
    return {
        field: f"{prefix}_{field}" if _PLAIN.fullmatch(field) and len(field) <= _LONGEST else f"{prefix}{index}"
        for index, field in enumerate(fields)
    }


def _slug(parts: list[str], id: str) -> str:
    """The parts joined by ``__``, which none of them holds; else what can be read of the id, with its digest."""
    slug = "__".join(parts)
    return slug if all(_PLAIN.fullmatch(part) for part in parts) and len(slug) <= _LONGEST else _hashed(id)


def _hashed(id: str) -> str:
    """Three underscores never stand in a plain slug, so the two kinds cannot collide."""
    readable = re.sub(r"[^a-z0-9]+", "_", id.lower())[: _LONGEST - 11].strip("_") or "x"
    return f"{readable}___{hashlib.sha256(id.encode()).hexdigest()[:8]}"
