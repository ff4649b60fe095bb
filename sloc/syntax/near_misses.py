"""What is nearly a token: reported once, here, and taken for the token that was meant, so that the parser need not stumble.

Signs of other languages (``&&``, ``'text'``, ``//``), and what is never closed; literals that run on are in `near_literals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sloc.findings import replacing
from sloc.source.span import SourceFile
from sloc.syntax.near_literals import run_on
from sloc.syntax.piece import NearMiss, Piece
from sloc.syntax.strings import encode
from sloc.syntax.tokens import FOREIGN, Token

# Signs that people type for ours: what is meant, and as which kind of token.
SIGNS = {
    "&&": ("AND", "and"),
    "&": ("AND", "and"),
    "||": ("OR", "or"),
    "!": ("NOT", "not"),
    "≤": ("COMPARISON", "<="),
    "≥": ("COMPARISON", ">="),
    "≠": ("COMPARISON", "!="),
    "–": ("MINUS", "-"),
    "—": ("MINUS", "-"),
    "−": ("MINUS", "-"),
    "×": ("STAR", "*"),
    "÷": ("SLASH", "/"),
    "…": ("RANGE", ".."),
    "=>": ("COMPARISON", ">="),
    "=<": ("COMPARISON", "<="),
    "<>": ("COMPARISON", "!="),
    "===": ("COMPARISON", "=="),
    "=~": ("MATCHES", "matches"),
}
UNSURE = frozenset("–—−…")
"""A dash may stand for a minus, for a range of hours or, behind a day, for a range of days; dots may be an ellipsis."""

QUOTED = re.compile("'[^'\\n]*'|[“”„«][^“”«»\\n]*[“”»]")
UNFINISHED_STRING = re.compile(r'"(?:\\.|[^"\\\n])*\\?')
UNFINISHED_NAME = re.compile(r"`[^\s`]*")
STRANGE = re.compile(r"[^\s\w\"'`#{}()\[\]<>=!,.:|?+*/&;$%-]+|[^\W_a-zA-Z0-9]+|[\s\S]")
LINE_COMMENT = re.compile(r"//.*")
ENDS_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
BLOCK_COMMENT = re.compile(r"/\*(?:[\s\S]*?\*/|.*)")


def near_miss(source: SourceFile, kind: str, start: int, end: int, before: Sequence[Token]) -> NearMiss | None:
    """What the piece at `start` was meant to be; None if it is in order after all."""
    text = source.text
    if kind == "BAD":
        return _bad_character(source, start, before)
    if text.startswith("//", start):
        return _line_comment(source, start)
    if text.startswith("/*", start):
        return _block_comment(source, start)
    if text.startswith('"""', start) and end == start + 2:
        return _unclosed_block(source, start)
    if kind == "STRING":
        return None
    if text.startswith(FOREIGN, start):
        return _sign(source, start, before)
    return run_on(source, kind, start, end)


# ── characters that start no token ────────────────────────────────────────────────────────────────────────────────────


def _bad_character(source: SourceFile, start: int, before: Sequence[Token]) -> NearMiss:
    match source.text[start]:
        case '"':
            return _unclosed_string(source, start)
        case "`":
            return _unclosed_name(source, start)
        case ";":
            return _semicolon(Piece(source, start, start + 1))
        case "$":
            return _lone_dollar(Piece(source, start, start + 1))
        case "%" if before and before[-1].kind == "NUMBER":
            return _percent_apart(Piece(source, start, start + 1), before[-1])
    if QUOTED.match(source.text, start):
        return _quoted(source, start)
    if source.text.startswith(tuple(SIGNS), start):
        return _sign(source, start, before)
    return _unknown(source, start)


def _unclosed_string(source: SourceFile, start: int) -> NearMiss:
    piece = Piece.matching(UNFINISHED_STRING, source, start)
    help = 'write `"` where the text ends; one over several lines stands in `"""`'
    said = piece.wrong("SLO104", "this string is never closed", "it ends with the line", help)
    return NearMiss("STRING", '""', piece.end, said)


def _unclosed_name(source: SourceFile, start: int) -> NearMiss:
    piece = Piece.matching(UNFINISHED_NAME, source, start)
    label = "a name in back quotes ends with one"
    said = piece.wrong("SLO104", "this back quote is never closed", label, "write `` ` `` where the name ends")
    return NearMiss("NAME", "_", piece.end, said)


