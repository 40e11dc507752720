"""Coverage as one page: the source of each unit, its leaf conditions marked with the truths that were seen.

Enters: the coverage of rulesets. Leaves: an HTML document that stands alone. Promise: what is told by colour is told by
letters too, so that it can be read on paper.
"""

from __future__ import annotations

from itertools import groupby

from stce_rules.core.truth import Truth
from stce_rules.pages.frame import Section, page, tiles
from stce_rules.pages.markup import Column, Html, Measured, joined, some, table, tag
from stce_rules.testing.coverage.measure import Coverage, LeafCoverage, UnitCoverage
from stce_rules.testing.coverage.report import percent

__all__ = ["coverage_page"]

_ORDER = (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)


def coverage_page(one: Coverage) -> str:
    """The page."""
    whole = [unit for unit in one.units if unit.seen == unit.wanted]
    opening = joined(
        tiles(
            [
                ("Truths seen", percent(one), f"{one.seen:,} of {one.wanted:,}"),
                ("Conditions", f"{sum(len(unit.leaves) for unit in one.units):,}", "that have no parts of their own"),
                ("Seen whole", f"{len(whole):,}", f"of {some(len(one.units), 'unit')}"),
                ("Examples", f"{sum(unit.examples for unit in one.units):,}", "beside the rules"),
            ]
        ),
        tag("p", *_LEGEND, class_="legend"),
    )
    sections = [
        _section(at, name, tuple(units))
        for at, (name, units) in enumerate(groupby(one.units, key=lambda unit: unit.ruleset))
    ]
    under = "Which truths of every condition the examples have seen: true, false, and unknown where a box is blank."
    closing = "Made by stce test --coverage. A unit is covered by its own examples."
    return page("Coverage of the examples", under, opening, sections, closing)


_LEGEND = (
    "After each condition: ",
    tag("span", "T F U", class_="truths"),
    " seen true, false, unknown; a dash stands where an example is missing; a dot where the truth cannot be.",
)


def _section(at: int, name: str, units: tuple[UnitCoverage, ...]) -> Section:
    one = Coverage(units)
    lead = f"{percent(one)}: {one.seen:,} of {one.wanted:,} truths seen."
    rows = [
        (
            tag("a", unit.name, href=f"#{_anchor(at, unit)}"),
            unit.kind.value,
            f"{unit.span.source.name}:{unit.span.line}",
            unit.examples,
            Measured(unit.seen / unit.wanted if unit.wanted else 1, f"{unit.seen} of {unit.wanted}"),
        )
        for unit in units
    ]
    columns = (Column("Name"), Column("Kind"), Column("Place"), Column("Examples", number=True),
               Column("Truths seen", number=True))  # fmt: skip
    body = joined(
        table(f"Rules and indicators of {name}", columns, rows, search="Search a name"),
        *[_unit(at, unit) for unit in units],
    )
    return Section(f"ruleset-{at}", name, lead, body, leaf=at > 0)


def _anchor(at: int, unit: UnitCoverage) -> str:
    return f"unit-{at}-{unit.span.start}-{unit.name.replace(' ', '-')}"


def _unit(at: int, unit: UnitCoverage) -> Html:
    head = tag("h3", f"{unit.kind.value} {unit.name}: {unit.title}", id=_anchor(at, unit))
    note = f"{unit.seen} of {unit.wanted} truths seen" if unit.judged else "has no judge yet"
    return tag("div", head, tag("p", note, class_="note"), tag("pre", _marked(unit), class_="rule"), class_="unit")


def _marked(unit: UnitCoverage) -> Html:
    """The source, each leaf with its marks."""
    text, parts, before = unit.span.source.text, list[str](), unit.span.start
    for leaf in sorted(unit.leaves, key=lambda one: one.leaf.span.start):
        span = leaf.leaf.span
        parts += [text[before : span.start], _leaf(leaf)]
        before = span.end
    return joined(*parts, text[before : unit.span.end])


def _leaf(one: LeafCoverage) -> Html:
    style = "whole" if not one.missing else "none" if len(one.missing) == len(one.wanted) else "some"
    told = "; ".join(f"{truth.word} in {', '.join(one.seen[truth])}" for truth in _ORDER if one.seen.get(truth))
    marks = " ".join(_mark(one, truth) for truth in _ORDER)
    said = f"seen {told}" if told else "not seen"
    if one.missing:
        said += f"; never {', '.join(truth.word for truth in one.missing)}"
    return tag(
        "span", one.leaf.span.text, tag("span", f" {marks} ", class_="truths"), class_=f"leaf {style}", title=said
    )


def _mark(one: LeafCoverage, truth: Truth) -> str:
    if one.seen.get(truth):
        return truth.name[0]
    return "–" if truth in one.possible else "·"
