"""What all commands share: where the project is, how findings are shown, and the exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import typer

from sloc.cli.terminal import ColorChoice, columns, wants_color
from sloc.records import dataclass

if TYPE_CHECKING:
    from sloc.findings import Finding
    from sloc.source.span import SourceFile

BROKEN_PIPE = 141
"""The exit code of a program whose reader has gone (128 + SIGPIPE), as a shell would give it."""


@dataclass(frozen=True)
class Session:
    """The global options."""

    start: Path
    format: str
    color: ColorChoice
    quiet: bool

    def finish(self, findings: Iterable[Finding], sources: Mapping[str, SourceFile], stream: TextIO | None = None) -> None:
        """Print the findings (to standard error if `stream` is None) and end with exit code 1 if one is an error.

        Quiet keeps to errors. JSON is printed even if there is nothing to say: an empty array.
        """
        from sloc.findings.model import Severity, has_errors
        from sloc.findings.render import in_order, renderer

        found = in_order(findings)
        failed = has_errors(found)
        if self.quiet:
            found = [one for one in found if one.severity is Severity.ERROR]
        stream = stream or sys.stderr
        if found or self.format != "text":
            text = renderer(self.format)(found, sources, color=wants_color(self.color, stream), width=columns())
            self.print(text, stream)
        if failed:
            raise typer.Exit(1)

    def stop_on_errors(self, findings: Iterable[Finding], sources: Mapping[str, SourceFile]) -> None:
        """Print the findings and end if one of them is an error; else say nothing yet."""
        from sloc.findings.model import has_errors

        findings = list(findings)
        if has_errors(findings):
            self.finish(findings, sources)

    def say(self, line: str) -> None:
        """Tell how it went, on standard error, unless that would be noise."""
        if not self.quiet and self.format == "text":
            from sloc.findings.cells import visible

            self.print(f"{visible(line)}\n", sys.stderr)

    def print(self, text: str, stream: TextIO | None = None) -> None:
        """Write to standard output (or `stream`).

        A reader that has gone ends the program without a word, a full disk with one.
        """
        try:
            stream = stream or sys.stdout
            stream.write(text)
            stream.flush()
        except OSError as error:
            raise typer.Exit(cannot_print(error)) from None

    def print_utf8(self, text: str) -> None:
        """Write to standard output as UTF-8 with ``\\n``, whatever the terminal: for another program to read."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        self.print(text)


def cannot_print(error: OSError) -> int:
    """The exit code where a standard stream takes nothing more; nothing is printed after that."""
    if isinstance(error, BrokenPipeError):
        code = BROKEN_PIPE
    else:
        code = 1
        with suppress(OSError):
            sys.stderr.write(f"sloc: cannot print: {error.strerror}\n")
            sys.stderr.flush()
    silence()
    return code


def session(ctx: typer.Context) -> Session:
    """The session of a command's context."""
    return cast(Session, ctx.obj)


def silence() -> None:
    """Point the standard streams to nowhere, so that the interpreter does not fail when it flushes them at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
