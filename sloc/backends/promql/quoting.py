"""Text inside PromQL: string literals, and what RE2 takes literally."""

from __future__ import annotations

import re

LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
METRIC_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = frozenset(r"\.+*?()|[]{}^$")


def quoted(text: str) -> str:
    """A string literal with Go's escapes: printable characters as they are, all others by number."""
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _numbered(char)) for char in text) + '"'


def literal_pattern(text: str) -> str:
    """The RE2 pattern that matches this text and nothing else."""
    return "".join("\\" + char if char in _SPECIAL else char for char in text)


def _numbered(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
