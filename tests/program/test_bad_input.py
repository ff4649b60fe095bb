"""The real program in bad surroundings: nothing half-written, no traceback, and a word on what is wrong."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOC = [sys.executable, "-m", "sloc"]
UNSET = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANG", "CI"}
Tree = dict[str, bytes | None]


def environment(**more: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in UNSET}, "PYTHONPATH": str(ROOT), **more}


def sloc(folder: Path, *args: str | Path, code: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*SLOC, *args],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        errors="surrogateescape",
    )
    assert code is None or done.returncode == code, (args, done.returncode, done.stdout, done.stderr)
    assert_calm(done.stdout + done.stderr)
    return done


def shell(folder: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of bash in which `sloc` is the program."""
    text = f'sloc() {{ {sys.executable} -m sloc "$@"; }}\n{command}'
    done = subprocess.run(["bash", "-c", text], cwd=folder, env=environment(**more), capture_output=True, text=True, timeout=60)
    assert_calm(done.stdout + done.stderr)
    return done


def assert_calm(output: str) -> None:
    assert "Traceback" not in output
    assert "a bug in sloc" not in output
    assert "Exception ignored" not in output


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("started")
    sloc(folder, "init", "shop")
    return folder / "shop"


@pytest.fixture
def shop(started: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(started, tmp_path / "shop"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# ── what is printed on ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["check", "build --check", "ir", "--help"])
def test_closed_streams(shop: Path, command: str, closed: str) -> None:
    before = tree(shop)
    done = shell(shop, f"exec 9>&1; sloc {command} {closed}; echo code $? >&9")
    assert done.stdout.endswith("code 0\n"), done
    assert tree(shop) == before


def test_a_closed_standard_input_is_no_empty_spec(shop: Path) -> None:
    done = shell(shop, "sloc fmt - <&-; echo $?")
    assert done.stdout == "2\n"
    assert "standard input is closed" in done.stderr


def test_errors_count_without_a_place_to_say_them(shop: Path) -> None:
    replace(shop / "specs/web.slo", "satisfy code <", "satisfy cod <")
    assert shell(shop, "sloc check >&- 2>&-; echo $?").stdout == "1\n"


@pytest.mark.parametrize(
    "command", ["ir", "explain", "explain web.latency", "--help", "--version", "check --help", "fmt --diff"]
)
def test_a_full_device_for_whatever_is_printed(shop: Path, command: str) -> None:
    replace(shop / "specs/web.slo", "  owner", "   owner")
    done = shell(shop, f"sloc {command} >/dev/full; echo $?")
    assert done.stdout == "1\n"
    assert done.stderr == "sloc: cannot print: No space left on device\n"


def test_a_full_device_for_what_goes_to_standard_error(shop: Path) -> None:
    for command in ("check", "build", "chek", "build --nothing"):
        assert shell(shop, f"sloc {command} 2>/dev/full; echo $?").stdout == "1\n"


@pytest.mark.parametrize("command", ["ir", "explain", "explain web", "--help", "build --check"])
def test_a_reader_that_goes_away(shop: Path, command: str) -> None:
    replace(shop / "specs/web.slo", "99.9%", "99.5%")
    done = shell(shop, f"sloc {command} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}")
    assert done.stdout.strip() in ("0", "1", "141")
    assert "error" not in done.stderr.replace("error[SLO405]", "").replace("1 error\n", "")


def test_colors_may_be_asked_for_and_refused(shop: Path) -> None:
    replace(shop / "specs/web.slo", "satisfy code <", "satisfy cod <")
    replace(shop / "specs/support.slo", "  owner", "   owner")
    for command in ("check", "explain web.latency", "fmt --diff"):
        colored = [
            "\x1b[" in sloc(shop, *command.split(), *args, code=None, **settings).stdout
            for args, settings in [
                ((), {}),
                ((), {"FORCE_COLOR": "1"}),
                ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}),
                (("--color", "never"), {"FORCE_COLOR": "1"}),
            ]
        ]
        assert colored == [False, command != "explain web.latency", False, False]  # that one ends with findings instead


