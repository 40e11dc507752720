"""The server that runs the service: it listens before it says so, and finishes what it has when it is told to end."""

from __future__ import annotations

import http.client
import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from stce_rules.decide.wire import decode
from tests.serve.conftest import declared


@contextmanager
def started(rules: Path, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A service, and its address."""
    command = (sys.executable, "-m", "stce_rules", "serve", "--rules", str(rules), "--port", "0", *words)
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            assert process.stderr is not None
            told = next(one for one in map(json.loads, process.stderr) if one["event"] == "listening")
            yield process, told["address"]
        finally:
            process.kill()


def _connected(address: str) -> http.client.HTTPConnection:
    where = urlsplit(address)
    return http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)


def test_a_batch_under_way_is_finished_when_the_service_is_told_to_end(rules: Path) -> None:
    """After SIGTERM the answer that was begun comes whole, the log is JSON to its last line, and the exit code is 0."""
    with started(rules) as (process, address), closing(_connected(address)) as connection:
        connection.request(
            "POST", "/v1/assessments:batch", b"\n".join(declared(f"{number}") for number in range(3_000))
        )
        answer = connection.getresponse()
        first = answer.readline()
        process.send_signal(signal.SIGTERM)
        lines = [first, *answer.read().splitlines()]
        assert process.stderr is not None
        log = [json.loads(line) for line in process.stderr]
        assert process.wait(60) == 0
    assert [decode(one).declaration for one in lines] == [f"{number}" for number in range(3_000)]
    assert log[-1]["event"] == "ended"


def test_rulesets_are_loaded_again_when_they_change(rules: Path) -> None:
    """With `--reload` new rules are taken, faulty ones are told in the log while the old ones stay in force."""
    told: queue.Queue[dict[str, object]] = queue.Queue()

    def follow(lines: Iterable[bytes]) -> None:
        for one in map(json.loads, lines):
            if one["logger"] == "stce_rules.rulesets":
                told.put(one)

    with (
        started(rules, "--reload", "--every", "0.05") as (process, address),
        closing(_connected(address)) as connection,
    ):
        follower = threading.Thread(target=follow, args=(process.stderr,))
        follower.start()
        rules.write_text(rules.read_text(encoding="utf-8").replace("111-48-8", "111-48-9"), encoding="utf-8")
        assert told.get(timeout=60)["level"] == "error"
        connection.request("POST", "/v1/assessments", declared("1"))
        assert decode(connection.getresponse().read()).channel == "red"
        rules.write_text(rules.read_text(encoding="utf-8").replace("111-48-9", "50-00-0"), encoding="utf-8")
        assert told.get(timeout=60)["level"] == "info"
        connection.request("POST", "/v1/assessments", declared("2"))
        assert decode(connection.getresponse().read()).channel == "green"
        process.terminate()
        follower.join()
