"""Declarations of a host's database are answered as they come, each once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from stce_rules.core.diagnostics import StceError, report
from stce_rules.core.span import Source
from stce_rules.decide.wire import encode
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.serve.database.answers import Ledger
from stce_rules.serve.database.connecting import connected, told
from stce_rules.serve.database.polling import Poll, Portion
from stce_rules.serve.database.view import open_view
from stce_rules.serve.desk import Desk

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "doors"

MAP = parse_map(
    Source(
        "host.yaml",
        """table: host
declaration:
  id: MRN
  version: REV
  destination: DEST
item:
  number: POS
  cas: CAS
  net_mass_kg: KG
""",
    )
)

_KNOWN = sa.MetaData()
GOODS = sa.Table(
    "goods",
    _KNOWN,
    sa.Column("MRN", sa.Text),
    sa.Column("REV", sa.Integer),
    sa.Column("POS", sa.Integer),
    sa.Column("DEST", sa.Text),
    sa.Column("CAS", sa.Text),
    sa.Column("KG", sa.Numeric(12, 3)),
    sa.Column("CHANGED", sa.DateTime(timezone=True)),
)
Rows = Callable[..., None]


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(1_780_000_000 + second, tz=UTC)


@pytest.fixture
def host(address: str) -> Iterator[sa.Engine]:
    """The database of a host, with a table of goods items."""
    with connected(address) as (engine, _):
        _KNOWN.create_all(engine)
        yield engine


def _come(host: sa.Engine, second: int | None, *rows: Mapping[str, object]) -> None:
    """Goods items that the host commits at a second."""
    usual = {"REV": 1, "POS": 1, "DEST": "SS", "CAS": "111-48-8", "KG": None}
    changed = {"CHANGED": None if second is None else _moment(second)}
    with host.begin() as connection:
        connection.execute(GOODS.insert(), [{**usual, **row, **changed} for row in rows])


def _poll(desk: Desk, host: sa.Engine, size: int = 200) -> list[Portion]:
    portions: list[Portion] = []
    poll = Poll(desk, host, open_view(host, "goods", "CHANGED", MAP), Ledger.made(host, "stce"), size)
    poll.run(portions.append, threading.Event())
    return portions


def _answers(host: sa.Engine) -> list[tuple[str, int, str]]:
    with host.connect() as connection:
        found = connection.execute(sa.text("SELECT declaration, version, channel FROM stce_answers ORDER BY 1, 2"))
        return [tuple(row) for row in found]


def _refusals(host: sa.Engine) -> list[str]:
    with host.connect() as connection:
        found = connection.execute(sa.text("SELECT diagnostics FROM stce_refusals ORDER BY 1")).scalars()
        return [one["code"] for told_of in found for one in json.loads(told_of)]


def test_what_is_new_is_answered_once(desk: Desk, host: sa.Engine) -> None:
    """Rows that came since the last look are answered, those before are left; items come together."""
    _come(host, 1, {"MRN": "A", "POS": 2, "CAS": "50-00-0"}, {"MRN": "A", "POS": 1}, {"MRN": "B", "DEST": "NO"})
    assert [one.channels for one in _poll(desk, host)] == [{"red": 1, "green": 1}]
    assert _poll(desk, host) == []
    _come(host, 1, {"MRN": "C"})  # committed late, with the time of before
    _come(host, 2, {"MRN": "A", "REV": 2, "DEST": "NO"})
    _poll(desk, host)
    assert _answers(host) == [("A", 1, "red"), ("A", 2, "green"), ("B", 1, "green"), ("C", 1, "red")]


def test_an_answer_is_what_every_door_writes(desk: Desk, host: sa.Engine) -> None:
    """The assessment is kept to the byte, with a reason code of 17 characters and the titles of its rules."""
    _come(host, 1, {"MRN": "A", "KG": 2.5})
    _poll(desk, host)
    declaration = {"id": "A", "destination": "SS", "items": [{"number": 1, "cas": ["111-48-8"], "net_mass_kg": "2.5"}]}
    with host.connect() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM stce_answers")).mappings()
    assert row["assessment"].encode() == encode(desk.assessor.assess(declaration))
    assert (row["reason"], row["score"], row["text"]) == ("DESK-1", 60, "Thiodiglycol to South Sudan")


def test_portions_of_any_size_answer_the_same(desk: Desk, host: sa.Engine) -> None:
    """However many are answered at once, and however many share a moment, none is left out or answered twice."""
    for second in range(4):
        _come(host, second // 2, *({"MRN": f"{second}-{one}", "POS": None} for one in range(3)), {"MRN": ""})
    assert sum(one.channels.total() for one in _poll(desk, host, size=1)) == 12
    assert len(_answers(host)) == 12
    assert _refusals(host) == ["E741", "E741"]


def test_a_version_with_other_content_is_refused(desk: Desk, host: sa.Engine) -> None:
    """A declaration that changed without a new version is told, and its first answer stands."""
    _come(host, 1, {"MRN": "A"})
    _poll(desk, host)
    _come(host, 2, {"MRN": "A", "DEST": "NO"})
    assert [one.refused for one in _poll(desk, host)] == [1]
    assert _poll(desk, host) == []
    assert _answers(host) == [("A", 1, "red")]
    with host.connect() as connection:
        ((told_of,),) = connection.execute(sa.text("SELECT diagnostics FROM stce_refusals"))
    ((one,), expected) = json.loads(told_of), (CORPUS / "came_again.expected").read_text(encoding="utf-8")
    assert f"{one['code']} {one['file']}: {one['message']}\n  help: {one['help']}\n" == expected


def test_an_answer_is_committed_with_the_progress(desk: Desk, host: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database fails in the midst of it neither is there, and the next look answers."""
    _come(host, 1, {"MRN": "A"}, {"MRN": "B"})
    keep = Ledger.keep

    def broken(*given: object) -> None:
        keep(*given)  # type: ignore[arg-type]  # as it was called
        raise sa.exc.OperationalError("COMMIT", None, Exception("the server went away"))

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "keep", broken)
        with pytest.raises(StceError) as trouble, told("host"):
            _poll(desk, host)
    assert [one.code for one in trouble.value.diagnostics] == ["E896"]
    assert _answers(host) == []
    _poll(desk, host)
    assert _answers(host) == [("A", 1, "red"), ("B", 1, "red")]


