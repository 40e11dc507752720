"""What windows are, as SQL that DuckDB and Spark both understand. Only the tables of `tables` are asked for.

Enters: windows. Leaves: queries, each with the name of the table it makes, and for each window the query of its values.
Promises: sums are exact; the values are those of the definition (`testing.past`).

Messages get a place each in the order (day, id, version, number). Time runs in moments, four to a place: at the first
what ends there is taken off, at the third the message itself is added, and its subjects look at what stands at the
second (`earlier`) or fourth. A sum, a count and a count of distinct values are then running sums over what is added
and taken off. A largest value has no such form: it is looked up among the moments of the day and over the days before,
and what ended before its time, by an amendment or a cancellation, is joined beside it.

Days are whole numbers on two clocks: one counts days, on the other the same day of the next month is 32 later, with no
day on what would be the 31st of February. So a window reaches back a constant length on one of them.
"""

from __future__ import annotations

from typing import NamedTuple

from stce_rules.core.windows import Measure, Window
from stce_rules.replay.windows.tables import MONTH, SCALE

__all__ = ["PLACES", "Made", "life_of", "values_of"]

_LONGEST = 4_000_000
"""Longer windows reach beyond every date there is, on either clock."""


class Made(NamedTuple):
    """A table, by its name, and the query that makes it."""

    name: str
    query: str


PLACES = (
    Made(
        "dated",
        """
        SELECT message, id, version, max(day) OVER same AS day, max(calendar) OVER same AS calendar
        FROM (SELECT *, count(day) OVER (PARTITION BY id ORDER BY version, message ROWS UNBOUNDED PRECEDING) AS stated
              FROM messages)
        WINDOW same AS (PARTITION BY id, stated)
        """,
    ),
    Made(
        "days",
        """
        SELECT day, calendar, CAST(sum(many) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) - many AS BIGINT) AS before
        FROM (SELECT day, calendar, count(*) AS many FROM dated WHERE day IS NOT NULL GROUP BY day, calendar)
        """,
    ),
    Made(
        "placed",
        """
        SELECT message, id, day, calendar,
               before + row_number() OVER (PARTITION BY day ORDER BY id, version, message) AS place
        FROM dated JOIN days USING (day, calendar)
        """,
    ),
    Made(
        "stays",
        """
        SELECT message, day, calendar, 4 * place + 2 AS enters,
               4 * lead(place) OVER (PARTITION BY id ORDER BY place) AS replaced
        FROM placed
        UNION ALL
        SELECT message, CAST(NULL AS INT), CAST(NULL AS INT), 0, 4 * earliest
        FROM (SELECT message, id,
                     row_number() OVER (PARTITION BY id ORDER BY version DESC, message DESC) AS from_last
              FROM dated WHERE day IS NULL) AS undated
        LEFT JOIN (SELECT id, min(place) AS earliest FROM placed GROUP BY id) AS begun USING (id)
        WHERE from_last = 1
        """,
    ),
)
"""`stays`: from which moment to which a message stands, as far as other messages say; without a day from the start."""


def life_of(number: int, window: Window) -> Made:
    """The moments at which a message enters and leaves this window; `early` when it does so before its time."""
    clock, length = _reach(window)
    return Made(
        f"life_{number}",
        f"""
        SELECT message, {clock} AS clock, enters, least(replaced, expires) AS leaves, day IS NULL AS unplaced,
               day IS NULL OR (replaced IS NOT NULL AND replaced < coalesce(expires, replaced + 1)) AS early
        FROM stays LEFT JOIN (
            SELECT day, 4 * min(before + 1) OVER (
                ORDER BY {clock} RANGE BETWEEN {length} FOLLOWING AND UNBOUNDED FOLLOWING) AS expires
            FROM days) AS ends USING (day)
        WHERE message IN (SELECT message FROM messages WHERE NOT cancels)
        """,  # noqa: S608 (names are numbers and clocks)
    )


