"""``sloc fmt``: lay specs out as everyone does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sloc.cli.diff import print_diff
from sloc.cli.session import Session, session

if TYPE_CHECKING:
    from sloc.findings import Finding
    from sloc.source.span import SourceFile

_STANDARD_INPUT = "-"
_STDIN = "<stdin>"
"""What findings and lists call standard input."""


def fmt(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Specs, folders of specs, or - for standard input.", show_default="the project's"
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; list the files that would change, and end with 1 if there are any.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
) -> None:
    """Give specs the canonical layout; comments stay."""
    here = session(ctx)
    if files == [_STANDARD_INPUT]:
        _standard_input(here, check=check, diff=diff)
        return
    if files and _STANDARD_INPUT in files:
        raise typer.BadParameter("standard input (-) is formatted alone.")
    specs = _named(files) if files else _of_the_project(here)
    _files(here, specs, check=check, diff=diff)


@dataclass(frozen=True)
class _Specs:
    """Specs and where they lie, and findings about what cannot be read."""

    files: list[tuple[Path, SourceFile]]
    findings: list[Finding]


def _of_the_project(here: Session) -> _Specs:
    from sloc import pipeline

    loaded = pipeline.load(here.start)
    findings = [found for found in loaded.findings if found.code != "SLO123"]  # the lock says nothing about layout
    return _Specs([(loaded.project.root / source.path, source) for source in loaded.specs], findings)


def _named(names: list[str]) -> _Specs:
    """The files of these names, and those below the folders of these names, each once."""
    from sloc.emit import shown
    from sloc.project.load import find_project
    from sloc.project.specs import is_folder
    from sloc.project.texts import discover, read_text

    specs: dict[Path, tuple[Path, SourceFile]] = {}
    findings: list[Finding] = []
    for name in names:
        if is_folder(Path(name)):
            read, found = discover(Path.cwd(), [name], find_project(Path(name)) or Path(name))
        else:
            source, found = read_text(Path(name), shown(Path(name)))
            read = [source] if source else []
        findings += found
        for source in read:
            specs.setdefault(Path(source.path).resolve(), (Path(source.path), source))
    return _Specs(list(specs.values()), findings)


def _files(here: Session, specs: _Specs, *, check: bool, diff: bool) -> None:
    from sloc import emit
    from sloc.syntax.format import format_source

    findings = list(specs.findings)
    changed: list[tuple[Path, str]] = []
    for path, source in specs.files:
        text, found = format_source(source)
        findings += found
        if text is None:
            continue
        difference, found_unreadable = emit.difference(path, text)
        findings += found_unreadable
        if not difference:
            continue
        changed.append((path, text))
        if diff:
            print_diff(here, difference)
        elif check:
            here.print(f"{emit.shown(path)}\n")
    if not (diff or check):
        findings += emit.rewrite(changed)
    here.finish(findings, {source.path: source for _, source in specs.files})
    here.say(_said(len(changed), len(specs.files) - len(changed), "would change" if check or diff else "formatted"))
    if check and changed:
        raise typer.Exit(1)


def _said(changed: int, unchanged: int, what: str) -> str:
    """``2 files formatted, 1 unchanged``."""
    return f"{changed} {'file' if changed == 1 else 'files'} {what}, {unchanged} unchanged"


def _standard_input(here: Session, *, check: bool, diff: bool) -> None:
    """The formatted text goes to standard output, as UTF-8 whatever the terminal; with a mistake in it, nothing does."""
    from sloc import emit
    from sloc.project.texts import decoded
    from sloc.syntax.format import format_source

    if sys.stdin is None:
        raise typer.BadParameter("standard input is closed.")
    data = sys.stdin.buffer.read()
    source, findings = decoded(_STDIN, data)
    text, found = format_source(source) if source else (None, [])
    here.finish([*findings, *found], {source.path: source} if source else {})
    assert text is not None, "what cannot be read or parsed is an error, and ends the command"
    difference = emit.text_difference(data, text, _STDIN)
    if diff:
        print_diff(here, difference)
    elif check:
        here.print(f"{_STDIN}\n" if difference else "")
    else:
        here.print_utf8(text)
    if check and difference:
        raise typer.Exit(1)
