"""`stce serve` under load from another process, and killed under it.

Three questions, at 1,000 rules: what an assessment over HTTP costs above one in the process; how many are answered in a
second, and how soon; whether an answer is lost or given twice when the service is killed and started again. Callers
keep their connections, and ask again after a broken one, as a host does. What they do themselves is little, since it is
the service that is measured; once they ask by the client of Python's library, which takes time of its own.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.callers import Caller, Library
from benchmarks.child import measured
from benchmarks.declarations import single_items
from benchmarks.machine import WORK
from benchmarks.rule_texts import written
from benchmarks.rules import rules
from stce_rules.intake.canonical import encode

RULES = 1_000
_PLANS = WORK / "plans-of-serving"
_BY_LIBRARY = "HTTP, by the client of Python's library"


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests in milliseconds; of the same declarations in the process where `way` says so."""

    way: str
    callers: int
    requests: int
    per_second: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Killed:
    """Requests to a service that was killed while it answered, and what its store holds in the end."""

    requests: int
    kills: int
    recorded: int
    lost: int
    twice: int
    different: int
    chain: str
    seconds: float


def measure(requests: int = 20_000, *, killed: int = 100_000, every: float = 20.0) -> Iterator[Asked | Killed]:
    """All three; `every` is how many seconds a service lives before it is killed."""
    path = written(rules(RULES, RULES))
    _, told = measured("benchmarks.serving:in_process", {"path": str(path), "count": requests // 4}, limit=600)
    yield Asked("in the process", 1, **told)
    paused = {"path": str(path), "count": requests // 10, "pause": 0.001}
    _, told = measured("benchmarks.serving:in_process", paused, limit=600)
    yield Asked("in the process, a millisecond after the last", 1, **told)
    for way, callers, count in (
        ("HTTP", 1, requests // 4),
        ("HTTP", 8, requests),
        (_BY_LIBRARY, 1, requests // 4),
        ("HTTP, recorded", 1, requests // 4),
        ("HTTP, recorded", 8, requests // 4),
    ):
        with _service(path, _fresh("serving.sqlite") if "recorded" in way else None) as service:
            asked = {"address": service.address, "count": count, "callers": callers, "library": way == _BY_LIBRARY}
            _, told = measured("benchmarks.serving:load", asked, limit=1_800)
        yield Asked(way, callers, **told)
    yield _killed(path, killed, every)


# ---- what is run in a process of its own


def in_process(path: str, count: int, pause: float = 0) -> dict[str, float]:
    """The assessor as a Python host has it, which does other things for some seconds between two declarations."""
    from stce_rules import Assessor

    bodies = _bodies(count)
    times = []
    with Assessor.from_rulesets(path, cache=_PLANS) as assessor:
        for body in bodies[:200]:
            assessor.answer(body)
        for body in bodies:
            if pause:
                time.sleep(pause)
            began = time.perf_counter()
            assessor.answer(body)
            times.append(time.perf_counter() - began)
    return _figures(times, sum(times))


def load(address: str, count: int, callers: int, *, library: bool = False) -> dict[str, float]:
    """So many callers at once, each with a connection of its own; `library`: by the client of Python's library."""
    bodies = _bodies(count)
    times: list[float] = []

    def ask(some: Sequence[bytes]) -> None:
        with closing(Library(address) if library else Caller(address)) as caller:
            for body in some:
                began = time.perf_counter()
                caller.post(body)
                times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask, args=(bodies[number::callers],)) for number in range(callers)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return _figures(times, time.perf_counter() - began)


def insist(address: str, count: int, callers: int, answers: str) -> dict[str, float]:
    """Callers that ask until they are answered; the digests of their answers go into a file."""
    bodies = _bodies(count)
    digests: dict[str, str] = {}

    def ask(some: Sequence[bytes]) -> None:
        with closing(Caller(address)) as caller:
            for body in some:
                answer = _insisted(caller, body)
                digests[_named(answer)] = sha256(answer).hexdigest()

    threads = [threading.Thread(target=ask, args=(bodies[number::callers],)) for number in range(callers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    Path(answers).write_text(json.dumps(digests), encoding="utf-8")
    return {"answered": len(digests)}


def _insisted(caller: Caller, body: bytes) -> bytes:
    while True:
        try:
            return caller.post(body)
        except OSError:
            caller.close()
            time.sleep(0.05)


def _named(answer: bytes) -> str:
    """Which declaration in which version is answered."""
    told = json.loads(answer)
    return f"{told['declaration']} {told['version']}"


def _bodies(count: int) -> list[bytes]:
    return [encode(one) for one in single_items(count, 11)]


def _figures(seconds: Sequence[float], whole: float) -> dict[str, float]:
    times = sorted(seconds)
    return {
        "requests": len(times),
        "per_second": round(len(times) / whole),
        "p50": round(times[len(times) // 2] * 1000, 3),
        "p99": round(times[len(times) * 99 // 100] * 1000, 3),
    }


# ---- the service


@dataclass(slots=True)
class _Service:
    process: subprocess.Popen[bytes]
    address: str


@contextmanager
def _service(rules_at: Path, store: Path | None, port: int = 0) -> Iterator[_Service]:
    """A service that listens; it is told to end, unless it was killed."""
    command = [sys.executable, "-m", "stce_rules", "serve", "--rules", str(rules_at), "--port", str(port)]
    command += [] if store is None else ["--records", str(store)]
    environment = {**os.environ, "STCE_CACHE": str(_PLANS)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            told = json.loads(line)
            if told["event"] == "listening":
                address = told["address"]
                break
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield _Service(process, address)
        finally:
            if process.poll() is None:
                process.terminate()


def _fresh(name: str) -> Path:
    for one in WORK.glob(f"{name}*"):
        one.unlink()
    return WORK / name


def _killed(path: Path, count: int, every: float) -> Killed:
    store, answers = _fresh("killed.sqlite"), WORK / "answers.json"
    chance, kills, began = random.Random(4), 0, time.perf_counter()
    with _service(path, store) as first:
        port = urlsplit(first.address).port or 0
        asked = {"address": first.address, "count": count, "callers": 4, "answers": str(answers)}
        script = (
            f"import json; from benchmarks.serving import insist; insist(**json.loads({json.dumps(json.dumps(asked))}))"
        )
        callers = subprocess.Popen([sys.executable, "-c", script])
        _wait(callers, every * chance.random())
        first.process.send_signal(signal.SIGKILL)
        kills += 1
    while callers.poll() is None:
        with _service(path, store, port) as service:
            _wait(callers, every * (0.5 + chance.random()))
            if callers.poll() is None:
                service.process.send_signal(signal.SIGKILL)
                kills += 1
    seconds = time.perf_counter() - began
    return _checked(store, json.loads(answers.read_text("utf-8")), count, kills, seconds)


def _wait(callers: subprocess.Popen[bytes], seconds: float) -> None:
    last = time.monotonic() + seconds
    while callers.poll() is None and time.monotonic() < last:
        time.sleep(0.05)


def _checked(store: Path, answers: dict[str, str], count: int, kills: int, seconds: float) -> Killed:
    """The store against what the callers got."""
    import sqlite3
    import zlib

    with sqlite3.connect(store) as connection:
        rows = connection.execute("SELECT assessment FROM stce_trail WHERE kind = 'judged'").fetchall()
    kept: dict[str, list[str]] = {}
    for (packed,) in rows:
        raw = zlib.decompress(packed)
        kept.setdefault(_named(raw), []).append(sha256(raw).hexdigest())
    verified = subprocess.run(
        [sys.executable, "-m", "stce_rules", "audit", "verify", str(store)], stdout=subprocess.DEVNULL, check=False
    )
    return Killed(
        requests=count,
        kills=kills,
        recorded=len(rows),
        lost=count - len(kept.keys() & answers.keys()),
        twice=sum(len(one) > 1 for one in kept.values()),
        different=sum(kept.get(name) != [digest] for name, digest in answers.items()),
        chain="whole" if verified.returncode == 0 else "broken",
        seconds=round(seconds, 1),
    )
