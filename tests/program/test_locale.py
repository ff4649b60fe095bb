"""The machine's language changes nothing."""

from __future__ import annotations

import os
import sys

from tests.processes import run


def test_names_do_not_depend_on_the_locale_of_the_machine() -> None:
    code = (
        "from sloc.calendars.lock import *;"
        "print(write_lock(freeze(LockRequest((), (('DE-BE', None),), 2025, 2026), None, False)[0]), end='')"
    )
    texts = {
        run(
            [sys.executable, "-c", code],
            env={**os.environ, "LANGUAGE": language, "PYTHONUTF8": "1"},
            check=True,
        ).stdout
        for language in ("en_US", "uk")
    }
    assert len(texts) == 1
    assert "Frauentag" in texts.pop().decode()
