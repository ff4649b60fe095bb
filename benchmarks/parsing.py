"""What lark costs at start-up, and what a scanner by hand gains over lark's own (decision 5). Tells; has no target."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lark import Lark, UnexpectedInput

from sloc.source.span import SourceFile
from sloc.syntax.compile_grammar import build_lark, compile_grammar
from sloc.syntax.grammar import SHIPPED, grammar_text, restored
from sloc.syntax.lexer import scan
from sloc.syntax.parser import parse

ROOT = Path(__file__).resolve().parents[1]
SPEC = SourceFile("support.slo", (ROOT / "specs" / "support.slo").read_bytes().decode())
IMPORT = "import time; start = time.process_time(); import lark; print(time.process_time() - start)"
EVERY = 5
"""Of the tokens of the spec, every fifth is left out in turn: enough to see how many findings one mistake makes."""


def median(work: Callable[[], object], runs: int) -> float:
    """Milliseconds of this process."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def import_time() -> float:
    """Milliseconds of the new process that ``import lark`` takes."""
    runs = [float(subprocess.run([sys.executable, "-c", IMPORT], check=True, capture_output=True).stdout) for _ in range(9)]
    return statistics.median(runs) * 1000


def lark_findings(lark: Lark, text: str) -> int:
    """How often lark reports an error in a text when each report is followed by resuming."""
    errors: list[UnexpectedInput] = []

    def resume(error: UnexpectedInput) -> bool:
        errors.append(error)
        return True

    try:
        lark.parse(text, on_error=resume)
    except UnexpectedInput:  # at the end of the text nothing can be resumed
        return len(errors)
    return len(errors)


def main() -> None:
    text = grammar_text()
    load = median(lambda: Lark.load(restored(json.loads(SHIPPED.read_bytes()))), 9)
    compiling = median(lambda: compile_grammar(text), 3)
    print(f"import lark {import_time():.0f} ms, load grammar.json {load:.0f} ms, compile instead {compiling:.0f} ms")

    alone = build_lark(text, lexer="contextual")
    ours, scanning, theirs = (
        median(work, 31) for work in (lambda: parse(SPEC), lambda: scan(SPEC), lambda: alone.parse(SPEC.text))
    )
    tokens = scan(SPEC).tokens[:-1]
    print(f"parse {SPEC.path} ({len(tokens)} tokens): {ours:.1f} ms, of which the scanner {scanning:.1f} ms;", end=" ")
    print(f"lark with its contextual lexer, to a tree of its own, {theirs:.1f} ms")

    broken = [SPEC.text[: token.start] + SPEC.text[token.end :] for token in tokens[::EVERY]]
    found = [len(parse(SourceFile("broken.slo", each))[1]) for each in broken]
    lark_found = [lark_findings(alone, each) for each in broken]
    print(f"one token left out, {len(broken)} times: {statistics.mean(found):.2f} findings each, {max(found)} at most;")
    print(f"lark's on_error: {statistics.mean(lark_found):.2f} errors each, {max(lark_found)} at most")


if __name__ == "__main__":
    main()
