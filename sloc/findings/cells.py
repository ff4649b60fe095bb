"""How many terminal columns text takes, and what of it must not reach a terminal.

Specs may come from anywhere. A control character or an escape sequence in one must show, not act: it is written as ``\\x1b``
or ``\\u202e``, so that no source text or name can move the cursor, recolor or reorder what the reader sees.

Widths follow Unicode's East Asian Width (`UAX #11 <https://www.unicode.org/reports/tr11/>`_): wide and fullwidth characters
take two columns, combining marks none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

TAB = 4
"""Columns a tab takes, wherever it stands: what is drawn below it only has to line up."""

_JOINER = "\u200d"
_NON_JOINER = "\u200c"
_EMOJI_STYLE = "\ufe0f"


class Glyph(NamedTuple):
    """What is printed for one character, and how many columns it takes (0 for a mark on the character before)."""

    text: str
    width: int


def cells(text: str) -> list[Glyph]:
    """One cell for each character of `text` (which holds no line end)."""
    if text.isascii() and text.isprintable():
        return [Glyph(char, 1) for char in text]
    result: list[Glyph] = []
    before = ""
    for char in text:
        cell = _cell(char)
        if cell.width == 0 and not result:
            cell = _written(char)  # a mark with nothing to stand on
        elif cell.width == 2 and result and (result[-1] == (_JOINER, 0) or "\U0001f3fb" <= char <= "\U0001f3ff"):
            cell = Glyph(char, 0)  # an emoji joined to the one before, or its skin tone
        elif char == _EMOJI_STYLE and not before.isascii() and result[-1] == (before, 1):
            cell = Glyph(char, 1)  # ❤ as a picture is two columns wide
        result.append(cell)
        before = char
    return result


def _joins(char: str, cell: Glyph) -> bool:
    """Whether a character joins what stands around it; one that is written out does not."""
    return char == _JOINER and cell.width == 0


def width(text: str) -> int:
    """The columns that `text` takes when it is printed visibly."""
    return sum(cell.width for cell in cells(text))


def visible(text: str) -> str:
    """`text` with everything that a terminal would act on written out; line ends are written out, too."""
    if text.isprintable():
        return text  # no control, format, separator or unassigned character is printable
    return "".join(cell.text for cell in cells(text))


@lru_cache(maxsize=4096)
def _cell(char: str) -> Glyph:
    if char == "\t":
        return Glyph(" " * TAB, TAB)
    if char in (_JOINER, _NON_JOINER):
        return Glyph(char, 0)
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return _written(char)
    if category in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":  # marks; vowels and finals of a Hangul syllable
        return Glyph(char, 0)
    return Glyph(char, 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1)


def _written(char: str) -> Glyph:
    code = ord(char)
    text = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return Glyph(text, len(text))
