"""What goods go where, and what declarations state of them.

Enters: the tables and the summary of a replay. Leaves: the heat map and the fill rates of the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stce_rules.analysis.counts import as_outcomes
from stce_rules.analysis.figures import FillRate, HeatCell
from stce_rules.analysis.intervals import ratio
from stce_rules.analysis.tables import Tables
from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.core.declaration import Declaration, Item
from stce_rules.replay.summary import SourceFill

__all__ = ["fill_rates", "heat"]

_ITEMS = """
select chapter, destination, count(*)
from (select unnest(chapters) as chapter, unnest(destinations) as destination from d where stands) group by all
"""

_DECLARATIONS = """
select cell[1] as chapter, cell[2] as destination, channel >= $1 as flagged, told, count(*)
from (select unnest(list_distinct(list_zip(chapters, destinations))) as cell, channel, told from d where stands)
group by all
"""

_Place = tuple[str | None, str | None]


def heat(tables: Tables, flagged_from: Channel) -> tuple[HeatCell, ...]:
    """Goods items and declarations of each chapter and destination."""
    told: dict[_Place, list[tuple[int, int]]] = {}
    flagged: Counter[_Place] = Counter()
    for chapter, destination, is_flagged, outcome, count in tables.rows(_DECLARATIONS, CHANNELS.index(flagged_from)):
        told.setdefault((chapter, destination), []).append((outcome, count))
        flagged[chapter, destination] += count if is_flagged else 0
    found = [
        HeatCell(
            chapter,
            destination,
            items,
            sum(count for _, count in told[chapter, destination]),
            flagged[chapter, destination],
            as_outcomes(told[chapter, destination]),
        )
        for chapter, destination, items in tables.rows(_ITEMS)
    ]
    return tuple(sorted(found, key=lambda one: [(text is None, text or "") for text in (one.chapter, one.destination)]))


_NOT_BOXES = {"id", "version", "action", "number", "items", "parties", "documents", "outcome", "extra"}
_NOT_BOXES |= {"parse_issues", "sources"}
_ALWAYS_TOLD = (
    *(name for name in Declaration.__struct_fields__ if name not in _NOT_BOXES),
    *(f"item.{name}" for name in Item.__struct_fields__ if name not in {*_NOT_BOXES, "quantity", "value"}),
    *("item.quantity.value", "item.value.amount"),
)
"""Boxes that are told though no declaration states them: a rule about them can never hit."""


def fill_rates(sources: Sequence[SourceFill]) -> tuple[FillRate, ...]:
    """How often boxes are stated in all sources together, then in each where there are several."""
    boxes: Counter[str] = Counter()
    for source in sources:
        boxes.update({one.box: one.stated for one in source.boxes})
    counts = sum(one.declarations for one in sources), sum(one.items for one in sources)
    names = sorted({*boxes, *_ALWAYS_TOLD}) if sources else []
    rates = [_rate(None, name, boxes[name], counts) for name in names]
    for source in sources if len(sources) > 1 else ():
        stated = {one.box: one.stated for one in source.boxes}
        rates += [
            _rate(source.source, name, stated.get(name, 0), (source.declarations, source.items)) for name in names
        ]
    return tuple(rates)


def _rate(source: str | None, box: str, stated: int, counts: tuple[int, int]) -> FillRate:
    of_item = box.startswith("item.")
    return FillRate(source, box, "item" if of_item else "declaration", ratio(stated, counts[of_item]))
