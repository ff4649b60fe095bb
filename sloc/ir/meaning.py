"""What a program means, apart from where in a file it is written: one digest, for the manifest."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from sloc.ir.codec import to_json
from sloc.ir.program import Ir


def digest(ir: Ir, *others: Any) -> str:
    """The SHA-256 of a program and of other plain data, in hexadecimal.

    Of an origin only the file counts, for outputs name it; a comment, a blank line or another order of declarations changes
    nothing.
    """
    return sha256(json.dumps([_without_positions(to_json(ir)), *others], sort_keys=True, default=str).encode()).hexdigest()


def _without_positions(data: Any) -> Any:
    """JSON of the IR in which each ``origin`` is its file alone. Names of a spec are never keys there."""
    if isinstance(data, dict):
        return {key: value and value["file"] if key == "origin" else _without_positions(value) for key, value in data.items()}
    return [_without_positions(each) for each in data] if isinstance(data, list) else data
