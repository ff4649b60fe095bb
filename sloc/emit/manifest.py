"""``manifest.json``: every generated file with the digest of its bytes, and one digest of what the specs mean.

It says which files are sloc's own: a build removes or replaces no other. A file is edited where its bytes are not those of its
digest. `meaning` tells whether two builds were made of the same specs, options and compiler, whatever comments were written in
between; a build of some targets says there what it was made of, though files of other targets may be older.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sloc import __version__

PATH = PurePosixPath("manifest.json")
"""Where it stands below the output folder."""

_ENTRY = re.compile(r'^ {4}"([^"\\]+)": ', re.MULTILINE)  # as `text` lays an entry out


@dataclass(frozen=True)
class Manifest:
    """`digests` by path (None: not known, for a merge left its marks in the file that said it), and that of the `meaning`."""

    meaning: str
    digests: Mapping[PurePosixPath, str | None]

    def text(self) -> str:
        """The file's text."""
        files = {str(path): self.digests[path] for path in sorted(self.digests, key=str)}
        made = {"sloc": __version__, "meaning": self.meaning, "files": files}
        return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal as ``sha256sum`` prints it."""
    return hashlib.sha256(content).hexdigest()


def read(text: str) -> Manifest | None:
    """The manifest of an earlier build, or None if sloc did not write it.

    Of one that is not whole, because a merge left its marks in it, the paths of both sides.
    """
    if '"sloc": "' not in text:
        return None
    try:
        found = json.loads(text)
        digests = {PurePosixPath(path): digest and _text(digest) for path, digest in found["files"].items()}
        meaning = _text(found["meaning"])
    except (ValueError, LookupError, TypeError, AttributeError):
        digests = {PurePosixPath(path): None for path in _ENTRY.findall(text)}
        meaning = ""
    return Manifest(meaning, {path: found for path, found in digests.items() if _is_below(path)})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _is_below(path: PurePosixPath) -> bool:
    """Whether a path stays below the output folder; a manifest comes from a checkout and is not to be trusted."""
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and path != PATH
