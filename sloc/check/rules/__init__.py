"""Rules of meaning, one a file, each named for the mistake it finds.

A rule is a function of the checked program that yields findings; it assumes that names and types hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sloc.check.model import CheckedProgram
from sloc.check.rules import impossible_target
from sloc.findings import Finding

Rule = Callable[[CheckedProgram], Iterator[Finding]]

RULES: tuple[Rule, ...] = (impossible_target.check,)
