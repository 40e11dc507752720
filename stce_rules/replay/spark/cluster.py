"""A session on a Spark cluster, and its faults in the words of an officer.

Enters: where the cluster is, settings of Spark. Leaves: a session, ended after use when it was begun here. Promise: a
fault of Spark, of a worker or of what is installed is told by its code, with what to do about it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Cluster", "session", "told"]

_SECONDS = 5.0
"""How long a master may take to answer; Spark itself would try for a minute."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of the master, as Spark writes it, None for the one Spark is configured with; settings of Spark."""

    master: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def session(cluster: Cluster) -> Iterator[SparkSession]:
    """A session for one replay; one that the program has begun already is used, and left as it is.

    Raises StceError: something is not installed here (E855, E856), the cluster cannot be used (E857), a worker lacks
    what it needs (E858). Faults of Spark while the session is used are told so too.
    """
    _check_installed()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    found = SparkSession.getActiveSession()
    if found is None:
        _check_java()
        _check_answers(cluster.master)
    try:
        with _quiet():
            own = found or _begun(cluster)
            try:
                yield own
            finally:
                if found is None:
                    own.stop()
    except (PySparkException, Py4JError) as fault:
        raise StceError(told(f"{fault}", cluster.master)) from fault


@contextmanager
def _quiet() -> Iterator[None]:
    """Py4J logs every fault, an interrupt too, with its traceback, which would be on the screen."""
    nobody = logging.NullHandler()
    logging.getLogger().addHandler(nobody)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(nobody)


def _begun(cluster: Cluster) -> SparkSession:
    from pyspark.sql import SparkSession

    # a worker on this machine, or with the same files, runs the same Python
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("stce replay").config("spark.log.level", "OFF")
    if cluster.master is not None:
        builder = builder.master(cluster.master)
    for name, value in cluster.settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _check_installed() -> None:
    for name in ("pyspark", "pandas", "pyarrow"):
        if find_spec(name) is None:
            message = f"a cluster needs the library '{name}', which is not installed"
            raise StceError(Diagnostic("E855", message, where="--engine spark", help="install stce-rules[spark]"))


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=Path(home, "bin")) if home else shutil.which("java")
    if java is None:
        where = f"JAVA_HOME, which is '{home}'" if home else "the PATH; JAVA_HOME is not set"
        message = f"Spark needs a Java runtime, and there is none in {where}"
        mend = "install one of Java 17 or newer, and let JAVA_HOME name its folder"
        raise StceError(Diagnostic("E856", message, where="--engine spark", help=mend))


def _check_answers(master: str | None) -> None:
    """Whether one of the masters of a standalone cluster answers at all."""
    if master is None or not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
        except (OSError, ValueError):
            continue
        return
    mend = "begin the cluster, or correct the address: spark://HOST:PORT as the page of the master shows it"
    raise StceError(Diagnostic("E857", "no master answers at this address", where=master, help=mend))


_ABSENT = re.compile(r"No module named '([\w.]+)'")
_UNFIT = re.compile(r"UnfitWorkerError: (.+)")
_CLASS = re.compile(r"^:?\s*(?:[\w$]+\.)+[\w$]+: ")
_NO_PYTHON = re.compile(r'Cannot run program "([^"]+)"')


def told(said: str, master: str | None) -> Diagnostic:
    """What Spark says, read for what went wrong."""
    where = master or "--engine spark"
    if "JAVA_GATEWAY_EXITED" in said:
        message = "Spark cannot run on the Java runtime that is installed here"
        mend = "what it says stands above; Spark wants Java 17 or newer, with all its modules"
        return Diagnostic("E856", message, where="--engine spark", help=mend)
    lacks = ""
    if unfit := _UNFIT.search(said):
        mend = "keep the history and the results in folders that every machine sees under the same path"
        return Diagnostic("E858", unfit[1], where=where, help=mend)
    if absent := _ABSENT.search(said):
        lacks = f"the Python of a worker has no library '{absent[1].partition('.')[0]}'"
    elif python := _NO_PYTHON.search(said):
        lacks = f"a worker has no program '{python[1]}'"
    elif "PYTHON_VERSION_MISMATCH" in said:
        lacks = "a worker runs another version of Python than this machine"
    if lacks:
        mend = "give workers a Python with stce-rules[spark], and let PYSPARK_PYTHON name it"
        return Diagnostic("E858", lacks, where=where, help=mend)
    mend = "the logs of the cluster tell more"
    return Diagnostic("E857", f"the cluster gave up: {_reason(said)}", where=where, help=mend)


def _reason(said: str) -> str:
    """The line that says it, without names of classes."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it gives no reason"]
    if lines[0].startswith("An exception was thrown from the Python worker"):
        return f"a worker broke off, {lines[-1].partition(': ')[2] or lines[-1]}"[:200]
    telling = next((line for line in lines if not line.startswith("An error occurred while calling")), lines[0])
    return _CLASS.sub("", telling)[:200]
