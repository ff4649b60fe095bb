"""``sloc lock``: freeze holidays and time-zone offsets in ``sloc.lock``."""

from __future__ import annotations

from typing import Annotated

import typer

from sloc.cli.progress import progress
from sloc.cli.session import session


def lock(
    ctx: typer.Context,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Take everything anew from the installed libraries, not only what is missing.")
    ] = False,
) -> None:
    """Freeze holidays and time zones in sloc.lock."""
    from sloc import emit, pipeline

    here = session(ctx)
    with progress(here) as tell:
        tell("reading specs")
        loaded = pipeline.load(here.start)
        tell("working out holidays and time zones")
        text, found = pipeline.lock(loaded, upgrade)
    findings = [*loaded.findings, *found]
    here.stop_on_errors(findings, loaded.sources)
    findings += emit.write_file(loaded.project.root / pipeline.LOCK, text)
    here.finish(findings, loaded.sources)
    here.say(f"{pipeline.LOCK} is up to date")