@pytest.mark.parametrize("args", [f"{name} --help" for name in ("check", "build", "fmt", "status", "init", "explain")])
def test_help_of_forty_columns(args: str, tmp_path: Path) -> None:
    lines = sloc(tmp_path, *args.split(), COLUMNS="40").stdout.splitlines()
    assert [line for line in lines if len(line) > 40] == []
    assert max(len(line) for line in sloc(tmp_path, *args.split(), COLUMNS="300").stdout.splitlines()) <= 80


def test_what_is_said_on_forty_columns(shop: Path) -> None:
    for command in ("check", "build", "lock", "fmt"):
        assert max(map(len, sloc(shop, command, COLUMNS="40").stderr.splitlines())) <= 40


@pytest.mark.parametrize(
    "settings", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_terminals_without_unicode(shop: Path, settings: dict[str, str]) -> None:
    replace(shop / "specs/web.slo", "Requests succeed", "日本")
    for command in ("check", "build", "build --check", "fmt --check", "explain web", "ir", "--help"):
        sloc(shop, *command.split(), **settings)
    assert "日本" in (shop / "generated/prometheus/web.yml").read_text("utf-8")


# ── where it runs ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "command", ["check", "build", "build --out x", "lock", "fmt", "fmt x", "init", "status", "ir", "explain web"]
)
def test_the_current_folder_is_gone(tmp_path: Path, command: str) -> None:
    done = shell(tmp_path, f"mkdir gone; cd gone; rmdir ../gone; sloc {command}; echo $?")
    assert done.stdout == "2\n"
    assert done.stderr == "sloc: the current folder is gone; change to one that is there\n"
    assert list(tmp_path.iterdir()) == []


def test_file_names_that_are_no_text(shop: Path, tmp_path: Path) -> None:
    bad = os.fsencode(shop / "specs") + b"/w\xff.slo"
    shutil.move(shop / "specs/web.slo", os.fsdecode(bad))
    before = {os.fsencode(path) for path in shop.rglob("*")}
    for command in ("check", "build", "fmt", "check --fix", "ir"):
        for format in ("text", "json", "github", "sarif"):
            done = sloc(shop, "--format", format, *command.split(), code=1)
            assert "name that is not UTF-8" in done.stdout + done.stderr
    assert {os.fsencode(path) for path in shop.rglob("*")} == before
    moved = shutil.move(shop, os.fsdecode(os.fsencode(tmp_path) + b"/p\xe9"))
    shutil.move(os.fsdecode(os.fsencode(moved) + b"/specs/w\xff.slo"), Path(moved, "specs/web.slo"))
    for command in ("check", "build", "build --check", "fmt", "lock"):  # the folders above may be called as they like
        sloc(Path(moved), *command.split())
    sloc(tmp_path, "-C", moved, "build", "--out", os.fsdecode(b"q\xe9"))


def test_names_that_are_too_long(shop: Path) -> None:
    before = tree(shop)
    name = "a" * 300
    for args in (("build", "--out", name), ("fmt", name), ("init", name)):
        assert "too long" in sloc(shop, *args, code=1).stderr
    assert tree(shop) == before


def test_the_root_folder_as_output(shop: Path) -> None:
    if os.geteuid() == 0:
        shutil.rmtree(shop / "specs")
        (shop / "specs").mkdir()
        (shop / "specs/a.slo").write_text("oops", encoding="utf-8")  # root may write there: only look
        sloc(shop, "build", "--check", "--out", "/", code=1)
    else:
        assert "SLO404" in sloc(shop, "build", "--out", "/", code=1).stderr


# ── what is in the files' places ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["sloc.lock", "specs/pipe.slo"])
def test_a_pipe_in_a_files_place_keeps_nobody_waiting(shop: Path, name: str) -> None:
    (shop / name).unlink(missing_ok=True)
    os.mkfifo(shop / name)
    for command in ("check", "build"):
        done = sloc(shop, command, code=1)
        assert f"{name} is no regular file" in done.stdout + done.stderr


