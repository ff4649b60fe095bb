"""A small grid of styled characters, for what is drawn below a source line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from sloc.findings.cells import Glyph, cells


class Style(Enum):
    """What a piece of text is, with its ANSI code (select graphic rendition); PLAIN has none."""

    PLAIN = ""
    STRONG = "1"
    ERROR = "1;31"
    WARNING = "1;33"
    ADVICE = "1;36"
    ADDED = "1;32"
    FRAME = "1;34"


def paint(text: str, style: Style, color: bool) -> str:
    """`text` in its style, where colors are wanted."""
    return f"\x1b[{style.value}m{text}\x1b[0m" if color and text and style is not Style.PLAIN else text


class Canvas:
    """Rows of cells that grow as they are written to. A later character replaces an earlier one."""

    def __init__(self) -> None:
        self._rows: list[dict[int, tuple[str, Style]]] = []

    def put(self, row: int, column: int, text: str, style: Style) -> None:
        """Write `text`, made visible, from a 0-based row and display column on."""
        self.put_cells(row, column, cells(text), style)

    def put_cells(self, row: int, column: int, cells: Iterable[Glyph], style: Style) -> None:
        """Write cells; one without a width joins the cell before it."""
        while len(self._rows) <= row:
            self._rows.append({})
        line = self._rows[row]
        for cell in cells:
            if cell.width == 0:
                at = column - 2 if _is_half(line, column - 1) else column - 1
                base, base_style = line.get(at, ("", style))
                line[at] = (base + cell.text, base_style)
                continue
            # An escape or a tab is many characters of one column each; a wide character is one of two.
            single = len(cell.text) == cell.width
            for text in cell.text if single else (cell.text,):
                end = column + (1 if single else cell.width)
                for cut in (column - 1 if _is_half(line, column) else None, end if _is_half(line, end) else None):
                    if cut is not None:  # what is left of a wide character of which half is replaced
                        line[cut] = (" ", Style.PLAIN)
                line[column] = (text, style)
                for covered in range(column + 1, end):
                    line[covered] = ("", style)
                column = end

    def rows(self, color: bool) -> list[str]:
        """The rows as text, without blanks at their ends."""
        return [_row(line, color) for line in self._rows]


def _is_half(line: dict[int, tuple[str, Style]], column: int) -> bool:
    """Whether the right half of a wide character stands there."""
    return column in line and not line[column][0]


def _row(line: dict[int, tuple[str, Style]], color: bool) -> str:
    parts: list[str] = []
    run, run_style = "", Style.PLAIN
    for column in range(max(line, default=-1) + 1):
        text, style = line.get(column, (" ", Style.PLAIN))
        if style is not run_style:
            parts.append(paint(run, run_style, color))
            run, run_style = "", style
        run += text
    parts.append(paint(run.rstrip(), run_style, color))
    return "".join(parts).rstrip()
