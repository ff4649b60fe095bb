"""What sloc reads lies in the project, and has a name that can be shown: links and names may be a stranger's, too."""

from __future__ import annotations

import os
from pathlib import Path

from sloc.findings.model import Finding, finding


def unprintable(name: str) -> bool:
    """Whether a name has characters that end a line, move the cursor, reorder what is shown or do not show."""
    return not name.isprintable()


def escaped(name: str) -> str:
    """The name with such characters written out: ``specs/a\\u000a.slo``."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in name)


def leads_out(path: Path, fence: Path) -> bool:
    """Whether a path, with every link in it followed, ends outside of a folder."""
    inside, real = os.path.realpath(fence).rstrip(os.sep), os.path.realpath(path)
    return real != inside and not real.startswith(f"{inside}{os.sep}")


def outside(what: str, help: str) -> Finding:
    """The finding about something that leads out of the project; it says nothing of what lies there."""
    return finding("SLO117", f"{what} leads out of the project", None, help=help)
