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
    here = session(ctx)
    if schema:
        import json

        from sloc.ir.schema import schema as of_ir

        here.print(json.dumps(of_ir(), indent=2, ensure_ascii=False) + "\n")
        return

    from sloc import pipeline
    from sloc.ir import codec

    loaded = pipeline.load(here.start)
    checked = pipeline.check(loaded, None)
    if checked.ir is not None:
        here.print_utf8(codec.published(checked.ir))
    here.finish(checked.findings, loaded.sources)
