"""Rule by rule: its course over time, what it lacked, and example declarations with the grounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stce_rules.analysis.figures import Figures, RuleFigures
from stce_rules.analysis.report.channels import badge
from stce_rules.analysis.report.ratios import part_of
from stce_rules.analysis.report.samples import Example, Lacking, Samples
from stce_rules.core.assessment import Evidence
from stce_rules.pages.frame import Section, facts
from stce_rules.pages.markup import Html, count, joined, some, tag

__all__ = ["examples"]

_GROUNDS = 6
"""Sentences shown of one example."""

_LONGEST = 240
"""Characters shown of a declared text."""

_TRUTHS = {"true": "yes", "false": "no", "unknown": "unknown"}


def examples(told: Figures, shown: Samples) -> Section | None:
    """The section; None where no rule fired."""
    met = [(at, one) for at, one in enumerate(told.rules) if one.fired != "never"]
    if not met:
        return None
    parts = [_rule(at, one, told, shown.examples.get(one.rule, ()), shown.lacking.get(one.rule, ())) for at, one in met]
    lead = "Open a rule to see declarations that it met and why. What is open when the page is printed is printed."
    return Section("examples", "Rule by rule, with examples", lead, tag("div", *parts, class_="rules"), leaf=True)


def _rule(at: int, one: RuleFigures, told: Figures, some: Sequence[Example], lacks: Sequence[Lacking]) -> Html:
    what = f"{count(one.declarations)} hit, {count(one.declarations_undetermined)} left open"
    head = tag("summary", tag("b", one.rule), f" {one.title} ", tag("small", what))
    course = _course(one.months[: len(told.months)])
    body = joined(facts(_facts(one, lacks)), course, *[_example(each) for each in some])
    return tag("details", head, tag("div", body), id=f"rule-{at}")


def _facts(one: RuleFigures, lacks: Sequence[Lacking]) -> Iterator[tuple[str, str]]:
    yield "Rule", f"version {one.version} of {one.ruleset}" + (", in shadow: without effect" if one.shadow else "")
    if one.declarations:
        yield "Controls", f"found something in {part_of(one.yielded)} inspected"
    if one.without is not None and one.declarations:
        moved = some(one.without.lowered, "declaration")
        yield "Without it", f"{moved} in another channel, {some(one.without.lost, 'finding')} no longer flagged"
    if lacks:
        yield "Most often lacking", ", ".join(f"{each.box} ({count(each.findings)})" for each in lacks)


def _course(months: Sequence[int]) -> Html:
    """Declarations hit in each month, as a small drawing."""
    most = max(months, default=0)
    if len(months) < 2 or most == 0:
        return Html("")
    wide = 360 / len(months)
    bars = "".join(
        f"M{at * wide:.1f} 30v-{28 * one / most:.1f}h{wide * 0.8:.1f}v{28 * one / most:.1f}z"
        for at, one in enumerate(months)
        if one
    )
    said = f"Declarations hit by month; most: {count(most)}"
    drawing = Html(f'<path d="{bars}"/><path class="base" d="M0 30h360"/>')
    chart = tag("svg", drawing, viewBox="0 0 360 31", class_="course", role="img", aria_label=said)
    return tag("p", chart, tag("small", said), class_="note")


def _example(one: Example) -> Html:
    item = "" if one.item is None else f", item {one.item}"
    others = f" and {some(one.others, 'more item')}" if one.others else ""
    version = f" version {one.version}" if one.version not in (None, 1) else ""
    head = tag("h4", f"{one.outcome.capitalize()}: declaration ", tag("bdi", one.declaration), version, item, others)
    asked = [f"{one.points} points"] if one.points else []
    asked += [f"at least {one.channel}"] if one.channel else []
    effect = tag("p", badge(one.declaration_channel), f" with a score of {one.score}; by this rule: ", _or_none(asked))
    accepted = f"accepted {one.date}; " if one.date else ""
    boxes = {"office": one.office, "to": one.destination, "exporter": one.exporter, "consignee": one.consignee}
    where = joined(*[joined(f"{name} ", tag("q", value), "; ") for name, value in boxes.items() if value])
    return tag(
        "div",
        head,
        effect,
        tag("p", accepted, where, one.told, class_="note"),
        _missing(one),
        _grounds(one),
        class_="example",
    )


def _or_none(asked: Sequence[str]) -> str:
    return ", ".join(asked) or "nothing"


def _missing(one: Example) -> Html:
    return tag("p", "Would be decided by: ", tag("b", ", ".join(one.missing))) if one.missing else Html("")


def _grounds(one: Example) -> Html:
    if one.evidence is None:
        return tag("p", "The replay kept no grounds; stce explain tells them from the history.", class_="note")
    shown = [tag("li", _ground(each)) for each in one.evidence]
    more = len(shown) - _GROUNDS
    left = [tag("li", f"and {count(more)} more")] if more > 0 else []
    return tag("ul", *shown[:_GROUNDS], *left) if shown else Html("")


def _ground(one: Evidence) -> Html:
    said = joined(f"{one.sentence}: ", tag("b", _TRUTHS[one.truth]))
    if one.field is None:
        return said
    value = joined(f"; {one.field} is blank") if one.value is None else joined(f"; {one.field} ", _value(one))
    listed = f" (row {one.list.row} of {one.list.list}: {one.list.value})" if one.list is not None else ""
    if one.like is not None:
        listed = f", {one.like.percent}% like {one.like.name}{listed}"
    return joined(said, value, listed)


def _value(one: Evidence) -> Html:
    """The declared value; one that was found within a text, with the box of the text."""
    text = one.value or ""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if one.where is None or one.where.start is None:
        return tag("q", text)
    return joined(tag("q", tag("mark", text)), f" in {one.where.box}")
