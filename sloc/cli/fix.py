"""``sloc check --fix``: what is certain is put right, again and again until nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff

from sloc import emit, pipeline
from sloc.emit.write import cannot_write
from sloc.findings import Finding
from sloc.findings.fixes import apply_fixes
from sloc.project.line_ends import like_on_disk
from sloc.source.span import SourceFile

_ROUNDS = 20
"""A fix may uncover another mistake; this many layers are peeled off."""


@dataclass(frozen=True)
class Fixed:
    """The program after its fixes, in memory: what was loaded, what is left to say, and how many findings were put right."""

    before: pipeline.Loaded
    after: pipeline.Loaded
    checked: pipeline.Checked
    count: int

    @property
    def changed(self) -> list[tuple[SourceFile, SourceFile]]:
        """Each spec that is another one now: before, after."""
        return [(old, new) for old, new in zip(self.before.specs, self.after.specs, strict=True) if old.text != new.text]


def fixed(loaded: pipeline.Loaded, today: dt.date) -> Fixed:
    """Check, apply the fixes, check again; no file is touched."""
    now, count = loaded, 0
    seen = {tuple(spec.text for spec in loaded.specs)}
    checked = pipeline.check(now, today)
    for _ in range(_ROUNDS):
        specs = {spec.path: spec for spec in now.specs}
        texts, made = apply_fixes(checked.findings, specs)
        new = tuple(SourceFile(spec.path, texts.get(spec.path, spec.text)) for spec in now.specs)
        key = tuple(spec.text for spec in new)
        if not made or key in seen:
            break
        seen.add(key)
        count += made
        now = replace(now, specs=new, sources={**now.sources, **{spec.path: spec for spec in new}})
        checked = pipeline.check(now, today)
    return Fixed(loaded, now, checked, count)


def write(made: Fixed) -> list[Finding]:
    """Write the specs that changed, each atomically and with its own line ends; SLO404 for what the system refuses."""
    findings: list[Finding] = []
    texts = []
    for _, spec in made.changed:
        path = made.before.project.root / spec.path
        try:
            texts.append((path, like_on_disk(path, spec.text)))
        except OSError as error:
            findings.append(cannot_write(error, path, "make it readable and writable"))
    return [*findings, *emit.rewrite(texts)]


def diff(made: Fixed) -> Iterator[str]:
    """The unified diff of the specs that changed, line by line."""
    for old, new in made.changed:
        before, after = old.text.splitlines(keepends=True), new.text.splitlines(keepends=True)
        for line in unified_diff(before, after, f"a/{old.path}", f"b/{new.path}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
