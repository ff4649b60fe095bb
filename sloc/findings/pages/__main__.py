"""Print the index of the pages: ``python -m sloc.findings.pages > docs/findings.md``."""

from __future__ import annotations

import sys

from sloc.findings.pages import index

sys.stdout.write(index())
