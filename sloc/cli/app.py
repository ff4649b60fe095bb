"""The ``sloc`` program.

Exit codes: 0 fine, 1 findings of severity error or drift, 2 wrong usage, 3 a bug in sloc, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sloc import __version__
from sloc.cli import build, check, explain, fmt, init, interrupt, ir, lock, status
from sloc.cli.anywhere import GlobalOptionsAnywhere
from sloc.cli.session import Session, cannot_print
from sloc.cli.terminal import ColorChoice, prepare_streams
from sloc.findings.render import FORMATS

_BUG = 3

# Without rich: its import would take longer than a whole check (`rich_markup_mode`), and `main` reports bugs itself.
app = typer.Typer(
    name="sloc",
    cls=GlobalOptionsAnywhere,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(init.init)
app.command("check")(check.check)
app.command("build")(build.build)
app.command("fmt")(fmt.fmt)
app.command("lock")(lock.lock)
app.command("explain")(explain.explain)
app.command("ir")(ir.ir)
app.command("status")(status.status)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sloc {__version__}")
        raise typer.Exit


def _known_format(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(map(repr, FORMATS))}.")
    return name


@app.callback()
def sloc(
    ctx: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("-C", metavar="DIR", exists=True, file_okay=False, help="Work on the project that DIR lies in."),
    ] = Path(),
    format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", callback=_known_format, help=f"How findings are shown: {', '.join(FORMATS)}."
        ),
    ] = "text",
    color: Annotated[ColorChoice, typer.Option("--color", help="Whether findings are colored.")] = "auto",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show errors only.")] = False,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and end.")
    ] = False,
) -> None:
    """SLOs as code, compiled: one sentence per objective, one meaning on every back end.

    The project is the folder with the nearest sloc.toml upwards. Global options may follow the command, too.
    """
    try:
        Path.cwd()
    except FileNotFoundError:
        typer.echo("sloc: the current folder is gone; change to one that is there", err=True)
        raise typer.Exit(2) from None
    ctx.obj = Session(directory, format, color, quiet)


def main() -> None:
    """Run the program and end the process with its exit code."""
    interrupt.install()
    prepare_streams()
    code = _run()
    unprintable = _unprintable()
    sys.exit(code if unprintable is None else code or cannot_print(unprintable))


def _run() -> int:
    """Run the command that the arguments name; whatever happens becomes an exit code."""
    try:
        typer.main.get_command(app)(prog_name="sloc")
    except SystemExit as end:  # typer ends each command so, and explains wrong usage (2) itself
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return interrupt.INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and _while_printing(error):
            return cannot_print(error)
        from sloc.cli.bug import report

        names = {command.name for command in app.registered_commands}
        sys.stderr.write(report(error, next((word for word in sys.argv[1:] if word in names), "-")))
        return _BUG
    return 0


def _while_printing(error: OSError) -> bool:
    """Whether typer, which prints help and wrong usage by itself, was refused by the stream."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and at.tb_frame.f_code is typer.echo.__code__


def _unprintable() -> OSError | None:
    """Why what was printed cannot get out, if it cannot."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            return error
    return None
