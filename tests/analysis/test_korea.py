"""Figures of 1,800 Korean import declarations, against plain SQL over the findings and the labels of the file.

The labels are of duty fraud, and every row was inspected: they prove the arithmetic, not any rule.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from stce_rules.analysis.figures import Figures, Outcomes
from stce_rules.analysis.measure import Asked, measure
from stce_rules.replay import Folder, Replay, Results, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import history_of
from stce_rules.rulesets.load import load

RULES = """use edition 2022

rule "KR-1" "Wood"
  for each item
  when hs is from 4401.00 to 4421.99
  then add 40 points
end

rule "KR-2" "Machinery from China"
  for each item
  when hs is from 8401.00 to 8487.90 and origin is CN
  then add 35 points
end

rule "KR-3" "Heavy goods"
  for each item
  when net mass is more than 10000 kg
  then add 30 points
end

rule "KR-4" "Goods of Viet Nam or Hong Kong"
  for each item
  when origin is in (VN, HK)
  then add 40 points, at least yellow
end

rule "KR-5" "Very heavy goods"
  status monitor
  for each item
  when net mass is more than 20000 kg
  then add 40 points
end

rule "KR-6" "Goods for Norway"
  for each item
  when destination is NO
  then add 1 points
end
"""

MAP = """table: korea
rows: declarations
declaration:
  id: Declaration ID
  flow: =import
  date: Date
  office: Office ID
  destination: =KR
  outcome:
    inspected: =yes
    finding: {column: Fraud, values: {"1": fraud, "0": ""}}
item:
  hs: {column: HS6 Code, digits: 6}
  origin: Country of Origin
  net_mass_kg: Net Mass
"""

JOINED = """
with declared as (select * from read_parquet('{folder}/declarations/*.parquet')),
     found as (select * from read_parquet('{folder}/findings/*.parquet')),
     labels as (select cast("Declaration ID" as text) as declaration, Fraud = 1 as fraud from read_csv('{sample}')),
     hit as (select distinct declaration, rule, points, channel from found where outcome = 'hit')
"""


@pytest.fixture(scope="module")
def sample(repository: Path) -> Path:
    """The file, where it is."""
    path = repository.parent / "shared/samples/csv_korea/kr_import_train_0001_1800.csv"
    if not path.is_file():
        pytest.skip("the Korean sample is not here")
    return path


@pytest.fixture(scope="module")
def folder(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay of it, in parts."""
    place = tmp_path_factory.mktemp("korea")
    (place / "rules.stce").write_text(RULES, encoding="utf-8")
    (place / "map.yaml").write_text(MAP, encoding="utf-8")
    setting = Setting(
        load([place / "rules.stce"]).plan,
        "indexed",
        {},
        (),
        with_findings=True,
        with_evidence=False,
        with_declarations=True,
    )
    history = history_of([sample], map_path=place / "map.yaml")
    replay(Replay(history, setting), Results(folder=Folder(place / "out", part=500)))
    return place / "out"


@pytest.fixture(scope="module")
def figures(folder: Path) -> Figures:
    """Its figures."""
    return measure(folder, Asked(plan=load([folder.parent / "rules.stce"]).plan))


def asked(folder: Path, sample: Path, query: str) -> list[tuple[object, ...]]:
    """What plain SQL says."""
    with duckdb.connect() as database:
        return database.execute(JOINED.format(folder=folder, sample=sample) + query).fetchall()


def test_outcomes_are_those_of_the_labels(figures: Figures, folder: Path, sample: Path) -> None:
    """Flagged and unflagged declarations have the findings that the file says."""
    query = """select d.channel in ('yellow', 'red'), count(*) filter (fraud), count(*) filter (not fraud)
               from declared d join labels using (declaration) group by all order by 1 desc"""
    whole = next(one for one in figures.confusion if (one.flagged_from, one.selected_by) == ("yellow", "all"))
    told = [(True, whole.flagged), (False, whole.unflagged)]
    assert [(flag, one.with_finding, one.without_finding) for flag, one in told] == asked(folder, sample, query)
    assert figures.headline.outcomes == Outcomes(with_finding=364, without_finding=1436)
    assert (figures.headline.coverage.share, figures.headline.random_found) == (1.0, None)