def test_rows_that_are_never_read_are_counted(host: sa.Engine) -> None:
    """A row without a moment has no place in the order of the view."""
    _come(host, None, {"MRN": "A"}, {"MRN": "B"})
    view = open_view(host, "goods", "CHANGED", MAP)
    with host.connect() as connection:
        assert view.blank(connection) == 2


def test_only_tables_of_our_own_are_written(desk: Desk, host: sa.Engine) -> None:
    """The table of the host is as it was."""
    _come(host, 1, {"MRN": "A"}, {"MRN": ""})
    with host.connect() as connection:
        before = connection.execute(sa.select(GOODS)).all()
        _poll(desk, host)
        assert connection.execute(sa.select(GOODS)).all() == before
    assert sorted(sa.inspect(host).get_table_names()) == ["goods", "stce_answers", "stce_progress", "stce_refusals"]


@pytest.mark.parametrize("name", ["no_view", "no_column", "no_database", "no_driver", "refused_statement"])
def test_what_cannot_be_polled_is_told(name: str, tmp_path: Path) -> None:
    """A wrong name, address or driver is told with what to correct; no password is shown."""
    path = tmp_path / "host.sqlite"
    address = {"no_database": "host", "no_driver": "cobol://me:secret@host/base"}.get(name, f"sqlite:///{path}")

    def poll() -> None:
        with connected(address) as (engine, shown), told(shown):
            _KNOWN.create_all(engine)
            if name == "refused_statement":
                engine.connect().execute(sa.text("SELECT * FROM missing"))
            open_view(engine, "nothing" if name == "no_view" else "goods", "SINCE", MAP)

    with pytest.raises(StceError) as refused:
        poll()
    said = report(refused.value.diagnostics).replace(str(tmp_path), "…")
    assert said + "\n" == (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_poller_may_be_killed_at_any_time(
    address: str, host: sa.Engine, rules: Path, tmp_path: Path, warm: tuple[str, ...]
) -> None:
    """Killed again and again while declarations come, it leaves none out and answers none twice."""
    table_map = tmp_path / "host.yaml"
    table_map.write_text("table: host\ndeclaration: {id: MRN, version: REV, destination: DEST}\nitem: {cas: CAS}\n")
    source = ["--database", address, "--view", "goods", "--after", "CHANGED", "--map", str(table_map)]
    command = [*warm, "-m", "stce_rules", "poll", *source, "--rules", str(rules)]
    plans = {**os.environ, "STCE_CACHE": str(tmp_path)}
    Ledger.made(host, "stce")
    chance, killed = random.Random(4), 0
    for second in range(3):
        _come(host, second, *({"MRN": f"{second}-{one}"} for one in range(500)))
        began = len(_answers(host))
        with subprocess.Popen(
            [*command, "--every", "0.05"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=plans
        ) as process:
            while process.poll() is None and len(_answers(host)) == began:
                time.sleep(0.005)
            time.sleep(chance.random() / 20)
            process.send_signal(signal.SIGKILL)
            process.communicate()  # until it is gone
        killed += process.returncode == -signal.SIGKILL
    assert killed == 3
    subprocess.run([*command, "--once"], check=True, stdout=subprocess.DEVNULL, env=plans)
    assert _answers(host) == sorted((f"{second}-{one}", 1, "red") for second in range(3) for one in range(500))
