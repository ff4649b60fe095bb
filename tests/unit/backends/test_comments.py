"""Whatever a spec says, and whatever it is called, stays within its comment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.base import OutputFile
from sloc.backends.comments import comment
from sloc.emit.header import with_header
from sloc.ir import Origin
from sloc.ir.expr import Type
from tests.reference.build import ref, satisfy, slo


@given(st.text())
def test_any_text_is_one_line_of_printable_characters(text: str) -> None:
    said = comment(text)
    assert said.isprintable()
    assert len(f"x{said}".splitlines()) == 1
    assert comment(said) == said


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_text_without_blanks_and_controls_is_kept(text: str) -> None:
    assert comment(text) == text


@pytest.mark.parametrize(("suffix", "mark"), [(".sql", "--"), (".yml", "#")])
def test_no_name_of_a_spec_leaves_the_header(suffix: str, mark: str) -> None:
    name = "specs/a\n\\! touch CANARY\r.shell x\u2028DROP TABLE canary;\x85groups: []\x0b.slo"
    declared = replace(slo(satisfy(ref("ok", Type.BOOL))), origin=Origin(name, 1, 0, 1))
    text = with_header(OutputFile(PurePosixPath(f"a{suffix}"), "rest\n", (declared,)))
    *lines, last = text.splitlines()
    assert (last, len(lines)) == ("rest", 2)
    assert all(line.startswith(f"{mark} ") for line in lines)
