"""Tables judged by the columnar engine, against the same tables declaration by declaration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from random import Random
from textwrap import dedent

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from benchmarks.replays import compare_replays
from stce_rules.engines.columnar import arrays, passing, ruled_out
from stce_rules.engines.columnar.engine import Judges
from stce_rules.engines.columnar.postings import Postings
from stce_rules.engines.judging import Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.generator import generate
from stce_rules.intake.columnar import ArrowBatch, Reader
from stce_rules.intake.columnar import batch as batches
from stce_rules.intake.tables.arrow import TableBatch
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar import ColumnarJudge, counted
from stce_rules.replay.columnar.distinct import narrow
from stce_rules.replay.columnar.looking_back import PastOfBatch
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.sources import Declared, History, adapters_for
from stce_rules.replay.tally import Tally
from stce_rules.rulesets.load import load
from stce_rules.testing.tables import canonical_table


def _in_columns(setting: Setting, path: Path) -> Judged:
    """The whole table as one batch, some of its texts dictionary-encoded."""
    (batch,) = parquet.read_table(path, read_dictionary=["destination", "consignee.name"]).to_batches()
    return ColumnarJudge(setting).judge(TableBatch(str(path), np.arange(1, batch.num_rows + 1), batch))


def _row_by_row(setting: Setting, path: Path) -> Judged:
    history = History([path], adapters_for((), None))
    declared = [one for one in history.located() if isinstance(one, Declared)]
    return Judge(setting).judge(declared)


def _plain(found: object, schema: pa.Schema) -> list[dict[str, object]]:
    assert isinstance(found, pa.Table | dict)
    table = pa.table(found, schema=schema) if isinstance(found, dict) else found
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def _counts(tally: Tally, plan: Plan) -> object:
    return tally.summary(plan, "any", "complete")


@pytest.mark.parametrize("evidence", [False, True])
def test_columns_give_the_results_of_rows(tmp_path: Path, evidence: bool) -> None:
    """Findings, declarations and counts of generated trade are those of the row by row engine, to the last cell."""
    plan = load(sorted(str(one.parent) for one in Path("rulesets").glob("*/ruleset.yaml"))).plan
    path = tmp_path / "history.parquet"
    parquet.write_table(canonical_table(generate(300 if evidence else 1500, 5, planted=0.2)), path)
    setting = Setting(plan, "indexed", {}, (), True, evidence, True)
    columns, rows = _in_columns(setting, path), _row_by_row(setting, path)
    assert _plain(columns.findings, findings_schema()) == _plain(rows.findings, findings_schema())
    assert _plain(columns.declarations, declarations_schema()) == _plain(rows.declarations, declarations_schema())
    assert _counts(columns.tally, plan) == _counts(rows.tally, plan)


def test_boxes_that_would_decide_are_counted_however_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where names of boxes outnumber the bits of a number, the counts of missing boxes stay those of rows."""
    monkeypatch.setattr(counted, "_BITS", 2)
    plan = load(sorted(str(one.parent) for one in Path("rulesets").glob("*/ruleset.yaml"))).plan
    path = tmp_path / "history.parquet"
    parquet.write_table(canonical_table(generate(200, 5, planted=0.2)), path)
    setting = Setting(plan, "indexed", {}, (), True, False, True)
    columns, rows = _in_columns(setting, path).tally, _row_by_row(setting, path).tally
    assert len(rows.missing) > 4
    assert (columns.missing, columns.missing_declarations) == (rows.missing, rows.missing_declarations)


