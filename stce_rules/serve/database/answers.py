"""What was answered: tables of our own in the host's database.

Enters: answers, and how far the view was read. Leaves: rows that the host joins with its own. Promises: the answers of
a portion and how far the view was read are committed together; a declaration is answered once in each version.

The tables are made where they are missing, under a prefix: PREFIX_answers, PREFIX_refusals, PREFIX_progress.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from stce_rules.core.assessment import Assessment, Hit, Undetermined
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import as_data
from stce_rules.intake.canonical import encode
from stce_rules.serve.desk import Answered, Turned

__all__ = ["REASON", "Ledger", "Refusal", "content_of"]

REASON = 17
"""Characters of a reason code, at most; the criteria of ASYCUDA have as many."""

_NAME = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was turned away, the value of the column that says what is new, and what stood there.

    The number of a row does not tell it apart: at the next reading it is another.
    """

    after: object
    stood: str
    turned: Turned

    @property
    def digest(self) -> str:
        """Tells it apart."""
        told = [_text(self.after), self.stood, *(one.code for one in self.turned.diagnostics)]
        return sha256(json.dumps(told).encode()).hexdigest()

    def row(self) -> dict[str, str]:
        """As it is kept."""
        told = json.dumps([as_data(one) for one in self.turned.diagnostics], ensure_ascii=False)
        return {
            "refusal": self.digest,
            "after": _text(self.after),
            "place": self.turned.place,
            "stood": self.stood,
            "diagnostics": told,
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """The three tables."""

    answers: sa.Table
    refusals: sa.Table
    progress: sa.Table

    @classmethod
    def made(cls, engine: Engine, prefix: str) -> Ledger:
        """The tables of a prefix, perhaps `SCHEMA.PREFIX`, made where they are missing."""
        schema, _, plain = prefix.rpartition(".")
        known = sa.MetaData(schema=schema or None)
        ledger = cls(
            sa.Table(
                f"{plain}_answers",
                known,
                sa.Column("declaration", sa.Text, primary_key=True),
                sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
                sa.Column("channel", sa.String(6), nullable=False),
                sa.Column("score", sa.Integer, nullable=False),
                sa.Column("reason", sa.String(REASON)),
                sa.Column("text", sa.Text, nullable=False),
                sa.Column("assessment", sa.Text, nullable=False),
                sa.Column("content", sa.String(64), nullable=False),
            ),
            sa.Table(
                f"{plain}_refusals",
                known,
                sa.Column("refusal", sa.String(64), primary_key=True),
                sa.Column("after", sa.Text, nullable=False),
                sa.Column("place", sa.Text, nullable=False),
                sa.Column("stood", sa.Text, nullable=False),
                sa.Column("diagnostics", sa.Text, nullable=False),
            ),
            sa.Table(
                f"{plain}_progress",
                known,
                sa.Column("view", sa.String(_NAME), primary_key=True),
                sa.Column("after", sa.Text, nullable=False),
            ),
        )
        known.create_all(engine)
        return ledger

    def since(self, connection: Connection, view: str) -> object:
        """How far a view was read; None when it was not."""
        kept = connection.execute(sa.select(self.progress.c.after).where(self.progress.c.view == view)).scalar()
        return None if kept is None else _value(kept)

    def content(self, connection: Connection, declaration: Declaration) -> str | None:
        """The digest of what was answered under the id and version; None for none."""
        one = self.answers.c
        found = sa.select(one.content).where(one.declaration == declaration.id, one.version == declaration.version)
        return connection.execute(found).scalar()

    def knows(self, connection: Connection, refusal: Refusal) -> bool:
        """Whether it was kept before."""
        found = sa.select(self.refusals.c.refusal).where(self.refusals.c.refusal == refusal.digest)
        return connection.execute(found).first() is not None

    def keep(
        self,
        connection: Connection,
        view: str,
        after: object,
        answers: Sequence[tuple[str, Answered]],
        refused: Sequence[Refusal],
    ) -> None:
        """Write answers with the digests of what they answer, refusals, and how far the view was read."""
        if answers:
            rows = [_row(content, one.assessment, one.line) for content, one in answers]
            connection.execute(self.answers.insert(), rows)
        if refused:
            connection.execute(self.refusals.insert(), [one.row() for one in refused])
        written = {"after": _text(after)}
        changed = connection.execute(self.progress.update().where(self.progress.c.view == view).values(written))
        if not changed.rowcount:
            connection.execute(self.progress.insert().values(view=view, **written))


def content_of(declaration: Declaration) -> str:
    """The digest of a declaration."""
    return sha256(encode(declaration)).hexdigest()


def _row(content: str, assessment: Assessment, line: bytes) -> dict[str, object]:
    rules: list[Hit | Undetermined] = [*assessment.hits, *assessment.undetermined]
    leading = max(rules, key=lambda one: one.points, default=None)
    return {
        "declaration": assessment.declaration,
        "version": assessment.version,
        "channel": assessment.channel,
        "score": assessment.score,
        "reason": None if leading is None else leading.rule[:REASON],
        "text": "; ".join(dict.fromkeys(one.title for one in rules)),
        "assessment": line.decode(),
        "content": content,
    }


# ---- values of the column that says what is new, as text


def _text(value: object) -> str:
    match value:
        case datetime():
            return f"moment {value.isoformat()}"
        case date():
            return f"day {value.isoformat()}"
        case bool() | int():
            return f"whole {int(value)}"
        case float() | Decimal():
            return f"number {Decimal(str(value))}"
        case _:
            return f"text {value}"


def _value(text: str) -> object:
    kind, _, said = text.partition(" ")
    match kind:
        case "moment":
            return datetime.fromisoformat(said)
        case "day":
            return date.fromisoformat(said)
        case "whole":
            return int(said)
        case "number":
            return Decimal(said)
        case _:
            return said
