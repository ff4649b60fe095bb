"""A name of the IR is one that a spec could have."""

from __future__ import annotations

import re
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from sloc.ir import limits
from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.parser import parse
from tests.counts import examples

(_, NAME) = get_args(limits.Name)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("`\n\r\0 \u2028"), max_size=6))
@examples(200)
def test_a_name_is_what_the_parser_takes_between_back_quotes(name: str) -> None:
    file, findings = parse(SourceFile("a.slo", f"service `{name}` {{ }}"))
    read = [each.name.text for each in file.declarations if isinstance(each, ast.Service)]
    fits = re.fullmatch(NAME.pattern, name) is not None
    if "\r" not in name and "\0" not in name:  # which no text has: reading a file takes line ends for one, and refuses NUL
        assert fits == (read == [name] and not findings)
    else:
        assert not fits
