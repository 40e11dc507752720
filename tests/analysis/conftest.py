"""Folders of replays, made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stce_rules.core.assessment import RulesetVersion
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.summary import Outcomes as NoOutcomes
from stce_rules.replay.summary import RuleCount, Summary, UnreadOutcome, as_json

Row = dict[str, object]
Made = Callable[..., Path]

HASH = "0" * 64
"""The hash of the plan that was replayed."""


def declaration(row: int, **boxes: object) -> Row:
    """A declaration of the table; what is not given is plain."""
    plain: Row = {
        "source": "history.ndjson",
        "row": row,
        "declaration": f"D{row}",
        "version": 1,
        "action": "original",
        "date": date(2026, 6, 1),
        "office": "DE01",
        "destination": "SS",
        "items": 1,
        "chapters": ["29"],
        "destinations": ["SS"],
        "channel": "green",
        "score": 0,
        "sampled": False,
        "alarms": [],
    }
    return {**dict.fromkeys(declarations_schema().names), **plain, **boxes}


def found(row: int, rule: str, outcome: str = "hit", **boxes: object) -> Row:
    """A finding of the table."""
    plain: Row = {"source": "history.ndjson", "row": row, "rule": rule, "outcome": outcome, "points": 0}
    return {**dict.fromkeys(findings_schema().names), **plain, **boxes}


def rule_count(name: str, findings: Sequence[Row]) -> RuleCount:
    """The counts of a rule as a replay gives them; those that figures compute anew are left at zero."""
    counts = Counter(str(one["outcome"]).removeprefix("monitor ") for one in findings if one["rule"] == name)
    return RuleCount(
        name,
        1,
        f"rule {name}",
        "rules",
        counts["hit"],
        counts["undetermined"],
        counts["exempt"],
        0,
        0,
        0,
        None,
        None,
        NoOutcomes(),
    )


def summary_of(judged: int, findings: Sequence[Row], rules: Sequence[str], shadow: Sequence[str]) -> str:
    """The summary beside the tables, as JSON."""
    summary = Summary(
        schema=1,
        ended="complete",
        ruleset=RulesetVersion(name="rules", version="1", hash=HASH),
        engine="indexed",
        judged=judged,
        refused=0,
        items=0,
        amendments=0,
        cancellations=0,
        first=None,
        last=None,
        outcomes_told=True,
        channels=(),
        rules=tuple(rule_count(one, findings) for one in sorted(rules)),
        monitor=tuple(rule_count(one, findings) for one in sorted(shadow)),
        never_met=(),
        missing=(),
        refusals=(),
        alarms=(),
    )
    return as_json(summary)


def with_unread(folder: Path) -> Path:
    """The folder of a replay in which a word of one outcome could not be read, and one source was empty."""
    path = folder / "summary.json"
    unread = UnreadOutcome("outcome.selected_by", "must be one of rule, not 'luck'", 1)
    summary = replace(msgspec.json.decode(path.read_bytes(), type=Summary), unread_outcomes=(unread,), empty=1)
    path.write_text(as_json(summary), encoding="utf-8")
    return folder


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Write the folder of a replay: declarations, findings, names of rules and of rules in shadow."""

    def write(
        declarations: Sequence[Row],
        findings: Sequence[Row] = (),
        rules: Sequence[str] = (),
        shadow: Sequence[str] = (),
        *,
        name: str = "replay",
        parts: int = 2,
    ) -> Path:
        folder = tmp_path / name
        for table, rows, schema in (
            ("declarations", declarations, declarations_schema()),
            ("findings", findings, findings_schema()),
        ):
            (folder / table).mkdir(parents=True)
            size = max(1, -(-len(rows) // parts))
            for at in range(0, len(rows), size):
                part = pa.Table.from_pylist(list(rows[at : at + size]), schema=schema)
                pq.write_table(part, folder / table / f"part-{at:05}.parquet")
        summary = summary_of(len(declarations), findings, rules, shadow)
        (folder / "summary.json").write_text(summary, encoding="utf-8")
        return folder

    return write
