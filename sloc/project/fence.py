"""What sloc reads lies in the project, and has a name that can be shown: links and names may be a stranger's, too."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sloc.findings.model import Finding, finding

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""C0, DEL, C1, separators of lines and paragraphs, and Unicode's Bidi_Control (UAX #9)."""


def unprintable(name: str) -> bool:
    """Whether a name has characters that end a line, move the cursor or reorder what is shown."""
    return _CONTROL.search(name) is not None


def leads_out(path: Path, fence: Path) -> bool:
    """Whether a path, with every link in it followed, ends outside of a folder."""
    inside, real = os.path.realpath(fence).rstrip(os.sep), os.path.realpath(path)
    return real != inside and not real.startswith(f"{inside}{os.sep}")


def outside(what: str, help: str) -> Finding:
    """The finding about something that leads out of the project; it says nothing of what lies there."""
    return finding("SLO117", f"{what} leads out of the project", None, help=help)
