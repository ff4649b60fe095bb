"""How diffs are shown."""

from __future__ import annotations

import sys

from sloc.cli.session import Session
from sloc.cli.terminal import wants_color


def print_diff(here: Session, diff: str) -> None:
    """The diff as it is for a program, and for a terminal with nothing in it that the terminal would act on."""
    from sloc.findings.canvas import Style, paint
    from sloc.findings.cells import visible

    if not diff or here.format != "text":
        return
    color = wants_color(here.color, sys.stdout)
    if not sys.stdout.isatty() and not color:
        here.print(diff)
        return
    styles = {"+": Style.ADDED, "-": Style.ERROR, "@": Style.ADVICE}
    for line in diff.removesuffix("\n").split("\n"):
        here.print(paint(visible(line), styles.get(line[:1], Style.PLAIN), color) + "\n")
