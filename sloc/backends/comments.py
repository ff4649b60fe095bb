"""Text from specs in the comments of what is generated: SQL, YAML and the lines above them."""

from __future__ import annotations


def comment(text: str) -> str:
    """Any text, or the path of a spec, as the rest of a comment's line: nothing in it can end the line or hide a part of it.

    Whatever is not printable (controls, line and paragraph separators, bidirectional overrides, half characters) gives way to a
    blank, and blanks are single. The caller writes the sign that begins the comment.
    """
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
