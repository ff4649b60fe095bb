"""The project that ``sloc init`` starts: files of this package, with the project's own values in place of ``$name``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import PurePosixPath
from string import Template
from types import MappingProxyType

from sloc import __version__

PLACES: Mapping[PurePosixPath, str] = MappingProxyType(
    {
        PurePosixPath("specs/support.slo"): "support.slo",
        PurePosixPath("specs/web.slo"): "web.slo",
        PurePosixPath("sloc.toml"): "sloc.toml",
        PurePosixPath(".github/workflows/sloc.yml"): "workflow.yml",
        PurePosixPath(".pre-commit-config.yaml"): "pre-commit-config.yaml",
        PurePosixPath(".gitattributes"): "gitattributes",
    }
)
"""Where each of the files goes. Hidden ones are not hidden here: packaging tools may leave out what starts with a dot."""

_SPECS = ".slo"


def starter_texts(name: str, year: int) -> dict[PurePosixPath, str]:
    """The files' texts by path, for a project of this name (letters, digits, hyphens) that starts in this year."""
    folder = files("sloc.starter") / "files"
    values = {"name": name, "year": str(year), "version": __version__}
    texts = {path: (folder / file).read_text("utf-8") for path, file in PLACES.items()}
    # Specs have a `$` of their own.
    return {path: text if path.suffix == _SPECS else Template(text).substitute(values) for path, text in texts.items()}
