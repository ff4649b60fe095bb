"""``manifest.json``: every generated file with the digest of its bytes and of the specs that it was made of.

It says which files are sloc's own: a build removes or replaces no other. A spec's digest is that of its text as sloc reads
it (UTF-8, ``\\n`` line ends), so that a checkout with other line ends gives the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sloc import __version__
from sloc.backends.base import OutputFile
from sloc.emit.header import places, takes_comments
from sloc.source.span import SourceFile

PATH = PurePosixPath("manifest.json")
"""Where it stands below the output folder."""

_ENTRY = re.compile(r'^ {4}"([^"\\]+)": \{', re.MULTILINE)  # as `text` lays an entry out


@dataclass(frozen=True)
class Manifest:
    """`entries` by path. Those of an old manifest that no program can read are empty: only the paths count."""

    entries: Mapping[PurePosixPath, Mapping[str, Any]]

    def text(self) -> str:
        """The file's text."""
        files = {str(path): self.entries[path] for path in sorted(self.entries, key=str)}
        return json.dumps({"sloc": __version__, "files": files}, indent=2, ensure_ascii=False) + "\n"


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal as ``sha256sum`` prints it."""
    return hashlib.sha256(content).hexdigest()


def entry(file: OutputFile, content: bytes, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    """What the manifest says about a file with this content; of one that has no header, which lines it was made of, too."""
    specs = sorted({origin.file for origin in file.origins})
    made = {"sha256": digest(content), "specs": {spec: digest(sources[spec].text.encode()) for spec in specs}}
    return made if takes_comments(file.path) else {**made, "lines": places(file)}


def read(text: str) -> Manifest | None:
    """The manifest of an earlier build, or None if sloc did not write it.

    Of one that is no JSON, because a merge left its marks in it, the paths of both sides.
    """
    if '"sloc": "' not in text:
        return None
    try:
        files = json.loads(text)["files"]
        entries = {PurePosixPath(path): dict(found) for path, found in files.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        entries = {PurePosixPath(path): {} for path in _ENTRY.findall(text)}
    return Manifest({path: found for path, found in entries.items() if _is_below(path)})


def _is_below(path: PurePosixPath) -> bool:
    """Whether a path stays below the output folder; a manifest comes from a checkout and is not to be trusted."""
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and path != PATH
