"""Writing the output when the disk is full, when it is interrupted, and when it is killed; and a diff that git applies."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sloc.emit import drift, transaction
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
    run = subprocess.run([sys.executable, "-c", _LIMITED, out], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("['SLO404'] cannot write")
    assert "File too large" in run.stdout
    assert tree(out) == before


_SLOW = """
import sys, time
from pathlib import Path, PurePosixPath
from sloc.backends.base import OutputFile
from sloc.emit import write
real = Path.replace
def slow(self, target):
    print("renaming", flush=True)
    time.sleep(0.2)
    return real(self, target)
Path.replace = slow
write([OutputFile(PurePosixPath(f"{n}.sql"), "new\\n") for n in range(20)], Path(sys.argv[1]), "")
"""


def test_ctrl_c_in_the_middle_leaves_the_folder_as_it_was(out: Path) -> None:
    built(out, *(output(f"{n}.sql", "old\n") for n in range(10)))
    before = tree(out)
    with subprocess.Popen([sys.executable, "-c", _SLOW, out], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert process.returncode != 0
    assert tree(out) == before


def test_what_a_killed_build_left_is_cleaned_and_completed(out: Path) -> None:
    built(out, *(output(f"{n}.sql", "old\n") for n in range(10)))
    with subprocess.Popen([sys.executable, "-c", _SLOW, out], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.kill()
        process.wait(20)
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
    subprocess.run(
        [git, "apply", "--include=generated/*.sql", "--include=generated/**/*.sql", "-"], input=diff.encode(), check=True
    )
    built_anew = out.parent / "anew"
    built(built_anew, *files)
    for path in ("a.sql", "new/b.sql"):
        assert (out / path).read_text() == (built_anew / path).read_text()
    assert not (out / "stale.sql").exists()
