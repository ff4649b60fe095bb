"""``sloc lock``: freeze holidays and time-zone offsets in ``sloc.lock``, or check what is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sloc.cli.progress import progress
from sloc.cli.session import Session, session

if TYPE_CHECKING:
    from sloc.pipeline import Loaded


def lock(
    ctx: typer.Context,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Take everything anew from the installed libraries, not only what is missing.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; compare sloc.lock with the installed libraries.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --check: fail where other releases are installed, too.")
    ] = False,
) -> None:
    """Freeze holidays and time zones in sloc.lock."""
    from sloc import emit, pipeline
    from sloc.cli.terminal import columns
    from sloc.findings.wrap import wrap

    here = session(ctx)
    if check and upgrade:
        raise typer.BadParameter("--check writes nothing; leave out --upgrade")
    if strict and not check:
        raise typer.BadParameter("--strict goes with --check")
    with progress(here) as tell:
        tell("reading specs")
        loaded = pipeline.load(here.start)
        tell("working out holidays and time zones")
        if not check:
            disagreeing = [] if upgrade else [found for found in pipeline.check_lock(loaded) if found.code == "SLO128"]
            text, found = pipeline.lock(loaded, upgrade)
    if check:
        _check(here, loaded, strict)
        return
    findings = [*loaded.findings, *disagreeing, *found]
    here.stop_on_errors(findings, loaded.sources)
    findings += emit.write_file(loaded.project.root / pipeline.LOCK, text)
    here.finish(findings, loaded.sources)
    for change in pipeline.lock_changes(loaded, text):
        for line in wrap(change, columns(), further="  "):
            here.say(line)
    here.say(f"{pipeline.LOCK} is up to date" if text == loaded.lock else f"wrote {pipeline.LOCK}")


def _check(here: Session, loaded: Loaded, strict: bool) -> None:
    from sloc import pipeline

    found = pipeline.check_lock(loaded, strict=strict)
    here.finish([*loaded.findings, *found], loaded.sources)
    if loaded.lock is None:
        here.say(f"there is no {pipeline.LOCK}: nothing is frozen")
    elif not found:
        here.say(f"{pipeline.LOCK} says what the installed libraries say")
