"""What declarations state, and what rules lacked to decide."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.analysis.figures import Figures, FillRate
from stce_rules.analysis.report import charts
from stce_rules.analysis.report.ratios import rate
from stce_rules.pages.frame import Section, figure
from stce_rules.pages.markup import Column, Html, joined, percent, some, table, tag

__all__ = ["boxes"]


def boxes(told: Figures) -> Section | None:
    """The section; None where neither is known."""
    body = joined(_missing(told), _fill(told))
    if not body:
        return None
    lead = "A blank box is not a no: a rule that needs it is left open, and says which box would decide."
    return Section("boxes", "What is stated, and what is lacking", lead, body)


def _missing(told: Figures) -> Html:
    if not told.missing:
        return Html("")
    columns = [Column("Box"), Column("Findings it would decide", number=True), Column("In declarations", number=True)]
    rows = [(one.field, one.findings, one.declarations) for one in told.missing]
    open_share = told.headline.undetermined
    share = "" if open_share.share is None else f" ({percent(open_share.share)})"
    said = f"At least one rule is left open in {some(open_share.part, 'declaration')}{share}."
    return joined(tag("p", said), table("Boxes that would have decided", columns, rows))


def _fill(told: Figures) -> Html:
    together = [one for one in told.fill if one.source is None]
    if not together:
        return Html("")
    chart = charts.fill_rates([one for one in together if one.filled.part])
    never = [one.box for one in together if not one.filled.part]
    remark = "Share of goods items (item.…), or of declarations for a box of the header, that state it."
    remark += f" Never stated: {', '.join(never)}." if never else ""
    made = figure("Fill rate per field", remark, chart, _rates("Fill rate per field", together))
    apart = [one for one in told.fill if one.source is not None]
    if not apart:
        return made
    numbers = _rates("Fill rate per field and source", apart)
    return joined(made, tag("details", tag("summary", "Fill rate in each source"), tag("div", numbers)))


def _rates(caption: str, shown: Sequence[FillRate]) -> Html:
    several = any(one.source is not None for one in shown)
    columns = [Column("Field"), *([Column("Source")] if several else []), Column("Of")]
    columns += [Column(one, number=True) for one in ("Stated", "All", "Share")]
    rows = [
        (
            one.box,
            *([one.source] if several else []),
            "goods items" if one.scope == "item" else "declarations",
            one.filled.part,
            one.filled.whole,
            rate(one.filled),
        )
        for one in shown
    ]
    return table(caption, columns, rows)
