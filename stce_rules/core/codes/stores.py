"""860 to 864: the store of what was declared and assessed."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = (
    Code(
        "E860",
        "a library that the store needs is not installed",
        "A store is kept with SQLAlchemy, and in PostgreSQL with psycopg. Both come with extras of their own, so that "
        "nobody else has to install them.",
        "Install `stce-rules[store]` for a SQLite file, `stce-rules[postgresql]` for PostgreSQL.",
    ),
    Code(
        "E861",
        "no address of a store",
        "A store is a SQLite file, named by its path or as `sqlite:///PATH`, or a PostgreSQL database, named as "
        "`postgresql://USER@HOST/NAME`. A database in memory would be lost with its process.",
        "Correct the address.",
    ),
    Code(
        "E862",
        "the store cannot be used",
        "The database refused: its folder or server is not there, a right is missing, the disk is full, or the file is "
        "something else. Nothing of the declaration at hand was kept, and no answer was given.",
        "Do what the words of the database suggest; the declaration can then be sent again.",
    ),
    Code(
        "E863",
        "a store of another version",
        "The tables of a store change from version to version of this program, and it does not guess at others.",
        "Use the program that made the store, or begin a new one.",
    ),
    Code(
        "E864",
        "the store is locked",
        "Declarations are assessed in turns, one after the other. Another process has kept its turn for too long; it "
        "may be stopped, or a tool may have opened the database.",
        "End that process, or its transaction, and send the declaration again.",
    ),
)