def test_links_stay_links(shop: Path) -> None:
    kept = shop / "kept"
    kept.mkdir()
    for name in ("sloc.lock", "sloc.toml", "specs/web.slo"):
        elsewhere = kept / Path(name).name
        shutil.move(shop / name, elsewhere)
        (shop / name).symlink_to(elsewhere)
    shutil.move(shop / "generated", kept / "built")
    (shop / "generated").symlink_to(kept / "built")
    (kept / "sloc.lock").write_text("", encoding="utf-8")
    sloc(shop, "lock")
    assert (shop / "sloc.lock").is_symlink()
    assert "Europe/Berlin" in (kept / "sloc.lock").read_text("utf-8")
    replace(kept / "web.slo", "code:  int", "code:  integer")
    sloc(shop, "check", "--fix")
    assert "code:  int\n" in (kept / "web.slo").read_text("utf-8")
    replace(kept / "web.slo", "  owner", "    owner")
    sloc(shop, "fmt")
    assert '\n  owner "' in (kept / "web.slo").read_text("utf-8")
    sloc(shop, "build")
    assert all((shop / name).is_symlink() for name in ("sloc.lock", "sloc.toml", "specs/web.slo", "generated"))
    sloc(shop, "build", "--check")


def test_links_in_a_circle(shop: Path) -> None:
    (shop / "sloc.lock").unlink()
    (shop / "sloc.lock").symlink_to("sloc.lock")
    assert "SLO404" in sloc(shop, "lock", code=1).stderr
    shutil.rmtree(shop / "generated")
    (shop / "generated").symlink_to("generated")
    for args in (("lock",), ("build",), ("build", "--check")):
        assert "error[SLO" in sloc(shop, *args, code=1).stderr


def test_other_line_ends_and_a_byte_order_mark_give_the_same_bytes(shop: Path) -> None:
    for path in (*(shop / "specs").iterdir(), shop / "sloc.toml", shop / "sloc.lock"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert sloc(shop, "check").stdout == ""
    sloc(shop, "build", "--check")


def test_a_generated_file_that_somebody_edited(shop: Path) -> None:
    rules = shop / "generated/prometheus/web.yml"
    built = rules.read_bytes()
    replace(rules, 'severity: "page"', 'severity: "ticket"')
    done = sloc(shop, "build", "--check", code=1)
    assert '-          severity: "ticket"\n+          severity: "page"\n' in done.stdout
    assert "warning[SLO408]: `generated/prometheus/web.yml` was edited after sloc wrote it\n" in done.stderr
    assert "error[SLO405]" in done.stderr
    done = sloc(shop, "build")
    assert "warning[SLO408]: `generated/prometheus/web.yml` was edited after sloc wrote it, and is overwritten\n" in done.stderr
    assert re.search(r"^wrote 1 file to generated, \d+ unchanged\n\Z", done.stderr, re.MULTILINE)
    assert rules.read_bytes() == built
    assert re.fullmatch(r"wrote 0 files to generated, \d+ unchanged\n", sloc(shop, "build").stderr)


# ── what the system refuses ───────────────────────────────────────────────────────────────────────────────────────────


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


@pytest.mark.parametrize("command", ["build", "lock", "fmt", "check --fix", "init new"])
def test_a_disk_that_takes_no_more(shop: Path, command: str) -> None:
    (shop / "sloc.lock").write_text("" if command == "lock" else (shop / "sloc.lock").read_text("utf-8"), encoding="utf-8")
    replace(shop / "specs/support.slo", "  owner", "   owner")
    replace(shop / "specs/support.slo", '"urgent": 95%', '"urgent": 94%')
    if command == "check --fix":
        replace(shop / "specs/support.slo", "every 12-24", 'every 12-24 "a" open sun 10:00-14:00 closed every 12-24')
        replace(shop / "specs/support.slo", "time?", "timestamp?")
    before = tree(shop)
    done = subprocess.run(
        [*SLOC, *command.split()],
        cwd=shop,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=small_files,
    )
    assert_calm(done.stdout + done.stderr)
    assert (done.returncode, "File too large" in done.stdout + done.stderr) == (1, True), done
    assert tree(shop) == before


@pytest.mark.parametrize("command", ["build", "lock", "fmt", "check --fix", "init new"])
def test_a_folder_that_may_not_be_written(shop: Path, command: str) -> None:
    spoil(command, shop)
    for path in (shop, *shop.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = tree(shop)
    # Permissions mean nothing to root, unless it gives this power away.
    plain = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*plain, *SLOC, *command.split()], cwd=shop, env=environment(), capture_output=True, text=True, timeout=60
    )
    for path in (shop, *shop.rglob("*")):
        path.chmod(0o755)
    said = done.stdout + done.stderr
    assert_calm(said)
    assert (done.returncode, "error[SLO404]" in said, "Permission denied" in said) == (1, True, True), said
    assert tree(shop) == before


