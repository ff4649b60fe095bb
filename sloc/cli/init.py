"""``sloc init``: a project to start from."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from sloc.cli.session import session

_SAID = """\
specs/      a support desk and a web API: make them yours
sloc.toml   how they are built; sloc.lock freezes holidays and time zones
generated/  what `sloc build` makes of them; commit it, too
.github/workflows/sloc.yml  checks each pull request
.pre-commit-config.yaml     checks each commit after `pre-commit install`
Try `sloc explain support.first_response`.
"""


def init(
    ctx: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to start it.", show_default="the current folder")
    ] = None,
) -> None:
    """Start a project: specs, sloc.toml, a workflow for pull requests and a pre-commit hook."""
    from sloc import emit, pipeline
    from sloc.starter import starter_texts

    here = session(ctx)
    folder = here.start / (directory or Path())
    made = pipeline.start(starter_texts(_name(folder), dt.date.today().year))
    here.stop_on_errors(made.findings, made.sources)
    # What lies in these two already would be a part of the project, and of what is built.
    here.finish(emit.create(folder, made.contents, ("specs", "generated")), {})
    here.say(f"started a project in {emit.shown(folder)}")
    for line in _SAID.splitlines():
        here.say(line)
    if (above := _repository_above(folder)) is not None:
        here.say(f"Move .github and .pre-commit-config.yaml to {above}, where they are read, and run sloc with -C there.")


def _name(folder: Path) -> str:
    """The folder's name as far as it is letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folder.absolute().resolve().name.lower()).strip("-") or "slos"


def _repository_above(folder: Path) -> Path | None:
    """The git repository that a folder lies in, if it is not its top."""
    root = folder.absolute().resolve()
    top = next((each for each in (root, *root.parents) if (each / ".git").exists()), root)
    return None if top == root else top
