"""Which lines of a file a finding shows, and what stands below each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sloc.findings.canvas import Canvas, Style, paint
from sloc.findings.drawing import DrawnLine, Note, Rail, draw, lay_out
from sloc.source.span import SourceFile, Span

_LEAST = 20
"""Columns of source that are shown even where the terminal has fewer."""

_WHOLE = 6
"""A span over at most this many lines is shown with all of them, a longer one with its first and last."""


@dataclass(frozen=True)
class Mark:
    """A span to underline, with its label ("" for none)."""

    span: Span
    text: str
    style: Style
    primary: bool


class Snippet:
    """The lines of one file that `marks` (at least one) stand on."""

    def __init__(self, source: SourceFile, marks: Sequence[Mark]) -> None:
        self._source = source
        self._notes: list[Note] = []
        self._rails: list[Rail] = []
        for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
            self._place(mark)
        self._shown = self._choose_lines()
        self.last_line = self._shown[-1]

    def draw(self, gutter: int, columns: int, color: bool) -> list[str]:
        """The drawing, with line numbers right-aligned in `gutter` columns and lines cut to `columns` of the terminal."""
        margin = max((rail.depth + 2 for rail in self._rails), default=0)
        room = max(columns - gutter - 3 - margin, _LEAST)
        result: list[str] = []
        before = self._shown[0] - 1
        for number in self._shown:
            if number > before + 1:
                result.append(self._gap(before, gutter, color))
            head = f"{number:>{gutter}}"
            notes = [note for note in self._notes if note.line == number]
            rails = [rail for rail in self._rails if rail.first <= number <= rail.last]
            for row in draw(self._line(number), number, notes, rails, margin, room).rows(color):
                result.append(f"{paint(f'{head} |', Style.FRAME, color)} {row}".rstrip())
                head = " " * gutter
            before = number
        return result

    def _place(self, mark: Mark) -> None:
        """Turn a mark into a note, or into a rail with a note at each end."""
        size = len(self._source.text)
        start = min(max(mark.span.start, 0), size)
        end = min(max(mark.span.end, start), size)
        first, first_column = self._source.position(start)
        last, last_column = self._source.position(end)
        if last > first and last_column == 1:  # a line end belongs to the line that it ends
            last, last_column = self._source.position(end - 1)
        left = self._line(first).columns[first_column - 1]
        right = self._line(last).columns[last_column - 1]
        if first == last:
            self._notes.append(Note(first, left, max(right, left + 1), mark.text, mark.style, mark.primary))
            return
        taken = {rail.depth for rail in self._rails if rail.last >= first and rail.first <= last}
        depth = next(depth for depth in range(len(taken) + 1) if depth not in taken)
        rail = Rail(first, last, depth, mark.style)
        self._rails.append(rail)
        self._notes.append(Note(first, left, left + 1, "", mark.style, mark.primary, rail))
        self._notes.append(Note(last, max(right - 1, 0), max(right, 1), mark.text, mark.style, mark.primary, rail))

    def _choose_lines(self) -> list[int]:
        numbers = {note.line for note in self._notes}
        for rail in self._rails:
            if rail.last - rail.first < _WHOLE:
                numbers.update(range(rail.first, rail.last + 1))
        # A single line between two others is shown: "..." would take as much room.
        numbers.update(number + 1 for number in tuple(numbers) if number + 2 in numbers)
        return sorted(numbers)

    def _line(self, number: int) -> DrawnLine:
        return lay_out(self._source.line(number))

    def _gap(self, after: int, gutter: int, color: bool) -> str:
        """The row that stands for left-out lines; rails go through it."""
        canvas = Canvas()
        canvas.put(0, 0, "...", Style.FRAME)
        for rail in self._rails:
            if rail.first <= after < rail.last:
                canvas.put(0, gutter + 3 + rail.depth, "|", rail.style)
        return canvas.rows(color)[0]