# ── at once, and not to the end ───────────────────────────────────────────────────────────────────────────────────────


def test_builds_at_once_leave_one_of_them_whole(shop: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(shop, tmp_path / "other"))
    replace(other / "specs/web.slo", "service web", "service web2")
    replace(other / "specs/support.slo", "90%", "91%")
    out = tmp_path / "out"
    whole = []
    for folder in (shop, other):
        sloc(folder, "build", "--out", out)
        whole.append(tree(out))
        shutil.rmtree(out)
    running = [
        subprocess.Popen([*SLOC, "build", "--out", out], cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True)
        for folder in (shop, other) * 3
    ]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "SLO408" not in said
    assert tree(out) in whole


def test_of_two_starts_at_once_one_is_refused(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([*SLOC, "init", "new"], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1, 1], said
    assert sum("is there already" in text for text in said) == 2
    sloc(tmp_path / "new", "build", "--check")


_READY = (
    "from sloc.cli import interrupt; interrupt.install(); print('ready', flush=True); from sloc.__main__ import main; main()"
)


def interrupted(folder: Path, args: list[str], after: float, sent: signal.Signals) -> tuple[int, str]:
    """The exit code and what was said by a process that gets a signal so long after it has taken over from the interpreter."""
    process = subprocess.Popen(
        [sys.executable, "-c", _READY, *args],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def spoil(command: str, shop: Path) -> None:
    """Give the command something to do."""
    if command == "build":
        replace(shop / "specs/web.slo", "service web", "service web2")
        replace(shop / "specs/support.slo", "90%", "91%")
    elif command == "lock":
        (shop / "sloc.lock").unlink()
    elif command != "init new":
        for path in (shop / "specs").iterdir():
            replace(path, "  owner", "   owner")
            if command == "check --fix":
                replace(path, "over 30d" if path.name == "web.slo" else "over 28d", "over 30days")


@pytest.mark.parametrize("command", ["build", "fmt", "lock", "init new", "check --fix"])
def test_a_signal_at_any_moment_leaves_all_old_or_all_new(shop: Path, tmp_path: Path, command: str) -> None:
    spoil(command, shop)
    old = tree(shop)
    again = Path(shutil.copytree(shop, tmp_path / "again"))
    began = time.monotonic()
    sloc(again, *command.split())
    lasted = time.monotonic() - began
    new = tree(again)
    assert new != old

    choose = random.Random(command)
    seen = set()
    for number in range(8):
        shutil.rmtree(again)
        shutil.copytree(shop, again)
        sent = choose.choice([signal.SIGINT, signal.SIGTERM])
        code, said = interrupted(again, command.split(), choose.uniform(0, 1.1 * lasted), sent)
        assert_calm(said)
        assert "KeyboardInterrupt" not in said
        # The last where the interpreter was leaving already and had put the signal's own action back.
        assert code in (0, 128 + sent, -sent), (number, said)
        now = tree(again)
        assert now in (old, new), number
        assert code != 0 or now == new
        seen.add(code)
    assert seen & {130, 143}


_STEPPED = """
import os, signal, sys
from pathlib import Path
from sloc.cli import interrupt
interrupt.install()
steps, real = iter(range(1000)), Path.replace
def replace(self, target):
    if next(steps) == int(os.environ["STEP"]):
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
    return real(self, target)
Path.replace = replace
from sloc.__main__ import main
main()
"""


@pytest.mark.parametrize(("command", "steps"), [("build", (0, 3)), ("init new", (0, 20)), ("fmt", (0, 1)), ("lock", (0,))])
def test_ctrl_c_between_two_renames(shop: Path, command: str, steps: tuple[int, ...], tmp_path: Path) -> None:
    spoil(command, shop)
    old = tree(shop)
    again = Path(shutil.copytree(shop, tmp_path / "again"))
    sloc(again, *command.split())
    new = tree(again)
    for step in steps:
        shutil.rmtree(again)
        shutil.copytree(shop, again)
        done = subprocess.run(
            [sys.executable, "-c", _STEPPED, *command.split()],
            cwd=again,
            env=environment(STEP=str(step)),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (130, "")
        # `lock` has no step after its one file at which it could be undone; specs are formatted to the end.
        assert tree(again) == (new if command in ("fmt", "lock") else old)
