"""The tables of the audit trail, and what keeps them append-only.

They belong to the picture in `schema`; what is different here is that the database itself refuses to change or delete a
row. Whoever may drop its triggers can still do so: that is what the chain of hashes is for, and heads kept elsewhere.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table

from stce_rules.history.schema import METADATA

__all__ = ["PLANS", "SETTINGS", "TRAIL"]

TRAIL = Table(
    "stce_trail",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("id_key", LargeBinary(16), nullable=False),  # digest(id)
    Column("version", BigInteger, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("input", LargeBinary),
    Column("assessment", LargeBinary),
    Column("windows", LargeBinary),
    Index("stce_trail_id", "id_key", "version"),
    Index(
        "stce_trail_answers",
        "id_key",
        "version",
        unique=True,
        sqlite_where=sa.text("kind = 'judged'"),
        postgresql_where=sa.text("kind = 'judged'"),
    ),
)
"""A row for each assessment that was given. `record` is JSON, and what is hashed; it names the rest by digests. `hash`
is SHA-256 of the hash before and the record. The last three are compressed."""

SETTINGS = Table(
    "stce_settings",
    METADATA,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""By what was judged, as JSON, once for many rows; known by its SHA-256."""

PLANS = Table(
    "stce_plans",
    METADATA,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
"""Whole plans, packed and compressed; known by the SHA-256 of what was compressed."""

_KEEP = (TRAIL, SETTINGS, PLANS)

_FOLLOWS = """\
CREATE TRIGGER stce_trail_follows BEFORE INSERT ON stce_trail
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM stce_trail)
  OR EXISTS (SELECT 1 FROM stce_trail WHERE id_key = NEW.id_key AND version = NEW.version AND kind = 'judged'
             AND NEW.kind = 'judged')
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""
"""Also against INSERT OR REPLACE, which deletes without a trigger."""

_REFUSES = """\
CREATE OR REPLACE FUNCTION stce_append_only() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''the audit trail is append-only''; END'"""


def _once_made(table: Table, dialect: str, *statements: str) -> None:
    for statement in statements:
        made = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # the library's own gap
        sa.event.listen(table, "after_create", made)


def _refuse(table: Table) -> None:
    name = table.name
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    _once_made(
        table,
        "sqlite",
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {refuse}",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {refuse}",
    )
    execute = "EXECUTE FUNCTION stce_append_only()"
    rows = f"CREATE TRIGGER {name}_rows BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW {execute}"
    whole = f"CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {execute}"
    _once_made(table, "postgresql", _REFUSES, rows, whole)


for _table in _KEEP:
    _refuse(_table)
_once_made(TRAIL, "sqlite", _FOLLOWS)
