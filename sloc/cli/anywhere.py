"""Global options are taken before and after the command: ``sloc check --format json`` reads as people type it."""

from __future__ import annotations

from typing import Any

import typer.core

from sloc.cli.terminal import columns

_WIDEST = 80
"""Columns of help: longer lines are hard to read."""


class GlobalOptionsAnywhere(typer.core.TyperGroup):
    """A group that moves its own options to the front, unless the command has one of that name itself."""

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """A context whose help is as wide as the terminal; typer would not go below 50 columns."""
        extra.setdefault("terminal_width", min(columns(), _WIDEST) - 2)
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments that are left once the group's own are taken."""
        return super().parse_args(ctx, self._moved(ctx, args))

    def _moved(self, ctx: Any, args: list[str]) -> list[str]:
        options = [option for option in self.params if isinstance(option, typer.core.TyperOption)]
        takes_value = {name: not option.is_flag for option in options for name in option.opts}
        at = _command_at(args, takes_value)
        command = self.get_command(ctx, args[at]) if at < len(args) else None
        if command is None:
            return args
        own = {name for option in command.params for name in option.opts} | {"--help", "--version"}
        front, back, rest = args[:at], [args[at]], args[at + 1 :]
        while rest and rest[0] != "--":
            name, joined, _ = rest[0].partition("=")
            taken = 2 if takes_value.get(name) and not joined else 1
            (front if name in takes_value and name not in own else back).extend(rest[:taken])
            rest = rest[taken:]
        return [*front, *back, *rest]


def _command_at(args: list[str], takes_value: dict[str, bool]) -> int:
    """The index of the command's name among the arguments; their number if there is none."""
    at = 0
    while at < len(args) and args[at].startswith("-"):
        at += 2 if takes_value.get(args[at]) else 1
    return at
