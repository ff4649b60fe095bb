"""Writing the output when the disk is full, when it is interrupted, and when it is killed; and a diff that git applies."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sloc.emit import drift, transaction
from tests.processes import PATIENCE, Process, run, start
from tests.unit.emit.test_write import MEANING, built, names, output, tree


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "generated"


_LIMITED = """
import resource, signal, sys
from pathlib import Path, PurePosixPath
from sloc.backends.base import OutputFile
from sloc.emit import write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write then fails with EFBIG, as one on a full disk does with ENOSPC
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
files = [OutputFile(PurePosixPath(name), text) for name, text in [("a.sql", "new\\n"), ("b.sql", "x" * 10_000)]]
_, findings = write(files, Path(sys.argv[1]), "")
print([found.code for found in findings], findings[0].message)
"""


def test_a_full_disk_changes_nothing(out: Path) -> None:
    built(out, output("a.sql", "old\n"), output("c.sql"))
    before = tree(out)
    done = run([sys.executable, "-c", _LIMITED, out], text=True, check=True)
    assert done.stdout.startswith("['SLO404'] cannot write")
    assert "File too large" in done.stdout
    assert tree(out) == before


_STEPS = """
import sys
from pathlib import Path, PurePosixPath
from sloc.backends.base import OutputFile
from sloc.emit import write
steps, real = iter(range(1000)), Path.replace
def replace(self, target):
    if next(steps) == 3:
        print("in the middle", flush=True)
        sys.stdin.readline()
    return real(self, target)
Path.replace = replace
write([OutputFile(PurePosixPath(f"{n}.sql"), "new\\n") for n in range(20)], Path(sys.argv[1]), "")
"""
"""Writes twenty files, and waits for a line before the fourth is renamed into place."""


@contextmanager
def in_the_middle(out: Path) -> Iterator[Process]:
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with start([sys.executable, "-c", _STEPS, out], **options) as process:
        assert process.stdout.readline() == b"in the middle\n"
        yield process
        process.communicate(b"\n", timeout=PATIENCE)


def test_ctrl_c_in_the_middle_leaves_the_folder_as_it_was(out: Path) -> None:
    built(out, *(output(f"{n}.sql", "old\n") for n in range(10)))
    before = tree(out)
    with in_the_middle(out) as process:
        process.send_signal(signal.SIGINT)
    assert process.returncode != 0
    assert tree(out) == before


def test_what_a_killed_build_left_is_cleaned_and_completed(out: Path) -> None:
    built(out, *(output(f"{n}.sql", "old\n") for n in range(10)))
    with in_the_middle(out) as process:
        process.kill()
    assert any(name.startswith(transaction.STAGING) for name in names(out))
    built(out, output("0.sql", "newest\n"), output("19.json", "{}\n"))
    assert names(out) == {"0.sql", "19.json", "manifest.json"}


def test_drift_is_a_diff_that_git_applies(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out.parent)
    built(out, output("a.sql", "one\ntwo"), output("stale.sql"), output("form\x0cfeed.txt", "a\x0cb\u2028c\n"))
    before = tree(out)
    files = [output("a.sql", "one\n2\n"), output("new/b.sql", "3\n"), output("form\x0cfeed.txt", "a\x0cB\u2028c\n")]
    diff, (found,) = drift(files, out, MEANING)
    assert found.code == "SLO405"
    assert "3 differ, 1 missing, 1 no longer made" in found.message
    assert tree(out) == before
    git = shutil.which("git")
    assert git is not None
    run([git, "apply", "--include=generated/*.sql", "--include=generated/**/*.sql", "-"], input=diff.encode(), check=True)
    built_anew = out.parent / "anew"
    built(built_anew, *files)
    for path in ("a.sql", "new/b.sql"):
        assert (out / path).read_text() == (built_anew / path).read_text()
    assert not (out / "stale.sql").exists()
