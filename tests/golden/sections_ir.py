"""``-- ir --`` is the checked program as `sloc ir` prints it, ``-- ir/slos/0/window --`` the part of it at that JSON pointer.

What fits on a line stands on one. Origins are left out: a case is about meaning, and they change with every line above.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sloc.ir.codec import to_json

if TYPE_CHECKING:
    from tests.golden.harness import Case

WIDTH = 110


def ir_part(case: Case, pointer: str) -> str:
    """The part of the case's IR at a JSON pointer (RFC 6901); "" is all of it."""
    ir = case.checked.ir
    assert ir is not None, [(found.code, found.message) for found in case.findings]
    part = to_json(ir)
    for step in pointer.split("/")[1:]:
        part = part[int(step)] if isinstance(part, list) else part[step]
    return spread(_without_origins(part)) + "\n"


def spread(value: Any, indent: str = "") -> str:
    """JSON with sorted keys, spread over lines only where one is not enough."""
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(indent + flat) <= WIDTH:
        return flat
    deeper = indent + "  "
    if isinstance(value, list):
        inner = [spread(each, deeper) for each in value]
    else:
        inner = [f"{json.dumps(name)}: {spread(value[name], deeper)}" for name in sorted(value)]
    signs = "[]" if isinstance(value, list) else "{}"
    return f"{signs[0]}\n{deeper}" + f",\n{deeper}".join(inner) + f"\n{indent}{signs[1]}"


def _without_origins(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_origins(each) for name, each in value.items() if name != "origin"}
    return [_without_origins(each) for each in value] if isinstance(value, list) else value


PARTS = {"ir": ir_part}