def _reach(window: Window) -> tuple[str, int]:
    """The clock a window is measured on, and its length on it."""
    if window.reach.days:
        return "day", min(window.reach.days, _LONGEST)
    return "calendar", min(window.reach.months * MONTH, _LONGEST)


def values_of(number: int, window: Window) -> str:
    """The values of one window: a row for each group of each subject."""
    largest = window.measure is Measure.LARGEST
    together = "max" if largest else "sum"
    return f"""
        WITH asked AS ({_asked(number, window)}),
        standing AS (
            SELECT facts.*, life.clock, life.enters, life.leaves, life.early
            FROM facts_{number} AS facts JOIN life_{number} AS life
            ON facts.message = life.message AND facts.placed <> life.unplaced),
        found AS ({_largest(window) if largest else _summed(number, window)})
        SELECT message, {number} AS number, position, nth, CAST({together}(low) AS DECIMAL(38, 0)) AS low,
               CASE WHEN {together}(opens) > 0 THEN NULL ELSE CAST({together}(high) AS DECIMAL(38, 0)) END AS high,
               CAST(sum(declarations) AS BIGINT) AS declarations
        FROM found GROUP BY message, position, nth
    """  # noqa: S608


def _keys(window: Window) -> list[str]:
    return [f"key{at}" for at in range(len(window.by))]


def _asked(number: int, window: Window) -> str:
    """What subjects ask, once for each kind of rows there is: a key that those leave open is null here too.

    Rows that match a subject then have the same keys as it has in one of its rows, where null is like null.
    """
    clock, _ = _reach(window)
    keys = _keys(window)
    masked = ", ".join(f"CASE WHEN knows_{key} THEN asks.{key} END AS {key}" for key in keys)
    kinds = ", ".join(f"{key} IS NOT NULL AS knows_{key}" for key in keys)
    return f"""
        SELECT asks.message, position, nth, {masked}, placed.{clock} AS clock,
               4 * placed.place + {1 if window.earlier else 3} AS moment
        FROM asks_{number} AS asks JOIN placed ON asks.message = placed.message
        CROSS JOIN (SELECT {kinds} FROM facts_{number} UNION SELECT {", ".join("TRUE" for _ in keys)}) AS kinds
    """  # noqa: S608


_NOBODY = "CAST(NULL AS BIGINT) AS message, CAST(NULL AS INT) AS position, CAST(NULL AS INT) AS nth"

_COMING_OR_GOING = "(VALUES (TRUE), (FALSE)) AS turn(coming)"


# ---- sums and counts


def _summed(number: int, window: Window) -> str:
    """What stands at the moment of each subject."""
    keys = ", ".join(_keys(window))
    return f"""
        SELECT message, position, nth, low, high, opens, declarations FROM (
            SELECT message, position, nth, sum(low) OVER line AS low, sum(high) OVER line AS high,
                   sum(opens) OVER line AS opens, sum(declarations) OVER line AS declarations
            FROM (
                SELECT {keys}, moment, low, high, opens, declarations, {_NOBODY} FROM ({_moves(keys)})
                {_distinct(number, keys) if window.measure is Measure.DISTINCT else ""}
                UNION ALL
                SELECT {keys}, moment, 0, 0, 0, 0, message, position, nth FROM asked)
            WINDOW line AS (PARTITION BY {keys} ORDER BY moment ROWS UNBOUNDED PRECEDING))
        WHERE message IS NOT NULL
    """  # noqa: S608


def _moves(keys: str) -> str:
    """What is added and taken off, and when."""
    amounts = ", ".join(
        f"CASE WHEN coming THEN {one} ELSE -{one} END AS {one}" for one in ("low", "high", "opens", "declarations")
    )
    return f"""
        SELECT {keys}, CASE WHEN coming THEN enters ELSE leaves END AS moment, {amounts}
        FROM standing CROSS JOIN {_COMING_OR_GOING} WHERE coming OR leaves IS NOT NULL
    """  # noqa: S608


