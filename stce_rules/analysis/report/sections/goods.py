"""Where flagged goods go: HS chapters against destinations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stce_rules.analysis.figures import Figures, HeatCell
from stce_rules.analysis.report import charts
from stce_rules.pages.frame import Section, figure
from stce_rules.pages.markup import Column, count, share, some, table

__all__ = ["goods"]

_ROWS, _COLUMNS, _LISTED = 25, 20, 200


def goods(told: Figures) -> Section | None:
    """The section; None where no goods item is known."""
    if not told.heat:
        return None
    chapters = _most(told.heat, [one.chapter for one in told.heat], _ROWS)
    destinations = _most(told.heat, [one.destination for one in told.heat], _COLUMNS)
    chart = charts.heat(told.heat, chapters, destinations)
    remark = (
        "Flagged declarations with goods of the chapter to the destination; 0: such goods, but none flagged; "
        "empty: no such goods; –: not stated."
    )
    if len({one.chapter for one in told.heat}) > _ROWS or len({one.destination for one in told.heat}) > _COLUMNS:
        remark += (
            f" Shown: {some(len(chapters), 'chapter')} and {some(len(destinations), 'destination')} with most of them."
        )
    columns = [Column("HS chapter"), Column("Destination")]
    columns += [Column(one, number=True) for one in ("Goods items", "Declarations", "Flagged", "Share", "Findings")]
    listed = sorted(told.heat, key=lambda one: (-one.flagged, -one.declarations))[:_LISTED]
    rows = [
        (
            one.chapter,
            one.destination,
            one.items,
            one.declarations,
            one.flagged,
            share(one.flagged / one.declarations if one.declarations else None),
            one.outcomes.with_finding,
        )
        for one in listed
    ]
    more = f", the {_LISTED} with most flagged of {count(len(told.heat))}" if len(told.heat) > _LISTED else ""
    numbers = table(f"HS chapters and destinations{more}", columns, rows)
    body = figure("HS chapter and destination", remark, chart, numbers)
    return Section("goods", "Goods and destinations", "Which goods to which countries rules look at.", body)


def _most(cells: Sequence[HeatCell], names: Sequence[str | None], most: int) -> list[str | None]:
    """The names with most flagged declarations, then with most of any; in order by name, the blank last."""
    weight: Counter[str | None] = Counter()
    for cell, name in zip(cells, names, strict=True):
        weight[name] += cell.flagged * 1_000_000 + cell.declarations
    ranked = sorted(weight, key=lambda one: (-weight[one], one is None, one or ""))
    return sorted(ranked[:most], key=lambda one: (one is None, one or ""))
