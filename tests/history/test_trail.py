"""The audit trail: append-only, chained, and every change of it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("sqlalchemy")

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from stce_rules.core.diagnostics import StceError
from stce_rules.history.answers import answer
from stce_rules.history.checking import about, verified
from stce_rules.history.database import Database, Turn
from stce_rules.history.trail import BEGINNING, Entry, Head, Kind, Setting, append, chained, head, keep_setting, sha256
from stce_rules.history.trail_schema import PLANS, SETTINGS, TRAIL

PACKED = b"a plan"
SETTING = Setting(
    ruleset="desk",
    ruleset_version="1",
    plan="0" * 64,
    packed=sha256(PACKED),
    form="1" * 64,
    lists=[],
    plugins=[],
    engine="indexed",
    policy=None,
    library="1.0",
)


def _entry(name: str, setting: str, kind: Kind = "judged", version: int = 1) -> Entry:
    content = f"declaration {name}".encode()
    return Entry(
        kind=kind,
        declaration=name,
        version=version,
        at="2026-06-01T12:00:00+00:00",
        setting=setting,
        content=sha256(content),
        input=content,
        assessment=f"answer to {name}".encode(),
        windows=b"[]",
    )


def _fill(database: Database, *names: str) -> list[Head]:
    """Rows about declarations, each in a turn of its own; the heads they make."""
    heads = []
    for name in names:
        with database.turn() as turn:
            heads.append(append(turn, _entry(name, keep_setting(turn, SETTING, PACKED))))
    return heads


@pytest.fixture
def database(where: str) -> Iterator[Database]:
    """An open store with a trail of five rows, A to E."""
    with Database.open(where) as opened:
        _fill(opened, *"ABCDE")
        yield opened


def _fault(database: Database, heads: tuple[Head, ...] = ()) -> str:
    """What is found of a trail that is not whole: code and sentence."""
    with database.reading() as turn, pytest.raises(StceError) as broken:
        verified(turn, heads)
    (told,) = broken.value.diagnostics
    return f"{told.code} {told.message}"


def _without_triggers(turn: Turn) -> None:
    """Take the triggers away, as somebody with every right on the database could."""
    if turn.connection.dialect.name == "sqlite":
        names = (
            turn.connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        )
        for name in names:
            turn.connection.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        for table in (TRAIL, SETTINGS, PLANS):
            turn.connection.execute(sa.text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))


def test_rows_follow_each_other(database: Database) -> None:
    """Each head is made from the one before and the record; the last one is the head of the trail."""
    with database.reading() as turn:
        rows = turn.connection.execute(sa.select(TRAIL.c.record, TRAIL.c.hash).order_by(TRAIL.c.number)).all()
        last = BEGINNING
        for row in rows:
            last = chained(last, row.record)
            assert bytes(row.hash).hex() == last
        assert head(turn) == verified(turn) == Head(5, last)


def test_an_empty_trail_is_whole(where: str) -> None:
    """A store without assessments has the head 0, and is whole."""
    with Database.open(where) as opened, opened.reading() as turn:
        assert head(turn) == verified(turn, [Head(0, BEGINNING)]) == Head(0, BEGINNING)


def test_a_head_that_was_kept(database: Database) -> None:
    """Every head there ever was lies in the trail; another hash, and one beyond its end, do not."""
    with database.reading() as turn:
        hashes = turn.connection.execute(sa.select(TRAIL.c.hash).order_by(TRAIL.c.number)).scalars().all()
        kept = [Head(number, bytes(one).hex()) for number, one in enumerate(hashes, start=1)]
        assert verified(turn, [Head(0, BEGINNING), *kept]) == kept[-1]
    foreign = Head(3, "f" * 64)
    assert _fault(database, (foreign,)) == (
        f"E868 row 3 of the audit trail has another hash than the head that was kept: {'f' * 64}"
    )
    assert "ends with row 5, and a head that was kept is of row 6" in _fault(database, (Head(6, "f" * 64),))


@pytest.mark.parametrize(
    "change",
    [
        lambda: sa.update(TRAIL).where(TRAIL.c.number == 3).values(version=9),
        lambda: sa.delete(TRAIL).where(TRAIL.c.number == 5),
        lambda: sa.update(SETTINGS).values(content=b"{}"),
        lambda: sa.delete(PLANS),
    ],
    ids=["change", "delete", "change a setting", "delete a plan"],
)
def test_the_database_refuses(database: Database, change: Callable[[], sa.Executable]) -> None:
    """No row is changed or deleted while the triggers are there."""
    with pytest.raises(DBAPIError, match="the audit trail is append-only"), database.turn() as turn:
        turn.connection.execute(change())
    with database.reading() as turn:
        assert verified(turn).number == 5


def test_the_whole_table_is_not_emptied(database: Database) -> None:
    """PostgreSQL can empty a table without looking at rows; that is refused too."""
    with database.reading() as turn:
        if turn.connection.dialect.name == "sqlite":
            pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), database.turn() as turn:
        turn.connection.execute(sa.text("TRUNCATE stce_trail"))


def test_a_row_is_not_replaced(database: Database) -> None:
    """INSERT OR REPLACE, which deletes without a trigger, is refused as well, by number and by id."""
    with database.reading() as turn:
        if turn.connection.dialect.name != "sqlite":
            pytest.skip("only SQLite replaces rows so")
        rest = ", ".join(one.name for one in TRAIL.c if one.name != "number")
    for number in ("number", "6"):
        copied = f"SELECT {number}, {rest} FROM stce_trail WHERE number = 3"
        with pytest.raises(DBAPIError, match="append-only"), database.turn() as turn:
            turn.connection.execute(sa.text(f"INSERT OR REPLACE INTO stce_trail {copied}"))


def _changed(column: str, value: object) -> Callable[[Turn], None]:
    def change(turn: Turn) -> None:
        turn.connection.execute(sa.update(TRAIL).where(TRAIL.c.number == 3).values({column: value}))

    return change


def _edited(turn: Turn) -> None:
    """Another answer in the record, with the hash made to fit: the next row shows it."""
    row = turn.connection.execute(sa.select(TRAIL).where(TRAIL.c.number == 3)).one()
    record = row.record.replace(b"2026-06-01", b"2026-06-02")
    before = turn.connection.execute(sa.select(TRAIL.c.hash).where(TRAIL.c.number == 2)).scalar_one()
    fitted = bytes.fromhex(chained(bytes(before).hex(), record))
    turn.connection.execute(sa.update(TRAIL).where(TRAIL.c.number == 3).values(record=record, hash=fitted))


def _swapped(turn: Turn) -> None:
    """The rows 3 and 4 change places."""
    for here, there in ((3, 33), (4, 3), (33, 4)):
        turn.connection.execute(sa.update(TRAIL).where(TRAIL.c.number == here).values(number=there))


def _renumbered(turn: Turn) -> None:
    """Row 3 is taken away, and those after it move up."""
    turn.connection.execute(sa.delete(TRAIL).where(TRAIL.c.number == 3))
    for number in (4, 5):
        turn.connection.execute(sa.update(TRAIL).where(TRAIL.c.number == number).values(number=number - 1))


@pytest.mark.parametrize(
    ("tamper", "row", "why"),
    [
        (_changed("record", b"{}"), 3, "its record and its hash do not belong together"),
        (_changed("hash", b"\0" * 32), 3, "its record and its hash do not belong together"),
        (_changed("input", b"no zlib"), 3, "its declaration is not what the record says"),
        (_changed("assessment", None), 3, "its assessment is not what the record says"),
        (_changed("windows", None), 3, "its windows is not what the record says"),
        (_changed("version", 7), 3, "it is filed under another number, kind, id or version"),
        (_changed("kind", "stood in"), 3, "it is filed under another number, kind, id or version"),
        (lambda turn: turn.connection.execute(sa.delete(TRAIL).where(TRAIL.c.number == 3)), 3, "it is not there"),
        (lambda turn: turn.connection.execute(sa.delete(TRAIL).where(TRAIL.c.number == 1)), 1, "it is not there"),
        (_edited, 4, "its record and its hash do not belong together, or it does not follow the row before"),
        (_swapped, 3, "it does not follow the row before"),
        (_renumbered, 3, "it does not follow the row before"),
        (lambda turn: turn.connection.execute(sa.update(SETTINGS).values(content=b"{}")), 1, "what it was judged by"),
        (lambda turn: turn.connection.execute(sa.delete(SETTINGS)), 1, "what it was judged by is not there as it was"),
        (lambda turn: turn.connection.execute(sa.update(PLANS).values(packed=b"x")), 1, "the plan is not there"),
    ],
)
def test_what_was_tampered_with_is_found(
    database: Database, tamper: Callable[[Turn], object], row: int, why: str
) -> None:
    """The first row that is not what it was is named, with what is wrong, although the triggers were taken away."""
    with database.turn() as turn:
        _without_triggers(turn)
        tamper(turn)
    told = _fault(database)
    assert told.startswith(f"E867 row {row} of the audit trail is not what it was: ")
    assert why in told


def test_a_trail_that_was_cut_off(database: Database) -> None:
    """Rows taken from the end leave a whole trail; a head that was kept shows that it was longer."""
    with database.turn() as turn:
        last = head(turn)
        _without_triggers(turn)
        turn.connection.execute(sa.delete(TRAIL).where(TRAIL.c.number > 3))
    with database.reading() as turn:
        assert verified(turn).number == 3
    assert _fault(database, (last,)) == "E868 the audit trail ends with row 3, and a head that was kept is of row 5"
    _fill(database, "X", "Y")
    assert "E868 row 5 of the audit trail has another hash" in _fault(database, (last,))


def test_a_turn_that_fails_leaves_no_row(database: Database) -> None:
    """A row is there with all else of its turn, or not at all."""

    def append_and_fail() -> None:
        with database.turn() as turn:
            append(turn, _entry("F", keep_setting(turn, SETTING, PACKED)))
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        append_and_fail()
    with database.reading() as turn:
        assert verified(turn).number == 5


def test_rows_about_a_declaration(database: Database) -> None:
    """All rows of one id in their order; a row that is not whole is not told but reported."""
    with database.turn() as turn:
        append(turn, _entry("C", keep_setting(turn, SETTING, PACKED), "stood in", 2))
    with database.reading() as turn:
        found = about(turn, "C")
        assert [(one.record.number, one.record.kind) for one in found] == [(3, "judged"), (6, "stood in")]
        assert (found[0].input, found[0].assessment, found[0].windows) == (b"declaration C", b"answer to C", b"[]")
        assert about(turn, "Z") == []
    with database.turn() as turn:
        _without_triggers(turn)
        _changed("assessment", None)(turn)
    with database.reading() as turn, pytest.raises(StceError, match="row 3 of the audit trail is not what it was"):
        about(turn, "C")


def test_answers(database: Database) -> None:
    """A known id and version gives its bytes, another content a conflict; what stood in is no answer."""
    with database.turn() as turn:
        append(turn, _entry("Ω", keep_setting(turn, SETTING, PACKED), "stood in"))
    with database.reading() as turn:
        assert answer(turn, "A", 1, sha256(b"declaration A")) == b"answer to A"
        assert answer(turn, "A", 2, sha256(b"declaration A")) is None
        assert answer(turn, "Ω", 1, sha256("declaration Ω".encode())) is None
        with pytest.raises(StceError) as refused:
            answer(turn, "A", 1, "ab" * 32)
    (told,) = refused.value.diagnostics
    assert told.code == "E866"
    assert sha256(b"declaration A") in told.message
    assert "ab" * 32 in told.message


def test_one_answer_for_an_id_and_version(database: Database) -> None:
    """The database itself takes no second judged row for an id and version."""
    with pytest.raises(DBAPIError), database.turn() as turn:
        append(turn, _entry("A", keep_setting(turn, SETTING, PACKED)))
    with database.reading() as turn:
        assert verified(turn).number == 5
