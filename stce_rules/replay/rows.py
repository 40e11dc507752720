"""Findings as rows: one for each rule that a declaration or one of its goods items met.

Enters: an assessment. Leaves: its rows, sorted by rule and item. The columns are the same in every format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from stce_rules.core.assessment import Assessment, Channel, Evidence, Exempt, Hit, Monitored, Undetermined
from stce_rules.replay.tally import entries

__all__ = ["Row", "rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One finding.

    `outcome` is `hit`, `exempt` or `undetermined`, with `monitor ` before it for a rule in shadow; `item` is the number
    of the goods item, None for the declaration; `missing` are the fields that would decide; `evidence` is the JSON of
    the sentences it rests on, as in an assessment: a text in a column of Parquet, part of the line in NDJSON.
    """

    declaration: str
    version: int
    date: date | None
    rule: str
    rule_version: int
    item: int | None
    outcome: str
    points: int
    channel: Channel | None
    declaration_channel: Channel
    score: int
    missing: list[str]
    evidence: str


def rows(assessment: Assessment, on: date | None) -> list[Row]:
    """The findings of one declaration, accepted on a day, sorted by rule and item."""
    grounds: tuple[Hit | Exempt | Undetermined | Monitored, ...] = (
        *assessment.hits,
        *assessment.exempt,
        *assessment.undetermined,
        *assessment.monitor,
    )
    found = [
        Row(
            declaration=assessment.declaration,
            version=assessment.version,
            date=on,
            rule=rule,
            rule_version=ground.version,
            item=item,
            outcome=outcome,
            points=points,
            channel=channel,
            declaration_channel=assessment.channel,
            score=assessment.score,
            missing=missing,
            evidence=_written(ground.evidence),
        )
        for ground, (rule, item, outcome, points, channel, missing) in zip(grounds, entries(assessment), strict=True)
    ]
    return sorted(found, key=lambda one: (one.rule, -1 if one.item is None else one.item))


def _written(evidence: list[Evidence]) -> str:
    return msgspec.json.encode(evidence).decode()
