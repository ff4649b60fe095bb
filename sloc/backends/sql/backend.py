"""The SQL back end: IR -> views for each dialect."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sloc.backends.base import NO_BINDINGS, BindingKeys, Compiled, OutputFile
from sloc.backends.sql.refusals import bound_slos, refusals
from sloc.findings import Finding
from sloc.findings.model import has_errors
from sloc.ir.program import Ir

DIALECT_NAMES = ("duckdb", "postgres")
"""The engines; said here, too, so that their options can be checked without importing them."""


class SqlBackend:
    """``[targets.sql]``: one folder of views for each dialect."""

    name: str = "sql"
    bindings: BindingKeys = NO_BINDINGS
    options_schema: Mapping[str, Any] = MappingProxyType(
        {
            "type": "object",
            "properties": {
                "dialects": {
                    "type": "array",
                    "items": {"enum": list(DIALECT_NAMES)},
                    "minItems": 1,
                    "uniqueItems": True,
                    "default": ["duckdb"],
                    "description": "The engines to write for.",
                },
                "schema": {
                    "type": "string",
                    "pattern": "^[a-z_][a-z0-9_]*$",
                    "maxLength": 63,
                    "default": "slo",
                    "description": "The schema that holds every view and table.",
                },
            },
            "additionalProperties": False,
        }
    )

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What :meth:`compile` would find."""
        return tuple(refusals(ir, options["dialects"]))

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """Pure: equal IR and options give equal bytes."""
        findings = self.refusals(ir, options)
        if has_errors(findings):
            return Compiled((), findings)
        from sloc.backends.sql.dialects import DIALECTS  # `sloc check` asks for refusals only
        from sloc.backends.sql.files import dialect_files

        files: list[OutputFile] = []
        for name in options["dialects"]:
            files += dialect_files(ir, bound_slos(ir), DIALECTS[name], options["schema"])
        return Compiled(tuple(files), findings)
