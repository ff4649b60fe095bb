"""Words that people type for ours, and that are not spelt like them."""

from __future__ import annotations

SYNONYMS = {
    "filter": "where",
    "if": "when",
    "under": "within",
    "import": "from",
    "objective": "slo",
    "hours": "open",
    "tz": "timezone",
    "column": "field",
    "warn": "notify",
    "for": "over",
    "by": "per",
    "group": "per",
    "enum": "field",
    "metric": "measure",
    "target": "expect",
    "like": "matches",
}
