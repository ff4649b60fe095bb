"""A file's own line ends and byte order mark, for whoever writes a spec back: reading drops them."""

from __future__ import annotations

from pathlib import Path

_MARK = b"\xef\xbb\xbf"


def like_on_disk(path: Path, text: str) -> str:
    """`text` with the byte order mark and the ``\\r\\n`` that the file has. Raises OSError if it cannot be read."""
    data = path.read_bytes()
    ended = text.replace("\n", "\r\n") if b"\r\n" in data else text
    return f"\ufeff{ended}" if data.startswith(_MARK) else ended