def test_what_was_found_out_serves_the_next_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batch by batch findings are those of rows, where a column has codes for hardly two like rows now and then too."""
    monkeypatch.setattr(passing, "_FIRST", 8)
    monkeypatch.setattr(ruled_out, "_FEW_LEAVES", 1)
    plan = load(sorted(str(one.parent) for one in Path("rulesets").glob("*/ruleset.yaml"))).plan
    path = tmp_path / "history.parquet"
    parquet.write_table(canonical_table(generate(500, 7, planted=0.2)), path)
    setting = Setting(plan, "indexed", {}, (), True, False, True)
    (whole,) = parquet.read_table(path).to_batches()
    ids = whole.column("id").to_pylist()
    begins = [at for at in range(len(ids)) if at == 0 or ids[at] != ids[at - 1]]
    judge = ColumnarJudge(setting)
    found: list[dict[str, object]] = []
    for number, (start, end) in enumerate(pairwise([*begins[::90], len(ids)])):
        monkeypatch.setattr(batches, "_MANY", 30 if number % 2 else 20_000)
        table = TableBatch(str(path), np.arange(start + 1, end + 1), whole.slice(start, end - start))
        found += _plain(judge.judge(table).findings, findings_schema())
    assert found == _plain(_row_by_row(setting, path).findings, findings_schema())


@pytest.mark.parametrize("windows", [False, True])
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32))
def test_columns_give_the_results_of_rows_by_chance(windows: bool, seed: int) -> None:
    """So they are for rules, declarations and types of columns by chance, with Numba and without, table after table."""
    pairs, difference = compare_replays(Random(seed), 40, windows=windows)
    assert pairs > 0
    assert difference is None


def test_reasons_name_goods_items_by_their_own_numbers(tmp_path: Path) -> None:
    """Where goods items of a table are numbered 7 and 9, so are they in what a rule of the declaration rests on."""
    rules, path = tmp_path / "rules.stce", tmp_path / "history.parquet"
    text = 'use edition 2022\nrule "A" "All" for each declaration when hs is heading 2930 then add 1 points end\n'
    rules.write_text(text, encoding="utf-8")
    table = {"id": ["A", "A"], "date": ["2026-06-01"] * 2, "item.number": [7, 9], "item.hs": ["8401", "293070"]}
    parquet.write_table(pa.table(table), path)
    setting = Setting(load([rules]).plan, "indexed", {}, (), True, True, True)
    columns, rows = _in_columns(setting, path), _row_by_row(setting, path)
    assert "9" in str(_plain(rows.findings, findings_schema())[0]["evidence"])
    assert _plain(columns.findings, findings_schema()) == _plain(rows.findings, findings_schema())


@pytest.mark.parametrize("most", [0, 127, 128, 2**15, 2**32, 2**63 - 1])
def test_narrow_numbers_are_the_same(most: int) -> None:
    """Whatever the largest is, beside the -1 that stands for no goods item, numbers stay whole and the same."""
    found = narrow(np.asarray([-1, most], dtype=np.int64))
    assert found.dtype.kind == "i"
    assert found.tolist() == [-1, most]


def test_batches_may_be_numbered_while_another_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a later batch adds to a column leaves the truths of the one that is judged as they are."""
    named = "DE, FR, NO, SE, DK, IT, ES, PT, GR, AT, BE, NL, LU, IE, PL, CZ, SK, HU, RO, BG, HR, SI, EE, LV, LT, FI, CY"
    countries = named.split(", ")
    path = tmp_path / "rules.stce"
    rules = f"""
    rule "A" "One" for each item when destination is DE then add 1 points end
    rule "B" "All" for each item when destination is in ({named}) then add 1 points end
    """
    path.write_text(dedent(rules), encoding="utf-8")
    plan = load([path]).plan
    prepared = Prepared(plan, Surroundings())
    reader, judges = Reader(plan), Judges(prepared, lambda _: (), arrays)

    def numbered(some: list[str]) -> ArrowBatch:
        ids = [f"A{at}" for at in range(len(some))]
        return ArrowBatch(reader, pa.record_batch({"id": ids, "date": ["2026-06-01"] * len(ids), "destination": some}))

    first, later = numbered(countries[:10]), numbered(countries)
    take = Postings.take

    def when_bound(postings: Postings, batch: ArrowBatch) -> None:
        judges.number(later)
        take(postings, batch)

    monkeypatch.setattr(Postings, "take", when_bound)
    for batch, count in ((first, 10), (later, len(countries))):
        past = PastOfBatch(prepared, batch, None, "", np.arange(count))
        found = judges.judge(batch, past)
        names = [plan.units[judges.combinations[one].unit].name for one in found.combinations.tolist()]
        assert [names.count(name) for name in ("A", "B")] == [1, count]


def test_threads_that_share_a_judge_get_the_results_of_one(tmp_path: Path) -> None:
    """Batches judged by four threads at a time have the findings that each has alone, in whatever order they came."""
    plan = load(sorted(str(one.parent) for one in Path("rulesets").glob("*/ruleset.yaml"))).plan
    path = tmp_path / "history.parquet"
    parquet.write_table(canonical_table(generate(200, 5, planted=0.2)), path)
    (rows,) = parquet.read_table(path).to_batches()
    starts = [at for at in range(rows.num_rows) if not at or rows["id"][at] != rows["id"][at - 1]]
    cuts = [*starts[:: len(starts) // 8], rows.num_rows]
    batches = [
        TableBatch(str(path), np.arange(first + 1, end + 1), rows.slice(first, end - first))
        for first, end in pairwise(cuts)
    ]
    setting = Setting(plan, "indexed", {}, (), True, False, True)
    shared = ColumnarJudge(setting)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(shared.judge, batches))
    for batch, judged in zip(batches, together, strict=True):
        alone = ColumnarJudge(setting).judge(batch)
        assert _plain(judged.findings, findings_schema()) == _plain(alone.findings, findings_schema())
        assert _plain(judged.declarations, declarations_schema()) == _plain(alone.declarations, declarations_schema())
