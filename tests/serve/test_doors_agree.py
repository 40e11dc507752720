"""Whatever door a declaration comes by, its assessment is the same to the byte."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from stce_rules.assessor import Assessor
from stce_rules.cli import stce
from stce_rules.plugins import discover
from stce_rules.serve.database.answers import Ledger
from stce_rules.serve.database.connecting import connected
from stce_rules.serve.database.polling import Poll
from stce_rules.serve.database.view import open_view
from stce_rules.serve.desk import Desk
from stce_rules.serve.folder.layout import Layout
from stce_rules.serve.folder.watching import watch
from stce_rules.serve.http.application import Kept
from tests.serve.conftest import declared
from tests.serve.http.conftest import asking

NAMES = {f"{one}": "SS" if one % 2 else "NO" for one in range(5)}


def _by_database(desk: Desk, tmp_path: Path) -> bytes:
    with connected(f"sqlite:///{tmp_path / 'host.sqlite'}") as (engine, _):
        with engine.begin() as host:
            host.execute(sa.text('CREATE TABLE goods (id TEXT, destination TEXT, "item.cas" TEXT, changed INTEGER)'))
            for name, destination in NAMES.items():
                row = {"name": name, "destination": destination}
                host.execute(sa.text("INSERT INTO goods VALUES (:name, :destination, '111-48-8', 1)"), row)
        poll = Poll(desk, engine, open_view(engine, "goods", "changed", None), Ledger.made(engine, "stce"))
        poll.run(lambda _: None, threading.Event())
        with engine.connect() as host:
            rows = host.execute(sa.text("SELECT assessment FROM stce_answers ORDER BY declaration")).scalars()
            return b"".join(one.encode() + b"\n" for one in rows)


@pytest.mark.parametrize("recorded", [False, True])
def test_every_door_gives_the_same_bytes(rules: Path, tmp_path: Path, recorded: bool) -> None:
    """Python, the command line, a folder and a database agree, recorded or not."""
    messages = [declared(name, destination) for name, destination in NAMES.items()]
    plugins = discover([], entry_points=False)
    with Assessor.from_rulesets(
        rules, plugins=plugins, records=tmp_path / "records.sqlite" if recorded else None
    ) as assessor:
        desk = Desk(assessor, plugins)
        by_python = b"".join(assessor.answer(one).raw + b"\n" for one in messages)
        (tmp_path / "drop/in").mkdir(parents=True)
        (tmp_path / "drop/in/a.ndjson").write_bytes(b"\n".join(messages))
        watch(desk, Layout(tmp_path / "drop"), lambda _: None, ended=threading.Event(), once=True)
        by_folder = (tmp_path / "drop/out/a.ndjson.ndjson").read_bytes()
        by_database = _by_database(desk, tmp_path)
    (tmp_path / "a.ndjson").write_bytes(b"\n".join(messages))
    words = ("assess", str(tmp_path / "a.ndjson"), "--rules", str(rules), "--format", "json")
    by_command = CliRunner().invoke(stce, words).stdout_bytes
    assert by_python.count(b"\n") == len(NAMES)
    assert by_python == by_folder == by_database == by_command


def test_http_gives_the_same_bytes(desk: Desk) -> None:
    """So does HTTP, one by one and as a batch."""
    messages = [declared(name, destination) for name, destination in NAMES.items()]
    service = asking(desk, Kept())
    one_by_one = b"".join(service("POST", "/v1/assessments", content=one).content + b"\n" for one in messages)
    batch = service("POST", "/v1/assessments:batch", content=b"\n".join(messages)).content
    assert one_by_one == batch == b"".join(desk.assessor.answer(one).raw + b"\n" for one in messages)
