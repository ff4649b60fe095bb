"""One source line and the marks below it, drawn as rustc draws them.

Labels hang below each other, rightmost first, each on a string of ``|``; a span over several lines is a rail at the left.
Rows of the canvas: 0 the source, 1 the underlines (and labels that fit beside them), then strings and labels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sloc.findings.canvas import Canvas, Style
from sloc.findings.cells import cells, width

_CUT = "..."
"""What stands for the part of a long line that is not shown; ASCII, so that every terminal has it."""

_CONTEXT = 8
"""Columns kept to the left of the first mark in a line that is cut."""


class DrawnLine:
    """A source line laid out: `columns[i]` is the display column at which its character `i` starts."""

    def __init__(self, text: str) -> None:
        self.cells = cells(text)
        self.columns = [0]
        for cell in self.cells:
            self.columns.append(self.columns[-1] + cell.width)
        self.indent = self.columns[len(text) - len(text.lstrip())]


@lru_cache(maxsize=16)
def lay_out(text: str) -> DrawnLine:
    """The line of this text; kept, because many findings may stand on one very long line."""
    return DrawnLine(text)


@dataclass(frozen=True)
class Rail:
    """A span from line `first` to line `last`, drawn in the column `depth` of the margin; an outer one stands further left."""

    first: int
    last: int
    depth: int
    style: Style


@dataclass(frozen=True)
class Note:
    """What is underlined on one line: its display columns ``[start, end)``. `rail` is set at either end of a rail."""

    line: int
    start: int
    end: int
    text: str
    style: Style
    primary: bool
    rail: Rail | None = None


def draw(line: DrawnLine, number: int, notes: Sequence[Note], rails: Sequence[Rail], margin: int, room: int) -> Canvas:
    """The line with this number, its notes, and the rails that pass it in the `margin` columns to its left.

    A line of more than `room` columns is cut around its notes.
    """
    low, high = _window(line, notes, room)
    canvas = Canvas()
    _draw_source(canvas, line, low, high, margin)

    if len(notes) == 1 and notes[0].start == line.indent and (opened := notes[0].rail) and opened.first == number:
        # The rail starts beside the line's first word: no underline needed.
        canvas.put(0, opened.depth, "/", opened.style)
        notes, rails = [], [rail for rail in rails if rail is not opened]

    clipped = [_clip(note, low, high, margin) for note in notes]
    hung = _hang(sorted(clipped, key=lambda note: (-note.start, not note.primary)))
    for rail in rails:
        _draw_rail(canvas, rail, number, hung)
    for note, level in hung:
        for row in range(2, level + 2):
            canvas.put(row, note.start, "|", note.style)
    for note, level in hung:
        if level:
            canvas.put(level + 2, note.start, note.text, note.style)
        else:
            canvas.put(1, note.end + 1, note.text, note.style)
    for note, _ in sorted(hung, key=lambda item: item[0].primary):
        canvas.put(1, note.start, ("^" if note.primary else "-") * (note.end - note.start), note.style)
    return canvas


def _hang(notes: Sequence[Note]) -> list[tuple[Note, int]]:
    """Give each note, rightmost first, its level: 0 is beside its underline, n hangs n rows lower.

    A note keeps its right neighbour's level as long as its label ends before that one starts.
    """
    hung: list[tuple[Note, int]] = []
    level = 0
    for index, note in enumerate(notes):
        rest = notes[index + 1 :]
        if level == 0 and note.text and any(_meet(other, note, 0) and not _merged(other, note) for other in rest):
            level = 1
        hung.append((note, level))
        if any(_collide(other, note, level) for other in rest):
            level += 1
    return hung


def _merged(other: Note, note: Note) -> bool:
    return (other.start, other.end, other.text) == (note.start, note.end, "")


def _collide(left: Note, right: Note, level: int) -> bool:
    """Whether `left` must hang lower than `right`."""
    label = width(left.text) + 2 if left.text else 0
    reaches = _meet(left, right, label)
    if left.rail or right.rail:
        return bool((left.rail or left.text) and (right.rail or right.text))
    return reaches and bool(left.text) and (bool(right.text) or (level == 0 and left.end <= right.end))


def _meet(note: Note, other: Note, padding: int) -> bool:
    """Whether the two overlap once `note` is `padding` columns longer."""
    end = note.end + padding
    return other.start <= note.start < other.end or note.start <= other.start < end


def _draw_rail(canvas: Canvas, rail: Rail, number: int, hung: Sequence[tuple[Note, int]]) -> None:
    """The part of a rail that passes this line: from the row in which it leaves the text to the one in which it is back."""
    at = rail.depth
    height = 1 + max((level + 2 if level and note.text else level + 1 for note, level in hung), default=0)
    rows = range(height)
    for note, level in hung:
        if note.rail is not rail:
            continue
        turn = level + 1
        canvas.put(turn, at + 1, "_" * (note.start - at - 1), rail.style)
        rows = range(turn + 1, height) if number == rail.first else range(turn + 1)
    for row in rows:
        canvas.put(row, at, "|", rail.style)


def _window(line: DrawnLine, notes: Sequence[Note], room: int) -> tuple[int, int]:
    """The display columns ``[low, high)`` of the line to show: all of a short line, else what stands around the notes."""
    length = line.columns[-1]
    if length <= room:
        return 0, max([length, *(note.end for note in notes)])
    if not notes:
        return 0, room
    start, end = min(note.start for note in notes), max(note.end for note in notes)
    if end - start > room - _CONTEXT:  # they do not fit together
        main = next((note for note in notes if note.primary), notes[0])
        start, end = main.start, min(main.end, main.start + room - _CONTEXT)
    label = min(max(width(note.text) for note in notes) + 1, room // 2)
    low = max(0, min(start - _CONTEXT, end + len(_CUT) + label - room))
    return low, low + room


def _clip(note: Note, low: int, high: int, margin: int) -> Note:
    """The note in columns of the canvas; one outside the window stands below the dots at its end."""
    start = min(max(note.start, low), high - 1)
    end = min(max(note.end, start + 1), high)
    return replace(note, start=margin + start - low, end=margin + end - low)


def _draw_source(canvas: Canvas, line: DrawnLine, low: int, high: int, margin: int) -> None:
    length = line.columns[-1]
    for index in range(bisect_left(line.columns, low), len(line.cells)):
        at, cell = line.columns[index], line.cells[index]
        if at >= high:
            break
        if at + cell.width <= high and (cell.width or at > low):
            canvas.put_cells(0, margin + at - low, [cell], Style.PLAIN)
    if low:
        canvas.put(0, margin, _CUT, Style.PLAIN)
    if high < length:
        canvas.put(0, margin + high - low - len(_CUT), _CUT, Style.PLAIN)
