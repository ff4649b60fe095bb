"""``sloc ir``: the intermediate representation, for programs that build on sloc."""

from __future__ import annotations

from typing import Annotated

import typer

from sloc.cli.session import session


def ir(
    ctx: typer.Context,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the IR instead.")] = False,
) -> None:
    """Print the checked program as JSON."""
    import json

    from sloc.ir import codec

    here = session(ctx)
    if schema:
        here.print(json.dumps(codec.schema(), indent=2) + "\n")
        return

    from sloc import pipeline

    loaded = pipeline.load(here.start)
    checked = pipeline.check(loaded, None)
    if checked.ir is not None:
        here.print(codec.dumps(checked.ir))
    here.finish(checked.findings, loaded.sources)
