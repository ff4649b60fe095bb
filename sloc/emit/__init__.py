"""The one place that writes: a header for each file, the manifest, an atomic write, and the comparison of ``--check``."""

from sloc.emit.create import create
from sloc.emit.drift import drift
from sloc.emit.plan import contents, shown
from sloc.emit.rewrite import difference, rewrite, text_difference
from sloc.emit.write import Written, write, write_file

__all__ = ["Written", "contents", "create", "difference", "drift", "rewrite", "shown", "text_difference", "write", "write_file"]
