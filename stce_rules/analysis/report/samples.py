"""Examples of what each rule did: some of its declarations, with the grounds that the replay kept.

Enters: an open replay. Leaves: for each rule a few examples, and the boxes it most often lacked. Promises: only
declarations that stand are shown; the same replay gives the same examples. Of hits there is one whose inspection found
something and one whose inspection found nothing, where there are such, and the latest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from stce_rules.analysis.figures import NOT_STATED
from stce_rules.analysis.tables import Tables
from stce_rules.core.assessment import Channel, Evidence
from stce_rules.core.diagnostics import Diagnostic, StceError

__all__ = ["Example", "Lacking", "Samples", "samples"]

HITS, OPEN, EXEMPT = 3, 1, 1
"""Examples of each outcome."""

ALL, LEAST = 2_000, 2
"""Examples of all rules together, so that a page stays quick to open; and of one rule, however many rules there are."""

LACKING = 5
"""Boxes named for a rule."""


@dataclass(frozen=True, slots=True)
class Example:
    """One finding of a rule in one declaration, as in `replay.result_tables`; `others` more goods items had it too.

    `told` is the outcome of a control in words; `evidence` is None where the replay kept none.
    """

    declaration: str
    version: int | None
    date: date | None
    item: int | None
    others: int
    outcome: str
    points: int
    channel: Channel | None
    declaration_channel: Channel
    score: int
    missing: tuple[str, ...]
    office: str | None
    exporter: str | None
    consignee: str | None
    destination: str | None
    told: str
    evidence: tuple[Evidence, ...] | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A box that would have decided a rule, and how many of its findings lack it."""

    box: str
    findings: int


@dataclass(frozen=True, slots=True)
class Samples:
    """Examples and lacking boxes, by rule."""

    examples: Mapping[str, tuple[Example, ...]]
    lacking: Mapping[str, tuple[Lacking, ...]]


def samples(tables: Tables) -> Samples:
    """Choose examples. Raises StceError (E842): evidence that is none."""
    parts = sorted(str(one) for one in (tables.folder / "findings").glob("*.parquet"))
    if not parts:
        return Samples({}, {})
    wanted = _wanted(tables)
    if not wanted:
        return Samples({}, {})
    columns = list(zip(*wanted, strict=True))
    tables.database.execute("create temp table wanted (rule text, seq bigint, kind text)")
    tables.database.execute("insert into wanted select unnest($1), unnest($2), unnest($3)", [list(c) for c in columns])
    made = {(rule, kind, seq): _example(tables, row) for rule, kind, seq, *row in tables.rows(_ROWS, parts)}
    examples: dict[str, list[Example]] = {}
    for rule, seq, kind in wanted:
        examples.setdefault(rule, []).append(made[rule, kind, seq])
    lacking: dict[str, list[Lacking]] = {}
    for rule, box, number in tables.rows(_LACKING, parts):
        lacking.setdefault(rule, []).append(Lacking(box, number))
    return Samples(
        {rule: tuple(of) for rule, of in examples.items()},
        {rule: tuple(of[:LACKING]) for rule, of in lacking.items()},
    )


def _wanted(tables: Tables) -> list[tuple[str, int, str]]:
    """Rule, declaration and outcome of the examples, in the order they are shown."""
    found = tables.rows(_CHOSEN)
    room = max(LEAST, ALL // max(1, len(found)))
    wanted: list[tuple[str, int, str]] = []
    for rule, right, wrong, latest, left, exempt in found:
        hits = list(dict.fromkeys((*(right or ()), *(wrong or ()), *(latest or ()))))[:HITS]
        kinds = [("hit", hits[:1]), ("undetermined", left or ()), ("exempt", exempt or ()), ("hit", hits[1:])]
        shown = [(tables.rules[rule].rule, seq, kind) for kind, of in kinds for seq in of][:room]
        wanted += sorted(shown, key=lambda one: ("hit", "undetermined", "exempt").index(one[2]))
    return wanted


def _example(tables: Tables, row: Sequence[object]) -> Example:
    *fields, missing, told, selected_by, finding, evidence = row
    declaration, version, on, item, others, outcome, points, channel, got, score, office, exporter, to, goes = fields
    return msgspec.convert(
        {
            "declaration": declaration,
            "version": version,
            "date": on,
            "item": item,
            "others": others,
            "outcome": outcome,
            "points": points,
            "channel": channel,
            "declaration_channel": got,
            "score": score,
            "missing": missing or (),
            "office": office,
            "exporter": exporter,
            "consignee": to,
            "destination": goes,
            "told": _told(told, selected_by, finding),
            "evidence": _read(tables, evidence),
        },
        Example,
    )


def _told(told: object, selected_by: object, finding: object) -> str:
    """The outcome of a control in words; it may have been told with another version of the declaration."""
    by = "" if selected_by == NOT_STATED else f" (selected: {selected_by})"
    match told:
        case 0:
            return f"inspected{by}: {finding or 'something found'}"
        case 1:
            return f"inspected{by}: nothing found"
        case 2:
            return "not inspected"
        case _:
            return "no outcome told"


def _read(tables: Tables, evidence: object) -> tuple[Evidence, ...] | None:
    if evidence is None:
        return None
    try:
        return msgspec.json.decode(str(evidence), type=tuple[Evidence, ...])
    except msgspec.DecodeError:
        message = "the evidence of a finding is not what a replay of this version writes"
        where = str(tables.folder / "findings")
        raise StceError(Diagnostic("E842", message, where=where, help="replay again with --out")) from None


_LATEST = "(coalesce(d.date, date '0001-01-01'), h.seq)"

_CHOSEN = f"""
select h.rule,
       max_by(h.seq, {_LATEST}, 1) filter (h.hits > 0 and d.told = 0),
       max_by(h.seq, {_LATEST}, 1) filter (h.hits > 0 and d.told = 1),
       max_by(h.seq, {_LATEST}, {HITS}) filter (h.hits > 0),
       max_by(h.seq, {_LATEST}, {OPEN}) filter (h.open > 0),
       max_by(h.seq, {_LATEST}, {EXEMPT}) filter (h.exempt > 0)
from h join d using (seq)
group by h.rule order by h.rule
"""  # noqa: S608  # numbers of this module, nothing that anybody gave

_ROWS = """
with met as (
  select w.rule, w.kind, w.seq, d.told, d.selected_by, f.* exclude (rule),
         row_number() over (partition by w.rule, w.seq, w.kind order by f.item nulls first) as place,
         count(*) over (partition by w.rule, w.seq, w.kind) - 1 as others
  from read_parquet($1) f
  join d on f.source = d.source and f.row = d.row
  join wanted w on w.seq = d.seq and w.rule = f.rule and f.outcome in (w.kind, 'monitor ' || w.kind)
)
select m.rule, m.kind, m.seq, m.declaration, m.version, m.date, m.item, m.others, m.outcome, m.points, m.channel,
       m.declaration_channel, m.score, raw.office, raw.exporter, raw.consignee, raw.destination, m.missing,
       m.told, m.selected_by, raw.finding, m.evidence
from met m join raw on raw.source = m.source and raw.row = m.row
where m.place = 1
"""

_LACKING = """
with lacks as (
  select f.rule, unnest(f.missing) as box
  from read_parquet($1) f semi join (select source, row from d where stands) s on f.source = s.source and f.row = s.row
)
select rule, box, count(*) as findings from lacks group by rule, box order by rule, findings desc, box
"""
