"""``sloc build``: compile the specs, and write the output or compare with it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sloc.cli.diff import print_diff
from sloc.cli.progress import load_and_tell, progress
from sloc.cli.session import Session, session

if TYPE_CHECKING:
    from sloc.backends.base import OutputFile
    from sloc.emit import Written
    from sloc.pipeline import Loaded


def build(
    ctx: typer.Context,
    target: Annotated[
        list[str] | None, typer.Option("--target", metavar="TARGET", help="Build this target only; may be repeated.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; print how the output folder differs, and end with 1 if it does.")
    ] = False,
    ir: Annotated[
        Path | None,
        typer.Option("--ir", metavar="FILE", help="Build from an IR, as `sloc ir` prints it, in place of specs; - reads it."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write to DIR.", show_default="`out` of sloc.toml, else generated"),
    ] = None,
) -> None:
    """Compile the specs for each target of sloc.toml."""
    from sloc import emit, pipeline

    here = session(ctx)
    with progress(here) as tell:
        if ir is None:
            loaded = load_and_tell(here, tell)
            checked = pipeline.check(loaded, None)
        else:
            loaded = _given(here, ir)
            checked = pipeline.check_given(loaded)
        meaning = "" if checked.ir is None else pipeline.meaning(checked.ir, loaded.project)
        files, found = pipeline.compile(checked.ir, loaded.project, target, lambda name: tell(f"building {name}"))
    if ir is not None and checked.ir is not None:
        found = pipeline.located(found, loaded)
    findings = [*checked.findings, *found]
    here.stop_on_errors(findings, loaded.sources)

    folder = out or loaded.project.root / loaded.project.out
    where = emit.shown(folder)
    scope = _scope(target, files)
    if check:
        diff, drifted = emit.drift(files, folder, meaning, scope)
        print_diff(here, diff)
        here.finish([*findings, *drifted], loaded.sources)
        here.say(f"{where} is what the {'specs say' if ir is None else 'IR says'}")
    else:
        written, refused = emit.write(files, folder, meaning, scope)
        here.finish([*findings, *refused], loaded.sources)
        here.say(_said(written, where))


def _given(here: Session, ir: Path) -> Loaded:
    from sloc import pipeline
    from sloc.project.texts import MAX_GIVEN

    if ir != Path("-"):
        return pipeline.load_given(here.start, ir)
    if sys.stdin is None:
        raise typer.BadParameter("standard input is closed.", param_hint="'--ir'")
    return pipeline.load_given(here.start, sys.stdin.buffer.read(MAX_GIVEN + 1))


def _scope(targets: Sequence[str] | None, files: Iterable[OutputFile]) -> set[str] | None:
    """The folders that a build of some targets answers for: theirs, also where they hold nothing any more."""
    return {*targets, *(file.path.parts[0] for file in files)} if targets else None


def _said(written: Written, where: str) -> str:
    files = "file" if written.written == 1 else "files"
    removed = f", removed {written.removed}" if written.removed else ""
    return f"wrote {written.written} {files} to {where}{removed}, {written.unchanged} unchanged"
