"""A PostgreSQL server of our own, for tests that want a real one; skipped where its programs are not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

__all__ = ["postgresql"]

_PROGRAMS = (None, *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True))


def _program(name: str) -> str:
    found = next((one for path in _PROGRAMS if (one := shutil.which(name, path=path))), None)
    if found is None:
        pytest.skip("there is no PostgreSQL server here")
    return found


def _as_other(home: Path) -> dict[str, Any]:
    """The server refuses to run as root: whom to run it as, who then owns its folder."""
    if os.geteuid() != 0:
        return {}
    other = next((one for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")), None)
    if other is None:
        pytest.skip("there is nobody to run the server as")
    os.chown(home, other.pw_uid, other.pw_gid)
    return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes the URL of an empty database on a server that listens on a socket in a folder of its own."""
    pytest.importorskip("psycopg")
    initdb, pg_ctl, createdb = (_program(name) for name in ("initdb", "pg_ctl", "createdb"))
    with tempfile.TemporaryDirectory(prefix="stce-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        as_other = _as_other(home)
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C"}

        def run(*command: str) -> None:
            quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(command, check=True, cwd=home, env=environment, **quiet, **as_other)

        run(initdb, "-D", f"{home}/data", "-U", "officer", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses='' -c fsync=off -k {home}"
        run(pg_ctl, "-D", f"{home}/data", "-w", "-o", settings, "-l", f"{home}/log", "start")
        names = (f"store_{number}" for number in count())

        def fresh() -> str:
            name = next(names)
            run(createdb, "-h", folder, "-U", "officer", name)
            return f"postgresql://officer@/{name}?host={home}"

        try:
            yield fresh
        finally:
            run(pg_ctl, "-D", f"{home}/data", "-m", "immediate", "stop")
