"""What each rule did: all of them, those that never fired, those that stay open, those that overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stce_rules.analysis.figures import Figures, RuleFigures
from stce_rules.analysis.report.ratios import interval, rate, times
from stce_rules.analysis.report.samples import Lacking
from stce_rules.pages.frame import Section
from stce_rules.pages.markup import Column, Html, count, escaped, joined, share, table, tag

__all__ = ["links", "rules"]

_PAIRS = 100


def links(told: Figures) -> Mapping[str, Html]:
    """For each rule its name, leading to its examples where it has any."""
    return {
        one.rule: escaped(one.rule) if one.fired == "never" else tag("a", one.rule, href=f"#rule-{at}")
        for at, one in enumerate(told.rules)
    }


def rules(told: Figures, lacking: Mapping[str, Sequence[Lacking]]) -> Section:
    """The section."""
    named = links(told)
    body = joined(
        _all(told, named), _yielding(told, named), _open(told, named, lacking), _never(told), _pairs(told, named)
    )
    lead = (
        "A rule counts once in a declaration, with its worst goods item. Rules in shadow are recorded without effect."
    )
    return Section("rules", "Rules", lead, body, leaf=True)


def _all(told: Figures, named: Mapping[str, Html]) -> Html:
    columns = [
        Column("Rule"),
        Column("Title", fit="long"),
        Column("Counts", fit="short"),
        Column("Hits", number=True, note="Goods items, or declarations where the rule judges those"),
        Column("Declarations", number=True, note="Declarations hit"),
        Column("Alone", number=True, note="Declarations that no other rule that counts hit"),
        Column("Open", number=True, note="Undetermined: a blank box leaves it open"),
        Column("Exempt", number=True),
        Column("Points", number=True, note="Added to declarations in all"),
        Column("First", fit="short"),
        Column("Last", fit="short"),
    ]
    rows = [
        (
            named[one.rule],
            one.title,
            "in shadow" if one.shadow else "yes",
            one.hits,
            one.declarations,
            one.unique,
            one.undetermined,
            one.exempt,
            one.points,
            None if one.first is None else one.first.isoformat(),
            None if one.last is None else one.last.isoformat(),
        )
        for one in told.rules
    ]
    return table("All rules: what they did", columns, rows, search="Find a rule:")


def _yielding(told: Figures, named: Mapping[str, Html]) -> Html:
    """What controls found in what each rule hit."""
    met = [one for one in told.rules if one.declarations]
    if not met or not any(one.yielded.whole for one in met):
        return Html("")
    columns = [
        Column("Rule"),
        Column("Declarations", number=True),
        Column("Inspected", number=True),
        Column("Coverage", number=True),
        Column("Findings", number=True),
        Column("Yield", number=True),
        Column("95% interval", number=True),
        Column("Lift", number=True, note="Yield against what random inspections find"),
        Column("Findings alone", number=True, note="In declarations that no other rule hit"),
        Column("Lowered without", number=True, note="Declarations in another channel if this rule had no effect"),
        Column("Lost without", number=True, note="Findings no longer flagged if this rule alone had no effect"),
    ]
    rows = [
        (
            named[one.rule],
            one.declarations,
            one.yielded.whole,
            rate(one.coverage),
            one.outcomes.with_finding,
            rate(one.yielded),
            interval(one.yielded),
            times(one.lift),
            one.unique_findings,
            None if one.without is None else one.without.lowered,
            None if one.without is None else one.without.lost,
        )
        for one in met
    ]
    return table("Rules that hit: what controls found", columns, rows, search="Find a rule:")


def _open(told: Figures, named: Mapping[str, Html], lacking: Mapping[str, Sequence[Lacking]]) -> Html:
    only = [one for one in told.rules if one.fired == "undetermined only"]
    if not only:
        return Html("")
    columns = [
        Column("Rule"),
        Column("Title", fit="long"),
        Column("Findings", number=True),
        Column("Declarations", number=True),
    ]
    columns += [Column("Boxes that would decide")]
    rows = [
        (
            named[one.rule],
            one.title,
            one.undetermined,
            one.declarations_undetermined,
            ", ".join(each.box for each in lacking.get(one.rule, ())) or None,
        )
        for one in only
    ]
    said = "They never held, and never could be ruled out: what they look for is not stated."
    return joined(tag("h3", "Fired only as undetermined"), tag("p", said), table(_caption(only, told), columns, rows))


def _never(told: Figures) -> Html:
    never = [one for one in told.rules if one.fired in ("never", "exempt only")]
    if not never:
        return Html("")
    said = "Either this history has no such goods, or the rule cannot find them; its own examples tell (stce test)."
    columns = [
        Column("Rule"),
        Column("Title", fit="long"),
        Column("Ruleset"),
        Column("Counts"),
        Column("Exempt", number=True),
    ]
    rows = [(one.rule, one.title, one.ruleset, "in shadow" if one.shadow else "yes", one.exempt) for one in never]
    return joined(tag("h3", "Never fired"), tag("p", said), table(_caption(never, told), columns, rows))


def _caption(some: Sequence[RuleFigures], told: Figures) -> str:
    return f"{count(len(some))} of {count(len(told.rules))} rules"


def _pairs(told: Figures, named: Mapping[str, Html]) -> Html:
    if not told.pairs:
        return Html("")
    columns = [Column("Rule"), Column("And rule"), Column("Declarations of both", number=True)]
    columns += [
        Column("Alike", number=True, note="Hit by both, of those hit by either"),
        Column("Findings", number=True),
    ]
    shown = told.pairs[:_PAIRS]
    rows = [(named[one.first], named[one.second], one.shared, share(one.alike), one.findings) for one in shown]
    part = f"The {len(shown)} of {count(told.pair_count)} pairs that share most declarations"
    caption = part if told.pair_count > len(shown) else "Pairs of rules, those that share most declarations first"
    said = "Two rules that hit the same declarations nearly always may be one rule."
    return joined(tag("h3", "Overlap"), tag("p", said), table(caption, columns, rows))
