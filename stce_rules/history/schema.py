"""The tables of the store, all of them in this one picture.

Every module of this package reads and writes its own; the names begin with `stce_`, so that a store can live in a
database that has other tables. A change of any table changes `VERSION`.
"""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, LargeBinary, MetaData, SmallInteger, String, Table
from sqlalchemy.types import TypeDecorator

__all__ = ["DECLARATIONS", "FACTS", "METADATA", "OUTCOMES", "STORE", "VALUES", "VERSION", "WINDOWS", "Words", "digest"]

VERSION = 1


class Words(TypeDecorator[str]):
    """Text as its UTF-8 bytes: any character there is, NUL too, and in every database the order of code points."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> bytes | None:
        """Text to bytes."""
        return None if value is None else _written(value)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> str | None:
        """Bytes to text."""
        return None if value is None else value.decode(errors="surrogatepass")


def _written(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # what a host asks about may hold half a character


def digest(*texts: str | None) -> bytes:
    """16 bytes that stand for texts of any length where an index is needed: databases limit what one can hold."""
    whole = blake2b(digest_size=16)
    for text in texts:
        written = b"" if text is None else _written(text)
        whole.update(b"-" if text is None else b"%d:" % len(written))
        whole.update(written)
    return whole.digest()


METADATA = MetaData()

STORE = Table(
    "stce_store",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("last", BigInteger, nullable=False),  # the number of the last declaration
)
"""One row."""

# ---- past declarations (past.py)

DECLARATIONS = Table(
    "stce_declarations",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id_key", LargeBinary(16), nullable=False),  # digest(id)
    Column("id", Words, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("action", String(16), nullable=False),
    Column("stated", Integer),
    Column("day", Integer),
    Column("first", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Column("content", LargeBinary),
    Index("stce_declarations_id", "id_key", "version", "number"),
)
"""A message: a declaration in one version. Days are counted from 1 January of year 1.

`stated` is its acceptance date, `day` that or the date of the version before; `first` and `until` say when it stands
(`stays`). `content` is the canonical JSON, none once it was forgotten.
"""

WINDOWS = Table(
    "stce_windows",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("meaning", LargeBinary(32), nullable=False, unique=True),
    Column("days", BigInteger, nullable=False),
    Column("months", BigInteger, nullable=False),
    Column("known_to", BigInteger, nullable=False),
    sqlite_autoincrement=True,  # a number is never given again
)
"""A window of any plan that used the store, by its meaning. What declarations give to it is known up to a number."""


def _amount_columns() -> list[Column[int]]:
    return [Column(f"{end}_{limb}", BigInteger) for end in ("low", "high") for limb in (2, 1, 0)]


FACTS = Table(
    "stce_facts",
    METADATA,
    Column("place", LargeBinary(16), primary_key=True),  # digest(meaning of the window, its keys)
    Column("last", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("placed", SmallInteger, primary_key=True),
    Column("window", BigInteger, nullable=False),
    Column("id", Words, nullable=False),
    Column("first", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    *_amount_columns(),
    Column("opens", BigInteger, nullable=False),
    Column("declarations", BigInteger, nullable=False),
    Index("stce_facts_number", "number"),
    sqlite_with_rowid=False,  # rows lie in the order in which they are asked for
)
"""What a message gives to the groups of a window that its keys match (`engines.facts`); `last` is the last day on
which it counts. `placed` rows count where the message has a day, others where it has none."""

VALUES = Table(
    "stce_values",
    METADATA,
    Column("place", LargeBinary(16), primary_key=True),
    Column("last", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("text", LargeBinary(16), primary_key=True),  # digest(the value)
    Column("window", BigInteger, nullable=False),
    Column("id", Words, nullable=False),
    Column("first", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Index("stce_values_number", "number"),
    sqlite_with_rowid=False,
)
"""The values that a message surely has in a group, for windows that tell values apart."""

# ---- what controls found (controls.py)

OUTCOMES = Table(
    "stce_outcomes",
    METADATA,
    Column("id_key", LargeBinary(16), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("id", Words, nullable=False),
    Column("outcome", LargeBinary, nullable=False),  # JSON of core.declaration.Outcome
)
