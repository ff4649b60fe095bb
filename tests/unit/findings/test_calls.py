"""The lines of an exception name whose code it was, and no folder of a person."""

from __future__ import annotations

import pytest

import sloc
from sloc.findings.calls import calls

OURS = sloc.__file__.removesuffix("__init__.py")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"{OURS}check/names.py", "sloc/check/names.py"),
        ("/venv/lib/python3.11/site-packages/sloc_datadog/main.py", "sloc_datadog/main.py"),
        ("/home/ann/sloc/sloc-datadog/main.py", "main.py"),  # a folder of that name is not the package
        ("C:\\Users\\ann\\main.py", "main.py"),
    ],
)
def test_a_path_is_cut_to_what_lies_in_its_package(path: str, shown: str) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        exec(compile("1 / 0", path, "exec"))
    assert calls(raised.value, 1) == [f"{shown}:1 <module>"]
