"""The log of the service: what informs waits for others, what is worse does not, and the order is kept."""

from __future__ import annotations

import json
import subprocess
import sys

_TELLING = """
import logging, sys
import structlog
from stce_rules.serve.http.log import log_lines, write_log

log_lines()
lines, others = structlog.get_logger("stce_rules.a"), logging.getLogger("others")
lines.info("first", request="ü\\udcff")
lines.debug("never")
print("nothing yet", file=sys.stderr)
write_log()
lines.info("second")
lines.error("third", fault=OSError("gone"))
lines.info("fourth")
try:
    raise ValueError("inside")
except ValueError:
    others.exception("fifth")
lines.info("at the end")
print("all but one", file=sys.stderr)
write_log()
"""


def test_lines_come_in_the_order_in_which_they_were_told() -> None:
    """Whoever told them; an error is written at once with all before it, and each line is JSON."""
    done = subprocess.run([sys.executable, "-c", _TELLING], capture_output=True, check=True)
    before, *told, after, last = done.stderr.decode().splitlines()
    assert (before, after) == ("nothing yet", "all but one")
    lines = [json.loads(one) for one in (*told, last)]
    assert [one["event"] for one in lines] == ["first", "second", "third", "fourth", "fifth", "at the end"]
    assert [one["level"] for one in lines] == ["info", "info", "error", "info", "error", "info"]
    assert {one["logger"] for one in lines} == {"stce_rules.a", "others"}
    assert lines[0]["request"] == "ü\udcff"
    assert "ValueError: inside" in lines[4]["exception"]
    assert all(one["timestamp"].endswith("Z") for one in lines)


_UNREAD = """
import logging, os
import structlog
from stce_rules.serve.http.log import log_lines, write_log

log_lines()
reading, writing = os.pipe()
os.dup2(writing, 2)
os.close(reading)
for _ in range(1_000):
    structlog.get_logger("a").info("long", text="x" * 1_000)
write_log()
structlog.get_logger("a").error("worse")
logging.getLogger("b").error("worst")
print("goes on")
"""


def test_a_log_that_nobody_reads_stops_nothing() -> None:
    """A service whose log has lost its reader goes on."""
    done = subprocess.run([sys.executable, "-c", _UNREAD], capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("goes on\n", "")
