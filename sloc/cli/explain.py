"""``sloc explain``: a finding's page, or an objective in words and numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sloc.cli.session import Session, session
from sloc.cli.terminal import columns, wants_color

if TYPE_CHECKING:
    from sloc.explain import Explanation
    from sloc.ir import Ir, Slo
    from sloc.pipeline import Loaded


def explain(
    ctx: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE | OBJECTIVE]",
            help="SLO306, or support.csat; with its tier for one of several.",
            show_default="all codes",
        ),
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="How an objective is shown.")] = "text",
) -> None:
    """Show a finding's page, or an objective in words and numbers."""
    from sloc.findings.codes import CODES, RETIRED

    here = session(ctx)
    color = wants_color(here.color, sys.stdout)
    if what is None:
        from sloc.findings.pages.terminal import render_list

        here.print(render_list(color=color, width=columns()))
        return
    code = {entry.name: code for code, entry in CODES.items()}.get(what, what.upper())
    if code in CODES:
        from sloc.findings.pages import read_page
        from sloc.findings.pages.terminal import render_page

        here.print(render_page(read_page(code), color=color, width=columns()))
        return
    if code in RETIRED:
        raise typer.BadParameter(f"{code} ({RETIRED[code].name}) is retired: {RETIRED[code].why}.")
    if code.startswith("SLO") and code[3:].isdigit():
        raise typer.BadParameter(f"there is no code {code}{_meant(code, CODES)}.")
    _objective(here, what, format == "json")


def _objective(here: Session, name: str, as_json: bool) -> None:
    from sloc import pipeline
    from sloc.explain.text import render, render_short, render_tiers

    loaded = pipeline.load(here.start)
    checked = pipeline.check(loaded)
    if checked.ir is None:
        here.finish(checked.findings, loaded.sources)
        return
    slos = [slo for slo in checked.ir.slos if name in (slo.id, f"{slo.service}.{slo.name}", slo.service)]
    if not slos:
        known = [slo.id for slo in checked.ir.slos] + [f"{slo.service}.{slo.name}" for slo in checked.ir.slos]
        raise typer.BadParameter(f"no objective is called {name!r}{_meant(name, known)}.")
    all_said = _explained(slos, checked.ir, loaded)
    color, width = wants_color(here.color, sys.stdout), columns()
    if as_json:
        import json

        from sloc.explain.json import to_object

        here.print(json.dumps([to_object(said) for said in all_said], indent=2, ensure_ascii=False) + "\n")
    elif len(all_said) == 1:
        here.print(render(all_said[0], color=color, width=width))
    elif len({(slo.service, slo.name) for slo in slos}) == 1:
        here.print(render_tiers(all_said, color=color, width=width))
    else:
        here.print(render_short(all_said, color=color, width=width))


def _explained(slos: Sequence[Slo], ir: Ir, loaded: Loaded) -> list[Explanation]:
    """Each objective with what the project's targets make of it: the files of the whole program, the findings of it alone."""
    from dataclasses import replace

    from sloc import pipeline
    from sloc.backends.base import Compiled
    from sloc.explain import explain as explained
    from sloc.project import Lint

    # A project of one target each: asked for by name, those named below it would answer, too. Here a reason that the
    # project ignores is the answer.
    projects = {target.name: replace(loaded.project, targets=(target,), lint=Lint()) for target in loaded.project.targets}
    files = {target: tuple(pipeline.compile(ir, project)[0]) for target, project in projects.items()}
    said = []
    for slo in slos:
        alone = replace(ir, slos=(slo,), tests=())
        made = {
            target: Compiled(files[target], tuple(pipeline.compile(alone, project)[1])) for target, project in projects.items()
        }
        said.append(explained(slo, ir, made))
    return said


def _meant(name: str, known: Iterable[str]) -> str:
    from sloc.findings.suggest import suggest

    near = suggest(name, known)
    return f"; did you mean {near[0]}?" if near else ""
