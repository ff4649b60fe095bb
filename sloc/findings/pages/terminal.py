"""A page, and the list of all codes, for a terminal: paragraphs wrapped, headings bold, examples as they are."""

from __future__ import annotations

from sloc.findings.canvas import Style, paint
from sloc.findings.codes import CODES
from sloc.findings.pages import HEADINGS, Page
from sloc.findings.wrap import WIDEST, cut, wrap

_STYLES = {"error": Style.ERROR, "warning": Style.WARNING, "advice": Style.ADVICE}


def render_page(page: Page, *, color: bool, width: int) -> str:
    """The page as text that ends in a newline."""
    code = CODES[page.code]
    head = paint(f"{code.severity}[{page.code}]", _STYLES[code.severity], color)
    parts = [head + paint(f": {code.name}", Style.STRONG, color)]
    for heading in HEADINGS:
        parts.append(paint(heading, Style.STRONG, color))
        parts.append(_body(page.section(heading), min(width, WIDEST)))
    return "\n\n".join(parts) + "\n"


def _body(section: str, width: int) -> str:
    """Paragraphs wrapped to the width; what is fenced stands indented and is never wrapped."""
    paragraphs: list[str] = []
    fenced: list[str] | None = None
    prose: list[str] = []
    for line in [*section.split("\n"), ""]:
        if line.startswith("```"):
            if fenced is not None:
                paragraphs.append("\n".join(f"    {code}".rstrip() for code in fenced))
            fenced = [] if fenced is None else None
        elif fenced is not None:
            fenced.append(line)
        elif line:
            prose.append(line)
        elif prose:
            paragraphs.append("\n".join(wrap(" ".join(prose), max(width, 20))))
            prose = []
    return "\n\n".join(paragraphs)


def render_list(*, color: bool, width: int) -> str:
    """One line for each code, cut to the width."""
    longest = max(len(code.severity) for code in CODES.values())
    lines = []
    for code, entry in CODES.items():
        severity = paint(entry.severity.ljust(longest), _STYLES[entry.severity], color)
        shown = cut(entry.summary, max(width - len(code) - longest - 4, 20))
        lines.append(f"{paint(code, Style.STRONG, color)}  {severity}  {shown}")
    return "\n".join(lines) + "\n"
