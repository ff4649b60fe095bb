"""What boards are called, so that a rebuilt board takes the place of the old one and links to it stay good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from hashlib import sha1, sha256
from pathlib import PurePosixPath
from typing import Any

from sloc.backends.prometheus.backend import file_name
from sloc.ir import Ir, Slo
from sloc.ir.codec import to_json
from sloc.ir.expr import StringLiteral
from sloc.ir.text import decimal_text, expr_text

_SLUG = 26  # with `slo-` and the digest a uid has at most 39 characters, and Grafana takes 40


def uid(name: str) -> str:
    """``slo-<readable part>-<digest>``: the same name gives the same uid, and no two names share one."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_SLUG].strip("-")
    digest = sha1(name.encode(), usedforsecurity=False).hexdigest()[:8]
    return f"slo-{slug}-{digest}" if slug else f"slo-{digest}"


def detail_uid(service: str, name: str) -> str:
    """The uid of an SLO's board; its tiers share it."""
    return uid(f"{service}.{name}")


def overview_uid(project: str) -> str:
    """The uid of a project's overview."""
    return uid(f"overview of {project}")


def detail_path(service: str, name: str) -> PurePosixPath:
    """The file of an SLO's board: its folder is Grafana's, too."""
    return PurePosixPath("grafana", file_name(service), f"{file_name(name)}.json")


def digest_tag(ir: Ir, slos: Iterable[Slo]) -> str:
    """``spec-<digest>`` of what these SLOs mean: it changes when they or their sources do, and not when lines move."""
    chosen = tuple(slos)
    sources = tuple(ir.source(id) for id in sorted({slo.population.source for slo in chosen}))
    own = to_json(replace(ir, slos=chosen, sources=sources, calendars=(), services=(), tests=()))
    text = json.dumps(_without_places(own), sort_keys=True)
    return f"spec-{sha256(text.encode()).hexdigest()[:12]}"


def nines(target: Fraction) -> int:
    """Decimals of a percentage that tell an achievement from its target: a target's nines, and one at least."""
    digits = decimal_text(target).partition(".")[2]
    return max(1, len(digits) - len(digits.lstrip("9")))


def tier_text(slo: Slo) -> str:
    """``urgent``; ``everything else``; nothing where the SLO has no tiers."""
    if slo.tier is None:
        return ""
    match slo.tier.value:
        case None:
            return "everything else"
        case StringLiteral(text):
            return text
        case value:
            return expr_text(value)


def full_title(slo: Slo) -> str:
    """The SLO's title with its tier."""
    tier = tier_text(slo)
    return f"{slo.title} – {tier}" if tier else slo.title


def _without_places(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_places(value) for key, value in data.items() if key != "origin"}
    return [_without_places(each) for each in data] if isinstance(data, list) else data
