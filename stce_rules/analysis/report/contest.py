"""The comparison of two rulesets as a page.

Enters: a comparison, its sign-off, the SHA-256 of that file. Leaves: one HTML page. Promise: the same comparison gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stce_rules.analysis.comparison import Affected, Change, Changed, Comparison, Paired
from stce_rules.analysis.intervals import chance_said
from stce_rules.analysis.report.channels import badge
from stce_rules.analysis.report.own import CONTEST
from stce_rules.analysis.signoff import FileHash, Ruleset, Signoff
from stce_rules.core.assessment import CHANNELS
from stce_rules.pages.frame import Section, caveats, facts, page, tiles
from stce_rules.pages.markup import Cell, Column, Html, Measured, count, escaped, joined, some, table, tag
from stce_rules.replay.summary import Outcomes

__all__ = ["contest"]


def contest(comparison: Comparison, signed: Signoff, seal: str) -> str:
    """The page."""
    one, other = signed.champion, signed.challenger
    flagged = f"flagged is {comparison.flagged_from} or heavier"
    sections = [
        _channels(comparison),
        _changed("caught", "Newly caught", "Flagged by the challenger alone.", comparison.caught),
        _changed("lost", "Newly lost", "Flagged by the champion alone.", comparison.lost),
        _affected(comparison.affected),
        _chance(comparison.paired),
        _signed(signed, seal),
    ]
    return page(
        f"{other.name} against {one.name}",
        f"{some(comparison.declarations, 'declaration')} replayed by both; {flagged}",
        tag(
            "section", _tiles(comparison), facts(_facts(one, other)), caveats("Before you read on", _notes(comparison))
        ),
        [one for one in sections if one is not None],
        f"Made with signoff.json, SHA-256 {seal}.",
        by=CONTEST,
    )


def _tiles(told: Comparison) -> Html:
    outcomes = told.outcomes
    seen = outcomes.with_finding + outcomes.without_finding
    return tiles(
        [
            ("Declarations", count(told.declarations), "judged by both rulesets"),
            ("Newly caught", count(told.caught.declarations), f"{_found(told.caught.outcomes)}"),
            ("Newly lost", count(told.lost.declarations), f"{_found(told.lost.outcomes)}"),
            ("Inspected", count(seen), f"{_found(outcomes)}"),
        ]
    )


def _found(told: Outcomes) -> str:
    return f"{count(told.with_finding)} with a finding"


def _facts(champion: Ruleset, challenger: Ruleset) -> Iterator[tuple[str, str]]:
    for role, one in (("Champion", champion), ("Challenger", challenger)):
        yield role, escaped(f"{one.name} {one.version}, given as {' '.join(one.paths)}")
        yield f"Hash of the {role.lower()}'s rules and lists", _hash(one.hash)


def _notes(told: Comparison) -> list[str]:
    return [f"{one[:1].upper()}{one[1:]}." for one in told.notes]


def _channels(told: Comparison) -> Section:
    order = tuple(reversed(CHANNELS))
    counts = {(one.champion, one.challenger): one.declarations for one in told.transitions}
    rows: list[tuple[Cell, ...]] = []
    for before in order:
        after = [counts.get((before, one), 0) for one in order]
        rows.append((badge(before), *after, sum(after)))
    columns = [
        Column("Champion", fit="short"),
        *[Column(one, number=True) for one in order],
        Column("All", number=True),
    ]
    lead = "Rows are what the champion recommends, columns what the challenger recommends."
    return Section("channels", "Channels", lead, table("Declarations by both recommendations", columns, rows))


def _changed(anchor: str, title: str, lead: str, change: Change) -> Section:
    said = f"{lead} {_told(change.outcomes)}"
    if not change.declarations:
        return Section(anchor, f"{title}: none", said, Html(""))
    return Section(
        anchor,
        f"{title}: {count(change.declarations)}",
        said,
        joined(_deciders(change), _declarations(change)),
        leaf=True,
    )


def _told(told: Outcomes) -> str:
    return (
        f"Inspected with a finding: {count(told.with_finding)}, without: {count(told.without_finding)}; "
        f"not inspected: {count(told.not_inspected)}; nothing told: {count(told.not_told)}."
    )


def _deciders(change: Change) -> Html:
    heads = ("Declarations", "With a finding", "Without", "Not inspected", "Nothing told")
    columns = [Column("Rule that decided"), *[Column(one, number=True) for one in heads]]
    rows = [
        (
            escaped(one.rule),
            one.declarations,
            one.outcomes.with_finding,
            one.outcomes.without_finding,
            one.outcomes.not_inspected,
            one.outcomes.not_told,
        )
        for one in change.rules
    ]
    return table("Rules that decided", columns, rows, search="Find a rule:")


def _declarations(change: Change) -> Html:
    shown = change.first
    cut = f"The first {count(len(shown))} of {count(change.declarations)} declarations, findings first"
    caption = cut if change.declarations > len(shown) else "Declarations, findings first"
    columns = [
        *(Column("Declaration"), Column("Date", fit="short"), Column("Champion", fit="short")),
        *(Column("Challenger", fit="short"), Column("Outcome", fit="short"), Column("Rules that decided", fit="long")),
        *(Column("Office"), Column("Exporter"), Column("Importer"), Column("Consignee"), Column("Destination")),
    ]
    made = table(caption, columns, [_declaration(one) for one in shown], search="Find a declaration:")
    if change.declarations <= len(shown):
        return made
    return joined(made, tag("p", f"newly_{change.moved}.parquet has all of them.", class_="note"))


def _declaration(one: Changed) -> tuple[str | None, ...]:
    boxes = (one.office, one.exporter, one.importer, one.consignee, one.destination)
    return (
        one.declaration,
        None if one.date is None else one.date.isoformat(),
        joined(badge(one.champion), f" {one.champion_score}"),
        joined(badge(one.challenger), f" {one.challenger_score}"),
        one.outcome,
        ", ".join(one.rules),
        *boxes,
    )


def _affected(affected: Sequence[Affected]) -> Section | None:
    if not affected:
        return None
    heads = ("Declarations", "Newly caught", "With a finding", "Newly lost", "With a finding")
    columns = [Column("Name"), *[Column(one, number=True) for one in heads]]
    parts = []
    for role in dict.fromkeys(one.role for one in affected):
        rows = [
            (one.name, one.declarations, one.caught, one.caught_findings, one.lost, one.lost_findings)
            for one in affected
            if one.role == role
        ]
        title = "Countries of destination" if role == "destination" else f"{role.capitalize()}s"
        parts.append(table(title, columns, rows, search="Find a name:"))
    lead = "Those with most declarations newly caught or newly lost."
    return Section("affected", "Traders and countries most affected", lead, joined(*parts), leaf=True)


def _chance(paired: Sequence[Paired]) -> Section:
    said = [tag("li", f"{_sentence(one)}.") for one in paired]
    heads = ("Flagged by both", "By the champion alone", "By the challenger alone", "By neither")
    columns = [
        *(Column("Inspected"), Column("Of")),
        *[Column(one, number=True) for one in heads],
        Column("p", number=True, note="The exact test of McNemar, two-sided"),
    ]
    rows = [
        (
            f"with {one.outcome}" if one.outcome == "no finding" else "with a finding",
            "the random sample" if one.selected_by == "random" else "all",
            *(one.both, one.champion_only, one.challenger_only, one.neither),
            Measured(one.chance, chance_said(one.chance).removeprefix("= ")),
        )
        for one in paired
    ]
    lead = (
        "p is the chance of a difference as great as this, or greater, if neither ruleset flagged such declarations "
        "more readily. A small p does not say that the difference matters, a large one not that the rulesets are equal."
    )
    return Section("chance", "Is it chance?", lead, joined(tag("ul", *said), table("Who flags what", columns, rows)))


def _sentence(one: Paired) -> str:
    return (
        f"In the random sample, {one.means}"
        if one.selected_by == "random"
        else f"{one.means[:1].upper()}{one.means[1:]}"
    )


def _signed(signed: Signoff, seal: str) -> Section:
    columns = [Column("Ruleset", fit="short"), Column("List"), Column("Rows", number=True), Column("As of")]
    rows = [
        (role, one.name, one.rows, one.as_of, _hash(one.sha256))
        for role, each in (("champion", signed.champion), ("challenger", signed.challenger))
        for one in each.lists
    ]
    lists = table("Lists", [*columns, Column("SHA-256")], rows) if rows else Html("")
    body = joined(
        facts(_made_with(signed, seal)),
        lists,
        _files("History", signed.history),
        _files("Results", signed.results),
        table(
            "Signatures",
            [
                Column("Who", fit="short"),
                Column("Name", fit="long"),
                Column("Date", fit="long"),
                Column("Signature", fit="long"),
            ],
            [("Proposed by", "", "", ""), ("Approved by", "", "", "")],
        ),
    )
    lead = "‘stce compare --check signoff.json’ tells what has changed since."
    return Section("signed", "What is signed", lead, body, leaf=True)


def _made_with(signed: Signoff, seal: str) -> Iterator[tuple[str, str]]:
    yield "Program", joined(f"stce-rules {signed.program.version}, SHA-256 ", _hash(signed.program.sha256))
    if signed.program.plugins:
        yield "Plugins", escaped(", ".join(signed.program.plugins))
    if signed.options:
        yield "Options", escaped(", ".join(f"{name} {value}" for name, value in sorted(signed.options.items())))
    yield "SHA-256 of signoff.json", _hash(seal)


def _files(caption: str, files: Sequence[FileHash]) -> Html:
    columns = [Column("File"), Column("Bytes", number=True), Column("SHA-256")]
    rows = [
        (one.path, one.size, "not a file: cannot be verified" if one.sha256 is None else _hash(one.sha256))
        for one in files
    ]
    return table(caption, columns, rows)


def _hash(digest: str) -> Html:
    return tag("span", digest, class_="hash")
