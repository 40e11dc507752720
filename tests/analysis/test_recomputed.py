"""Figures of random replays, against a plain recomputation in Python."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.analysis.measure import Asked, measure
from stce_rules.core.assessment import CHANNELS
from stce_rules.decide.channel import drawn, heaviest, score_of
from stce_rules.plan.model import ChannelWhen, Decision, Sample
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from tests.analysis.conftest import Row, declaration, found, summary_of
from tests.analysis.test_measure import at_least, plan

RULES = ("A", "B", "C", "D", "E")
SHADOW = "S"
DECISION = Decision(
    100,
    (ChannelWhen("red", at_least(60)), ChannelWhen("yellow", at_least(30))),
    "green",
    (Sample(Fraction(1, 3), "green", "blue"), Sample(Fraction(1, 2), "yellow", "red")),
)

Effect = tuple[str, int, str | None]
"""Outcome, points, channel."""

EFFECT = st.tuples(
    st.sampled_from(["hit", "hit", "undetermined", "exempt"]),
    st.sampled_from([0, 10, 25, 30, 60]),
    st.sampled_from([None, None, "blue", "yellow", "red"]),
)
OUTCOME = st.sampled_from(
    [
        {},
        {"inspected": False},
        *(
            {"inspected": True, "selected_by": by, "finding": found}
            for by in ("rule", "random", None)
            for found in ("x", None)
        ),
    ]
)
ONE = st.tuples(st.dictionaries(st.sampled_from([*RULES, SHADOW]), st.lists(EFFECT, min_size=1, max_size=2)), OUTCOME)


def channel_of(name: str, effects: dict[str, list[Effect]]) -> tuple[int, str]:
    """Score and channel by the language reference, of what counts."""
    score = score_of({at: [points for _, points, _ in effects[rule]] for at, rule in enumerate(effects)}, 100)
    decided = "red" if score >= 60 else "yellow" if score >= 30 else "green"
    channel = heaviest([decided, *(one for some in effects.values() for _, _, one in some if one)])
    for sample in DECISION.samples:
        if channel == sample.of and drawn("rules", name) < sample.share:
            return score, heaviest([channel, sample.into])
    return score, channel


def tables(history: list[tuple[dict[str, list[Effect]], dict[str, object]]]) -> tuple[list[Row], list[Row]]:
    """The two tables of a history."""
    declarations, findings = [], []
    for row, (effects, told) in enumerate(history, start=1):
        counting = {rule: effects[rule] for rule in effects if rule != SHADOW}
        score, channel = channel_of(f"D{row}", counting)
        day = date(2026, 1 + row % 3, 1)
        declarations.append(declaration(row, score=score, channel=channel, date=day, **told))
        findings += [
            found(row, rule, f"{'monitor ' if rule == SHADOW else ''}{outcome}", points=points, channel=asked)
            for rule, some in effects.items()
            for outcome, points, asked in some
        ]
    return declarations, findings


def is_finding(one: Row) -> bool:
    """Whether an inspection found something."""
    return one["inspected"] is True and one["finding"] is not None


@settings(max_examples=15)
@given(st.lists(ONE, min_size=4, max_size=30))
def test_figures_are_those_of_a_plain_recomputation(
    history: list[tuple[dict[str, list[Effect]], dict[str, object]]],
) -> None:
    """Unique hits, pairs, outcomes, captured findings and what each rule alone holds up agree with plain Python."""
    declarations, findings = tables(history)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, rows, schema in (
            ("declarations", declarations, declarations_schema()),
            ("findings", findings, findings_schema()),
        ):
            (folder / name).mkdir()
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / name / "part-00000.parquet")
        (folder / "summary.json").write_text(summary_of(len(declarations), findings, RULES, [SHADOW]), encoding="utf-8")
        figures = measure(folder, Asked(plan=plan(DECISION)))

    hit = [{rule for rule in effects if any(one[0] == "hit" for one in effects[rule])} for effects, _ in history]
    counted = [some - {SHADOW} for some in hit]
    shared: Counter[tuple[str, str]] = Counter()
    for some in counted:
        shared.update(combinations(sorted(some), 2))
    assert {(one.first, one.second): one.shared for one in figures.pairs} == dict(shared)

    flagged = [one for one in declarations if CHANNELS.index(one["channel"]) >= 2]
    assert figures.headline.flagged.part == len(flagged)
    whole = next(one for one in figures.confusion if (one.flagged_from, one.selected_by) == ("yellow", "all"))
    assert whole.flagged.with_finding == sum(map(is_finding, flagged))
    assert whole.flagged.not_inspected == sum(one["inspected"] is False for one in flagged)
    assert whole.unflagged.not_told == sum(one["inspected"] is None for one in declarations if one not in flagged)

    for one in figures.rules:
        at = [row for row, some in enumerate(hit) if one.rule in some]
        alone = [row for row in at if not counted[row] - {one.rule}]
        assert (one.declarations, one.unique) == (len(at), len(alone))
        assert one.outcomes.with_finding == sum(is_finding(declarations[row]) for row in at)
        assert one.unique_findings == sum(is_finding(declarations[row]) for row in alone)
        assert sum(one.months) == one.declarations
        if one.rule == SHADOW:
            continue
        moves: Counter[tuple[str, str]] = Counter()
        for row, (effects, _) in enumerate(history):
            others = {rule: effects[rule] for rule in effects if rule not in (SHADOW, one.rule)}
            before, after = str(declarations[row]["channel"]), channel_of(f"D{row + 1}", others)[1]
            if after != before:
                moves[before, after] += 1
        assert one.without is not None
        assert {(move.before, move.after): move.declarations for move in one.without.moves} == dict(moves)

    highest = sorted(declarations, key=lambda one: -int(str(one["score"])))
    for point in figures.curves[0].points:
        least = sum(is_finding(one) for one in highest if int(str(one["score"])) > point.score)
        most = sum(is_finding(one) for one in highest if int(str(one["score"])) >= point.score)
        assert least <= point.findings <= most
