"""``sloc check``: all findings, no output files; ``--fix`` mends what is certain."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sloc.cli.options import day
from sloc.cli.progress import load_and_tell, progress
from sloc.cli.session import Session, session

if TYPE_CHECKING:
    from sloc.pipeline import Loaded


def check(
    ctx: typer.Context,
    today: Annotated[
        dt.date | None,
        typer.Option("--today", metavar="DATE", parser=day, help="The day by which reviews are due.", show_default="today"),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Put right in the specs what is certain, and show the rest.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="With --fix: print what it would change, and change nothing.")] = False,
) -> None:
    """Show every finding; write nothing but what --fix mends."""
    if diff and not fix:
        raise typer.BadParameter("it says what `--fix` would do; write `--fix --diff`.", param_hint="'--diff'")

    from sloc import pipeline

    here = session(ctx)
    if fix:
        _fix(here, pipeline.load(here.start), today or dt.date.today(), diff)
        return
    with progress(here) as tell:
        loaded = load_and_tell(here, tell)
        findings = pipeline.verdict(loaded, today or dt.date.today(), tell)
    here.finish(findings, loaded.sources, sys.stdout)
    here.say("no errors")


def _fix(here: Session, loaded: Loaded, today: dt.date, only_show: bool) -> None:
    """Fix, and show what is left; with `only_show` the diff instead, and 1 if there is one."""
    from sloc.cli.diff import print_diff
    from sloc.cli.fix import diff, fixed, write

    made = fixed(loaded, today)
    mistakes = f"{made.count} {'mistake' if made.count == 1 else 'mistakes'}"
    if only_show:
        print_diff(here, "".join(diff(made)))
        here.say(f"{mistakes} would be put right; nothing was written")
        if made.count:
            raise typer.Exit(1)
        return
    refused = write(made)
    here.say(f"put {mistakes} right" if made.count and not refused else "nothing was put right")
    here.finish([*made.checked.findings, *refused], made.after.sources, sys.stdout)
    here.say("no errors")
