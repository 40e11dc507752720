"""A case file as one sheet of A4, to print and sign.

Enters: a case file. Leaves: one HTML page. Promises: whatever is declared shows as text; the same file gives the same
bytes; nothing is asked for outside the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stce_rules.core.assessment import CHANNELS, Evidence, Exempt, Hit, Monitored, Undetermined
from stce_rules.decide.account import Account
from stce_rules.decide.explain import Explanation
from stce_rules.decide.otherwise import Alternative, Otherwise
from stce_rules.pages.frame import facts, page
from stce_rules.pages.markup import Html, count, escaped, joined, some, tag
from stce_rules.workbench.casefile.told import CaseFile

__all__ = ["sheet"]


def sheet(told: CaseFile) -> str:
    """The page."""
    parts = [
        _recommended(told),
        _grounds(told.assessment.hits, told),
        _open(told.assessment.undetermined, told.explanations),
        _exempt(told.assessment.exempt),
        _shadow(told.assessment.monitor),
        _wanted(told),
        _unread(told),
        _judged_by(told),
        _signatures(told),
    ]
    title = f"Case file {told.headline.id}"
    return page(title, _under(told), tag("div", *[one for one in parts if one], class_="sheet"), (), _closing(told))


def _under(told: CaseFile) -> str:
    """What is declared, in one line."""
    one = told.headline
    flow, on, office = one.flow or "declaration", one.date or "no date", one.office
    parts = [
        f"{flow} of {on}",
        f"office {office}" if office else "",
        f"to {one.destination}" if one.destination else "",
    ]
    parts += [some(one.items, "goods item"), f"version {one.version}" if one.version != 1 else ""]
    parts += [f"assessed {told.assessed}" if told.assessed else ""]
    return "; ".join(part for part in parts if part)


def _closing(told: CaseFile) -> str:
    ruleset = told.assessment.ruleset
    return f"Declaration {told.headline.id}: recommended by {ruleset.name} {ruleset.version}; the officer decides."


# ---- channel and score


def _recommended(told: CaseFile) -> Html:
    one, added = told.assessment, told.account
    sampled = ", raised by the sample" if one.sampled else ""
    head = tag(
        "p", tag("b", one.channel, class_=f"channel {one.channel}"), f"{one.score} points{sampled}", class_="big"
    )
    asked = _table(("asks for", "by"), [(_channel(each.channel), each.said) for each in added.grounds])
    return joined(tag("h2", "Recommended channel"), head, tag("div", asked, _points(added), class_="pair"))


def _points(added: Account) -> Html:
    if not added.points:
        return tag("p", "No rule adds points.")
    rows = [(f"+{each.points}", each.rule, _subject(each.item), each.outcome) for each in added.points]
    capped = f", at most {added.cap}" if added.cap is not None and added.sum > added.cap else ""
    rows.append((str(added.score), f"score{capped}", "", ""))
    return _table(("points", "rule", "for", "outcome"), rows)


def _channel(channel: str) -> Html:
    return tag("span", channel, class_=f"channel {channel}")


def _subject(item: int | None) -> str:
    return "whole declaration" if item is None else f"item {item}"


# ---- rules


def _grounds(hits: Sequence[Hit], told: CaseFile) -> Html:
    if not hits:
        return Html("")
    dates = {one.list: one.as_of for one in told.lists}
    return joined(tag("h2", "What was found"), *[_hit(one, dates) for one in hits])


def _hit(one: Hit, dates: dict[str, str | None]) -> Html:
    does = [f"{one.points} points" if one.points else "", f"at least {one.channel}" if one.channel else ""]
    effects = ", ".join(part for part in does if part) or "noted only"
    told = [
        tag("h3", f"{one.rule}: {one.title}"),
        tag("p", f"{_subject(one.item)}, version {one.version}: {effects}. {one.because}".rstrip()),
        tag("p", f"Law: {'; '.join(one.regime)}", class_="note") if one.regime else "",
        _table(("sentence", "value", "where", "list"), _evidence(one.evidence, dates)),
    ]
    told += [
        tag("p", f"Would be lifted by: {each.because}. To prove it: {', '.join(each.missing) or 'nothing declared'}.")
        for each in one.unproven
    ]
    return tag("div", *[each for each in told if each], class_="found")


def _evidence(evidence: Iterable[Evidence], dates: dict[str, str | None]) -> Iterator[tuple[str, ...]]:
    for one in evidence:
        value = one.value if one.value is not None else "blank" if one.field else ""
        like = "" if one.like is None else f", {one.like.percent}% like '{one.like.name}'"
        listed = ""
        if one.list is not None:
            as_of = dates.get(one.list.list)
            dated = f", list of {as_of}" if as_of else ""
            source = f" ({one.list.source})" if one.list.source else ""
            listed = f"row {one.list.row} of {one.list.list}{source}{dated}"
        item = "" if one.item is None else f"item {one.item}: "
        said = one.sentence if one.truth == "true" else f"{one.sentence}: {'no' if one.truth == 'false' else one.truth}"
        yield f"{item}{said}", value + like, _where(one), listed


def _where(one: Evidence) -> str:
    """The place in the message, where it is known, else the box of the canonical declaration."""
    if one.where is None:
        return ""
    place = one.where.source or one.where.box
    return place if one.where.start is None else f"{place}, characters {one.where.start + 1} to {one.where.end}"


def _open(undetermined: Sequence[Undetermined], explanations: Sequence[Explanation]) -> Html:
    if not undetermined:
        return Html("")
    why = {(one.name, one.item): one for one in explanations}
    rows = [
        (
            joined(tag("b", one.rule), f", {_subject(one.item)}: {one.title}"),
            ", ".join(one.missing),
            _nearest(why.get((one.rule, one.item))),
        )
        for one in undetermined
    ]
    return joined(tag("h2", "Left open by blank boxes"), _table(("rule", "would decide it", "would be a hit if"), rows))


def _nearest(one: Explanation | None) -> str:
    """The nearest way to a hit."""
    if one is None or not one.would_hit:
        return ""
    more = "; or otherwise" if len(one.would_hit) > 1 else ""
    return _way(one.would_hit[0]) + more


def _way(way: Alternative) -> str:
    return "; and ".join(_change(one) for one in way.changes)


def _change(one: Otherwise) -> str:
    item = "" if one.item is None else f"item {one.item}: "
    if one.of > 1:
        return f"{item}{one.sentence} (any of {count(one.of)})"
    return f"{item}{one.sentence}" + (f" ({one.values[0]})" if one.values else "")


def _exempt(exempt: Sequence[Exempt]) -> Html:
    if not exempt:
        return Html("")
    rows = [
        (
            joined(tag("b", one.rule), f", {_subject(one.item)}: {one.title}"),
            "; ".join((*one.exemptions, *one.because)),
            "; ".join(f"{each.field} {each.value}" for each in one.evidence if each.field and each.value),
        )
        for one in exempt
    ]
    return joined(tag("h2", "Lifted"), _table(("rule", "by", "as declared"), rows))


def _shadow(monitor: Sequence[Monitored]) -> Html:
    if not monitor:
        return Html("")
    said = "; ".join(f"{one.rule} ({_subject(one.item)}): would be {one.outcome}" for one in monitor)
    return tag("p", tag("b", "In shadow, without effect: "), said)


# ---- what is to be done


def _wanted(told: CaseFile) -> Html:
    one = told.assessment
    named = (
        ("blank boxes that would decide", one.missing),
        ("ask for", one.ask_for),
        ("refer to", one.refer_to),
        ("flags", one.flags),
    )
    given = [(name, "; ".join(texts)) for name, texts in named if texts]
    return joined(tag("h2", "What is missing, and what to do"), facts(given)) if given else Html("")


def _unread(told: CaseFile) -> Html:
    one = told.assessment
    issues = [f"{each.source or each.place or 'message'}: {each.message} ({each.code})" for each in one.issues]
    lines = [*one.alarms, *issues]
    return (
        joined(tag("h2", "Not read, and alarms"), tag("ul", *[tag("li", each) for each in lines]))
        if lines
        else Html("")
    )


def _judged_by(told: CaseFile) -> Html:
    one, ruleset = told.assessment, told.assessment.ruleset
    lists = "; ".join(
        f"{each.list}, {some(each.rows, 'row')}"
        + (f", of {each.as_of}" if each.as_of else ", undated")
        + (f" ({each.source})" if each.source else "")
        for each in told.lists
    )
    said = [
        f"Rules: {ruleset.name} {ruleset.version}, hash {ruleset.hash}",
        f"engine {one.engine}",
        f"plugins: {', '.join(told.plugins) or 'none'}",
        f"lists: {lists or 'none named above'}",
        f"{some(told.quiet, 'other rule')} found nothing",
    ]
    return joined(tag("h2", "Judged by"), tag("p", f"{'; '.join(said)}.", class_="note"))


def _signatures(told: CaseFile) -> Html:
    boxes = joined(*[tag("span", f"☐ {one}") for one in reversed(CHANNELS)], between=" ")
    ours = tag(
        "div",
        tag("b", "Recommendation (ours)"),
        tag("p", _channel(told.assessment.channel), f" {told.account.score} points"),
    )
    theirs = tag(
        "div",
        tag("b", "Decision (the officer's)"),
        tag("p", boxes),
        *[tag("p", tag("span", name), class_="line") for name in ("name", "date", "signature")],
    )
    return tag("div", ours, theirs, class_="signs")


# ---- tables of a sheet: small, without sorting

_SHORT = 14
"""Characters that are never parted, such as a CAS number."""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    body = [
        tag("tr", *[tag("td", escaped(cell), class_="short" if len(cell) <= _SHORT else None) for cell in row])
        for row in rows
    ]
    return tag("table", tag("thead", tag("tr", *[tag("th", one, scope="col") for one in heads])), tag("tbody", *body))
