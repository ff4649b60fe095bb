"""``sloc status``: how the objectives stand now, from data files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from sloc.cli.options import FailOn, data_files, memory, moment, seconds, table_file
from sloc.cli.progress import load_and_tell, progress
from sloc.cli.session import session
from sloc.cli.terminal import columns, wants_color


def status(
    ctx: typer.Context,
    objectives: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OBJECTIVE]…", help="A service, or an objective with or without its tier.", show_default="all"),
    ] = None,
    bind: Annotated[
        list[str] | None, typer.Option("--bind", metavar="TABLE=FILE", help="Read TABLE from a file; may be repeated.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", exists=True, file_okay=False, help="Bind each DIR/<table>.csv, .parquet, .json."),
    ] = None,
    as_of: Annotated[
        Any,
        typer.Option(
            "--as-of",
            metavar="INSTANT",
            parser=moment,
            help="Evaluate at this instant, or at the end of this day.",
            show_default="now",
        ),
    ] = None,
    format: Annotated[Literal["table", "json"], typer.Option("--format", help="How the result is shown.")] = "table",
    fail_on: Annotated[
        list[FailOn] | None,
        typer.Option("--fail-on", metavar="STATE", help="End with 1 on page, ticket, missed or no-data; may be repeated."),
    ] = None,
    max_time: Annotated[
        float,
        typer.Option("--max-time", metavar="DURATION", parser=seconds, help="Stop after this long; a raw query after a sixth."),
    ] = "1m",  # type: ignore[assignment]
    max_memory: Annotated[
        int, typer.Option("--max-memory", metavar="SIZE", parser=memory, help="Let the engine take this much memory.")
    ] = "2GB",  # type: ignore[assignment]
) -> None:
    """Evaluate every objective over data files, on DuckDB."""
    here = session(ctx)
    binds = dict(table_file(text) for text in bind or ())
    folder = dict(data_files(data) if data else ())

    from sloc import pipeline
    from sloc.run.engine import Limits
    from sloc.run.fenced import fenced_status
    from sloc.run.moment import at, right_now
    from sloc.run.render import render_table
    from sloc.run.report import fails, to_json
    from sloc.run.status import only

    with progress(here) as tell:
        loaded = load_and_tell(here, tell)
        checked = pipeline.check(loaded, None)
    if checked.ir is None:
        here.finish(checked.findings, loaded.sources)
        return
    program = only(checked.ir, objectives or ())
    if not program.slos:
        raise typer.BadParameter(f"no objective is called {' or '.join(objectives or ())}")
    with progress(here) as tell:
        tell(f"evaluating {len(program.slos)} objectives")
        limits = Limits(max_time, max_memory)
        report, found = fenced_status(loaded.project, program, binds, at(as_of, program, right_now()), folder, limits)
    names = not os.environ.get("CI")  # a job's log has other readers than the data
    if format == "json":
        import json

        here.print(json.dumps(to_json(report, names), indent=2, ensure_ascii=False) + "\n")
    else:
        here.print(render_table(report, columns(), wants_color(here.color, sys.stdout), names))
    here.finish([*checked.findings, *found], loaded.sources)
    holds = fails(report, [each.value for each in fail_on or ()])
    if holds:
        here.say(f"failed: {'; '.join(holds)}")
        raise typer.Exit(1)
