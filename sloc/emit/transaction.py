"""Changing many files so that either all of it happens or nothing.

New contents are written to a folder of their own first, where a full disk shows; only then they are renamed into place.
Every step is noted before it is taken, so that whatever fails in between is undone in reverse. Ctrl-C and termination are held
back meanwhile: they are looked for between two steps, and arrive when all is undone. Files are not forced to the disk: the
output can be built again.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

STAGING = ".sloc-"
"""How the folder for new contents starts; a later build removes one that a killed build left."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until no other build works on `folder`. The lock stands on the nearest folder above that exists, and leaves no file.

    Where the system has no such lock, builds at the same time are not kept apart; each rename is still whole.
    """
    above = next((parent for parent in folder.absolute().parents if parent.is_dir()), folder)  # `/` has none above
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        handle = os.open(above, os.O_RDONLY)
    except OSError:  # a folder that may be entered but not read: no lock, but perhaps a build
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def apply(out: Path, writes: Mapping[PurePosixPath, bytes], removes: Sequence[PurePosixPath]) -> None:
    """Write and remove files below `out`, which is made if need be. Raises OSError, and then nothing has changed.

    `writes` are renamed into place in their order, after the removals.
    """
    with held_back() as check:
        _apply(out, writes, removes, check)


def _apply(
    out: Path, writes: Mapping[PurePosixPath, bytes], removes: Sequence[PurePosixPath], check: Callable[[], None]
) -> None:
    undo: list[Callable[[], object]] = []
    staging = out / f"{STAGING}{os.getpid()}"
    try:
        _make_folders(out, undo)
        for left in out.glob(f"{STAGING}*"):
            shutil.rmtree(left)
        undo.append(lambda: shutil.rmtree(staging, ignore_errors=True))
        staging.mkdir()
        old = {path: _keep(out / path, staging / f"old-{number}") for number, path in enumerate([*removes, *writes])}
        new = {path: staging / f"new-{number}" for number, path in enumerate(writes)}
        for path, content in writes.items():
            check()
            new[path].write_bytes(content)
            if (kept := old[path]) is not None:
                shutil.copymode(kept, new[path])

        for path in removes:
            check()
            undo.append(_restore(old[path], out / path))
            (out / path).unlink(missing_ok=True)
            _remove_empty_folders((out / path).parent, out, undo)
        for path, staged in new.items():
            check()
            _make_folders((out / path).parent, undo)
            undo.append(_restore(old[path], out / path))
            staged.replace(out / path)
        shutil.rmtree(staging, ignore_errors=True)
    except BaseException as error:
        try:
            for step in reversed(undo):
                step()
        except OSError as failed:
            raise OSError(failed.errno, f"{failed.strerror}; what was there before is in {staging}") from error
        raise


def _keep(target: Path, copy: Path) -> Path | None:
    """A second name for a file, so that it can be put back as it was, its times included; None where there is none."""
    if not target.is_file():
        return None
    try:
        os.link(target, copy, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(target, copy, follow_symlinks=False)
    return copy


def _restore(copy: Path | None, target: Path) -> Callable[[], object]:
    """The step that puts a file back, whether or not it was changed yet."""
    if copy is not None:
        return lambda: copy.replace(target)
    return lambda: target.unlink(missing_ok=True) if target.is_file() else None


def _make_folders(folder: Path, undo: list[Callable[[], object]]) -> None:
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        undo.append(lambda path=missing: path.rmdir() if path.exists() else None)  # type: ignore[misc]
        missing.mkdir()


def _remove_empty_folders(folder: Path, out: Path, undo: list[Callable[[], object]]) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        undo.append(lambda path=folder: path.mkdir(exist_ok=True))  # type: ignore[misc]
        folder.rmdir()
        folder = folder.parent


_holding = False


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """Hold Ctrl-C and termination back; they arrive at the end. What it gives raises KeyboardInterrupt if one is waiting.

    Within another one it never does: then all that the outer one holds together is finished first. In a thread that is not
    the main one no signal arrives anyway.
    """
    global _holding
    if _holding or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    waiting: list[int] = []

    def check() -> None:
        if waiting:
            raise KeyboardInterrupt

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    handlers = {number: handler for number, handler in handlers.items() if handler not in (signal.SIG_IGN, None)}
    _holding = True
    try:
        for number in handlers:
            signal.signal(number, lambda number, _frame: waiting.append(number))
        yield check
    finally:
        _holding = False
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for sent in dict.fromkeys(waiting):
            signal.raise_signal(sent)
