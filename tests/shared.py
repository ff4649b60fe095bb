"""Where the material that is shared between checkouts lies, for the few tests that read it."""

from __future__ import annotations

from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[2] / "shared"

SHARED: Path | None = _BESIDE if _BESIDE.is_dir() else None
"""The folder ``../shared`` beside the project root; None where it is not at hand (such tests say so and are skipped)."""
