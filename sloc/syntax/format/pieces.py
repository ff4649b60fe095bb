"""What a layout is made of: the tokens, the comments between them, and the blank lines that the author left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.grammar import language
from sloc.syntax.lexer import scan
from sloc.syntax.tokens import Token

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_PERCENTILE = re.compile(r"p\d\d")


@dataclass(frozen=True)
class Remark:
    """A comment. It is `behind` the code of its line or has a line of its own, perhaps below a `blank` one."""

    text: str
    behind: bool
    blank: bool


@dataclass(frozen=True)
class Pieces:
    """`remarks` has the comments that stand directly before a token, by its index; those at the end by the number of tokens.

    `blanks` has the indexes of the tokens that a blank line stands before.
    """

    source: str
    tokens: tuple[Token, ...]
    remarks: Mapping[int, Sequence[Remark]]
    blanks: frozenset[int]

    @cached_property
    def at(self) -> Mapping[int, int]:
        """The index of the token that starts at an offset."""
        return {token.start: index for index, token in enumerate(self.tokens)}

    @cached_property
    def ending(self) -> Mapping[int, int]:
        """The index of the token that ends at an offset."""
        return {token.end: index for index, token in enumerate(self.tokens)}

    def remarked(self, first: int, last: int) -> bool:
        """Whether a comment stands between tokens of ``[first, last)``."""
        return any(index in self.remarks for index in range(first + 1, last))

    def behind(self, last: int) -> str:
        """The comment behind the code that ends before token `last`, or nothing."""
        found = self.remarks.get(last)
        return found[0].text if found and found[0].behind else ""

    def above(self, first: int) -> Sequence[Remark]:
        """The comments on lines of their own above the code that starts with token `first`."""
        found = self.remarks.get(first, ())
        return found[1:] if found and found[0].behind else found

    def on_one_line(self, first: int, last: int) -> bool:
        """Whether the author wrote the tokens of ``[first, last)`` without a line end between them."""
        return not any(
            "\n" in self.source[self.tokens[index].end : self.tokens[index + 1].start] for index in range(first, last - 1)
        )


def pieces_of(source: SourceFile, comments: Iterable[ast.Comment]) -> Pieces:
    """The pieces of a spec that has no mistakes."""
    text = source.text
    tokens = tuple(_unquoted(token) for token in scan(source).tokens[:-1])
    remarks: dict[int, list[Remark]] = {}
    blanks: set[int] = set()
    waiting = iter(comments)
    comment = next(waiting, None)
    before, index = 0, 0
    while index < len(tokens) or comment is not None:
        is_comment = comment is not None and (index == len(tokens) or comment.span.start < tokens[index].start)
        start = comment.span.start if comment is not None and is_comment else tokens[index].start
        ends = text.count("\n", before, start)
        if comment is not None and is_comment:
            behind = ends == 0 and index > 0
            remarks.setdefault(_home(tokens, index), []).append(Remark(comment.text.rstrip(), behind, ends > 1))
            before, comment = comment.span.end, next(waiting, None)
        else:
            if ends > 1:
                blanks.add(index)
            before, index = tokens[index].end, index + 1
    return Pieces(text, tokens, remarks, frozenset(blanks))


def _home(tokens: Sequence[Token], index: int) -> int:
    """Before which token a comment is kept that stands before token `index`: no line starts with ``,`` or a block's ``{``."""
    while index < len(tokens) and (tokens[index].text == "," or (tokens[index].text == "{" and not _opens_row(tokens, index))):
        index += 1
    return index


def _opens_row(tokens: Sequence[Token], index: int) -> bool:
    """Rows are the only ones in braces that have no name before them."""
    return tokens[index - 1].text in ("{", "}")


def _unquoted(token: Token) -> Token:
    """The token, without back quotes where its word could not be taken for anything but a name."""
    word = token.text[1:-1]
    keywords = language().vocabulary.words
    if token.text[0] != "`" or not _IDENTIFIER.fullmatch(word) or word in keywords or _PERCENTILE.match(word):
        return token
    return token._replace(text=word)
