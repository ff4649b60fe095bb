"""A target's options: its back end's schema checks them and fills them up, so that a back end is given all that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sloc.backends.base import Backend
from sloc.findings import Finding
from sloc.project import Target, option_findings
from sloc.project.model import SEVERITIES
from sloc.schemas import Schema, defaults

SEVERITY = "severity"
"""The key under which every back end finds what the project calls page, ticket and notify."""

UNSUPPORTED = "unsupported"
"""The option that every target has, and that is not its back end's own."""

RESERVED = (SEVERITY, UNSUPPORTED)
"""What a back end cannot declare."""

_SEVERITIES: Mapping[str, str] = MappingProxyType({severity: severity for severity in SEVERITIES})
_UNSUPPORTED = {
    "enum": ["error", "warn"],
    "default": "error",
    "description": "What an SLO is that this target cannot express: an error, or left out with a warning.",
}


def unfit(target: Target, backend: Backend) -> list[Finding]:
    """What is wrong with a target's options: SLO121 for one that there is not, SLO122 for a value that does not fit."""
    if not target.options and not backend.options_schema.get("required"):
        return []  # a target that is only named: the library that would check it takes time to import
    try:
        return list(option_findings(target, _whole(backend.options_schema)))
    except Exception as error:
        from sloc.backends.foreign import ForeignBackend

        if isinstance(backend, ForeignBackend):  # its schema is one, and refers to what is not there
            return [backend.failed(error)]
        raise


def complete(
    backend: Backend, options: Mapping[str, Any] = MappingProxyType({}), severity: Mapping[str, str] = _SEVERITIES
) -> dict[str, Any]:
    """The options as a back end is given them: as written, else by default, and what the project calls its severities."""
    own = {key: value for key, value in options.items() if key != UNSUPPORTED}
    return {**defaults(backend.options_schema), **own, SEVERITY: severity}


def leaves_out(target: Target) -> bool:
    """Whether what the back end cannot say is left out with a warning."""
    return bool(target.options.get(UNSUPPORTED, _UNSUPPORTED["default"]) == "warn")


def _whole(schema: Schema) -> dict[str, Any]:
    """A back end's schema with what every target takes, and nothing else."""
    properties = {**schema.get("properties", {}), UNSUPPORTED: _UNSUPPORTED}
    return {"type": "object", **schema, "properties": properties, "additionalProperties": False}