def _semicolon(piece: Piece) -> NearMiss:
    said = piece.wrong("SLO105", "`;` is no sign of the language", "nothing needs to be ended here", "leave it out", "")
    return NearMiss(None, "", piece.end, said)


def _lone_dollar(piece: Piece) -> NearMiss:
    said = piece.wrong("SLO105", "`$` stands before the name of a parameter", "no name follows", "write it as `$goal`")
    return NearMiss(None, "", piece.end, said)


def _percent_apart(piece: Piece, number: Token) -> NearMiss:
    right = f"{number.text}%"
    label = "it belongs to the number before it"
    said = piece.wrong("SLO105", "the `%` stands apart from its number", label, f"write `{right}`")
    gap = Piece(piece.source, number.end, piece.start)
    if not gap.text.strip():
        said = replace(said, fix=replacing(gap.span, ""))
    return NearMiss("PERCENT", right, piece.end, said)


def _quoted(source: SourceFile, start: int) -> NearMiss:
    piece = Piece.matching(QUOTED, source, start)
    right = encode(piece.text[1:-1])
    message = "strings stand in straight double quotes"
    return NearMiss(
        "STRING", right, piece.end, piece.wrong("SLO105", message, "these quotes mean nothing", f"write `{right}`", right)
    )


def _unknown(source: SourceFile, start: int) -> NearMiss:
    piece = Piece.matching(STRANGE, source, start)
    cut = piece.text if len(piece.text) <= 20 else f"{piece.text[:20]}…"
    shown = f"`{cut}`" if piece.text.isprintable() else f"U+{ord(piece.text[0]):04X}"
    help = "leave it out; names are made of a-z, 0-9 and `_`, and anything may stand in a string"
    said = piece.wrong("SLO105", f"{shown} is no sign of the language", "sloc does not know this", help)
    return NearMiss(None, "", piece.end, said)


# ── what starts with a sign of ours ───────────────────────────────────────────────────────────────────────────────────


def _sign(source: SourceFile, start: int, before: Sequence[Token]) -> NearMiss:
    sign = next(sign for sign in SIGNS if source.text.startswith(sign, start))
    kind, meant = SIGNS[sign]
    sure = sign not in UNSURE
    if kind == "MINUS" and before and before[-1].kind in ("DAY", "DATE"):
        kind, meant, sure = "RANGE", "..", True
    piece = Piece(source, start, start + len(sign))
    right = _apart(piece, meant) if sure else None
    message = f"`{sign}` is no sign of the language"
    said = piece.wrong("SLO105", message, f"did you mean `{meant}`?", f"write `{meant}`", right)
    return NearMiss(kind, meant, piece.end, said)


def _apart(piece: Piece, word: str) -> str:
    """A word in the place of a sign, which may have stood close to its neighbours."""
    text = piece.source.text
    if not word.isalpha():
        return word
    before = "" if text[max(piece.start - 1, 0) : piece.start].isspace() or not piece.start else " "
    after = "" if text[piece.end : piece.end + 1].isspace() else " "
    return before + word + after


def _line_comment(source: SourceFile, start: int) -> NearMiss:
    end = Piece.matching(LINE_COMMENT, source, start).end
    said = Piece(source, start, start + 2).wrong("SLO105", *_COMMENT, "write `#` for it", "#")
    return NearMiss(None, "", end, said)


def _block_comment(source: SourceFile, start: int) -> NearMiss:
    """``/* … */``; one on the rest of a line can be mended, one that is never closed ends with its line."""
    comment = Piece.matching(BLOCK_COMMENT, source, start)
    said = Piece(source, start, start + 2).wrong("SLO105", *_COMMENT, "write `#` before each of its lines")
    body = comment.text[2:]
    if body.endswith("*/") and "\n" not in body and ENDS_LINE.match(source.text, comment.end):
        right = f"# {body[:-2].strip()}".rstrip()
        said = replace(said, help=(f"write `{right}`",), fix=replacing(comment.span, right))
    return NearMiss(None, "", comment.end, said)


_COMMENT = ("a comment starts with `#`", "this does not start one")


def _unclosed_block(source: SourceFile, start: int) -> NearMiss:
    """The rest of the file is not read: whatever stands in it may be meant as text."""
    label = "the rest of the file would be its text"
    said = Piece(source, start, start + 3).wrong(
        "SLO104", 'this `"""` is never closed', label, 'write `"""` where the text ends'
    )
    return NearMiss("STRING", '""', len(source.text), said)