def _distinct(number: int, keys: str) -> str:
    """One more where a value is first there, one less where it is there no longer."""
    return f"""
        UNION ALL
        SELECT {keys}, moment, step * {SCALE}, step * {SCALE}, 0, 0, NULL, NULL, NULL FROM (
            SELECT {keys}, moment, CAST(there > 0 AS INT) - CAST(there - change > 0 AS INT) AS step FROM (
                SELECT *, sum(change) OVER (PARTITION BY {keys}, text ORDER BY moment ROWS UNBOUNDED PRECEDING) AS there
                FROM (SELECT {keys}, text, moment, sum(CASE WHEN coming THEN 1 ELSE -1 END) AS change FROM (
                          SELECT {keys}, text, coming, CASE WHEN coming THEN enters ELSE leaves END AS moment
                          FROM values_{number} AS texts JOIN life_{number} AS life ON texts.message = life.message
                          CROSS JOIN {_COMING_OR_GOING}
                          WHERE NOT unplaced AND (coming OR leaves IS NOT NULL))
                      GROUP BY {keys}, text, moment)))
        WHERE step <> 0
    """  # noqa: S608


# ---- largest values


def _largest(window: Window) -> str:
    _, length = _reach(window)
    keys = _keys(window)
    parts = [_same_day(", ".join(keys)), _early(keys)]
    if length > 1:
        parts.append(_days_before(keys, length))
    return " UNION ALL ".join(parts)


def _same_day(keys: str) -> str:
    """What came on the day itself, and stands its whole time."""
    return f"""
        SELECT message, position, nth, low, high, opens, declarations FROM (
            SELECT message, position, nth, max(low) OVER line AS low, max(high) OVER line AS high,
                   max(opens) OVER line AS opens, sum(declarations) OVER line AS declarations
            FROM (
                SELECT {keys}, clock, enters AS moment, low, high, opens, declarations, {_NOBODY}
                FROM standing WHERE NOT early
                UNION ALL
                SELECT {keys}, clock, moment, NULL, NULL, 0, 0, message, position, nth FROM asked)
            WINDOW line AS (PARTITION BY {keys}, clock ORDER BY moment ROWS UNBOUNDED PRECEDING))
        WHERE message IS NOT NULL
    """  # noqa: S608


def _days_before(names: list[str], length: int) -> str:
    """What came on the days before, back to the first of the window, and stands its whole time."""
    keys = ", ".join(names)
    return f"""
        SELECT message, position, nth, low, high, opens, declarations FROM asked JOIN (
            SELECT {keys}, clock, max(low) OVER line AS low, max(high) OVER line AS high, max(opens) OVER line AS opens,
                   coalesce(sum(declarations) OVER line, 0) AS declarations
            FROM (
                SELECT {keys}, clock, max(low) AS low, max(high) AS high, max(opens) AS opens,
                       sum(declarations) AS declarations
                FROM (
                    SELECT {keys}, clock, low, high, opens, declarations FROM standing WHERE NOT early
                    UNION ALL
                    SELECT {keys}, clock, NULL, NULL, 0, 0 FROM asked)
                GROUP BY {keys}, clock)
            WINDOW line AS (PARTITION BY {keys}
                            ORDER BY clock RANGE BETWEEN {length - 1} PRECEDING AND 1 PRECEDING)) AS before
        ON asked.clock = before.clock AND {_alike(names, "before")}
    """  # noqa: S608


def _early(names: list[str]) -> str:
    """What ended before its time, or has no time: few, so they are joined."""
    return f"""
        SELECT asked.message, position, nth, low, high, opens, declarations
        FROM asked JOIN (SELECT * FROM standing WHERE early) AS ended
        ON enters <= moment AND (leaves IS NULL OR moment < leaves) AND {_alike(names, "ended")}
    """  # noqa: S608


def _alike(names: list[str], other: str) -> str:
    return " AND ".join(f"asked.{key} IS NOT DISTINCT FROM {other}.{key}" for key in names)
