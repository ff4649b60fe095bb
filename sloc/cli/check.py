"""``sloc check``: all findings, no output files."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer

from sloc.cli.options import day
from sloc.cli.session import session


def check(
    ctx: typer.Context,
    today: Annotated[
        dt.date | None,
        typer.Option("--today", metavar="DATE", parser=day, help="The day by which reviews are due.", show_default="today"),
    ] = None,
) -> None:
    """Show every finding; write nothing."""
    from sloc import pipeline

    here = session(ctx)
    loaded = pipeline.load(here.start)
    checked = pipeline.check(loaded, today or dt.date.today())
    here.finish(checked.findings, loaded.sources, sys.stdout)
    here.say("no errors")