def test_rules_have_the_hits_and_findings_of_the_tables(figures: Figures, folder: Path, sample: Path) -> None:
    """Hits, findings, and what no other rule hits, of every rule that counts."""
    query = """select rule, count(*), count(*) filter (fraud),
                      count(*) filter (rules = 1), count(*) filter (rules = 1 and fraud)
               from hit join (select declaration, count(*) as rules from hit group by 1) using (declaration)
                    join labels using (declaration)
               group by 1 order by 1"""
    counted = [one for one in figures.rules if not one.shadow and one.fired == "hit"]
    assert [
        (one.rule, one.declarations, one.outcomes.with_finding, one.unique, one.unique_findings) for one in counted
    ] == asked(folder, sample, query)
    assert [one.rule for one in figures.rules if one.fired == "never"] == ["KR-6"]
    assert [one.rule for one in figures.rules if one.shadow] == ["KR-5"]


def test_leaving_one_rule_out_loses_what_the_tables_say(figures: Figures, folder: Path, sample: Path) -> None:
    """Points without the rule, thresholds 30 and 70, and what other rules ask for give the same losses."""
    query = """, other as (
                 select one.rule, one.declaration, coalesce(sum(two.points), 0) as points,
                        coalesce(max(two.channel = 'yellow'), false) as floor
                 from hit one left join hit two on one.declaration = two.declaration and one.rule <> two.rule
                 group by all)
               select o.rule, count(*) filter (o.channel <> d.channel),
                      count(*) filter (o.channel = 'green' and d.channel <> 'green' and fraud)
               from (select *, case when points >= 70 then 'red' when points >= 30 or floor then 'yellow'
                                    else 'green' end as channel from other) o
                    join declared d using (declaration) join labels using (declaration)
               group by 1 order by 1"""
    told = [
        (one.rule, one.without.lowered, one.without.lost)
        for one in figures.rules
        if one.without is not None and one.fired == "hit"
    ]
    assert told == asked(folder, sample, query)


def test_pairs_and_scores_are_those_of_the_tables(figures: Figures, folder: Path, sample: Path) -> None:
    """Rules that hit the same declarations, and the findings above each score."""
    query = """select one.rule, two.rule, count(*), count(*) filter (fraud)
               from hit one join hit two on one.declaration = two.declaration and one.rule < two.rule
                    join labels on labels.declaration = one.declaration group by 1, 2 order by 3 desc, 1, 2"""
    assert [(one.first, one.second, one.shared, one.findings) for one in figures.pairs] == asked(folder, sample, query)
    curve = figures.curves[0]
    point = next(one for one in curve.points if one.percent == 20)
    above = f"""select count(*) filter (fraud and score > {point.score}), count(*) filter (score > {point.score}),
                       count(*) filter (fraud and score = {point.score}), count(*) filter (score = {point.score})
                from declared join labels using (declaration)"""
    [(found, taken, more, equal)] = asked(folder, sample, above)
    assert point.declarations == 360
    assert point.findings == pytest.approx(int(str(found)) + int(str(more)) * (360 - int(str(taken))) / int(str(equal)))


def test_offices_have_the_work_of_the_tables(figures: Figures, folder: Path, sample: Path) -> None:
    """Red and yellow by office, and the busiest day."""
    query = """select office, channel, sum(count)::bigint, max(count)
               from (select office, channel, date, count(*) as count from declared
                     where channel <> 'green' group by all) group by 1, 2 order by 1, 2"""
    told = [(one.office, one.channel, one.declarations, one.busiest_day) for one in figures.workload.offices]
    assert sorted(told, key=str) == sorted(asked(folder, sample, query), key=str)
