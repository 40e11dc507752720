"""What controls found, and the declarations of a store as a history to replay.

Enters: the outcome of a control for a declaration in a version. Leaves: declarations with their outcomes, in the order
in which they came. Promise: one outcome for a version, the last that was told.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from stce_rules.core.declaration import Declaration, Outcome
from stce_rules.history.database import Database
from stce_rules.history.kept import decode
from stce_rules.history.schema import DECLARATIONS, OUTCOMES, digest

__all__ = ["declarations", "keep_outcome", "outcome_of"]

_DECODER = msgspec.json.Decoder(Outcome)
_AT_ONCE = 1_000


def keep_outcome(
    connection: Connection, declaration_id: str, outcome: Outcome, version: int | None = None
) -> int | None:
    """Keep what a control found in this version of a declaration, without one in the last that came.

    Gives back the version; None where no such declaration is kept, and then nothing is kept.
    """
    key = digest(declaration_id)
    known = sa.select(DECLARATIONS.c.version).where(DECLARATIONS.c.id_key == key).order_by(DECLARATIONS.c.number.desc())
    versions = connection.execute(known).scalars().all()
    found = next((one for one in versions if version in (None, one)), None)
    if found is not None:
        connection.execute(sa.delete(OUTCOMES).where(OUTCOMES.c.id_key == key, OUTCOMES.c.version == found))
        content = msgspec.json.encode(outcome)
        connection.execute(OUTCOMES.insert().values(id_key=key, version=found, id=declaration_id, outcome=content))
    return found


def outcome_of(connection: Connection, declaration_id: str, version: int) -> Outcome | None:
    """What a control found in this version of a declaration; None where nothing was told."""
    told = sa.select(OUTCOMES.c.outcome).where(
        OUTCOMES.c.id_key == digest(declaration_id), OUTCOMES.c.version == version
    )
    content = connection.execute(told).scalar()
    return None if content is None else _DECODER.decode(content)


def declarations(database: Database) -> Iterator[Declaration]:
    """Every declaration that is kept whole, with what a control found where that was told; as of one moment."""
    of_version = sa.and_(OUTCOMES.c.id_key == DECLARATIONS.c.id_key, OUTCOMES.c.version == DECLARATIONS.c.version)
    rows = (
        sa.select(DECLARATIONS.c.content, OUTCOMES.c.outcome)
        .join_from(DECLARATIONS, OUTCOMES, of_version, isouter=True)
        .where(DECLARATIONS.c.content.is_not(None))
        .order_by(DECLARATIONS.c.number)
        .execution_options(yield_per=_AT_ONCE)
    )
    with database.reading() as turn:
        for content, told in turn.connection.execute(rows):
            one = decode(content)
            yield one if told is None else msgspec.structs.replace(one, outcome=_DECODER.decode(told))
