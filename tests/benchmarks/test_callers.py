"""Both callers get what the service answers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.callers import Caller, Library
from stce_rules.decide.wire import decode
from tests.serve.conftest import RULES, declared
from tests.serve.http.test_server import started


def test_callers_keep_their_connection_and_come_again(tmp_path: Path) -> None:
    """An answer is whole, another status is an error, and a closed connection is opened again."""
    rules = tmp_path / "desk.stce"
    rules.write_text(RULES, encoding="utf-8")
    with started(rules) as (process, address):
        for caller in (Caller(address), Library(address)):
            with closing(caller):
                first, second = caller.post(declared("1")), caller.post(declared("2"))
                assert [decode(one).declaration for one in (first, second)] == ["1", "2"]
                with pytest.raises(ValueError, match="400"):
                    caller.post(b"{}")
                caller.close()
                assert caller.post(declared("1")) == first
        with closing(Caller(address)) as caller:
            caller.post(declared("3"))
            process.kill()
            with pytest.raises(OSError, match=r"ended|reset"):
                caller.post(declared("4"))
