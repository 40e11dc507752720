"""Rulesets to one plan."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.core.truth import Truth
from stce_rules.hooks import Contributions, Function, ListSource, RulesetFolder
from stce_rules.plan.build import build
from stce_rules.plan.model import Calls, Rate, Scope
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import check_paths, load

Write = Callable[..., Path]

RULE = 'rule "{name}" "Goods"\n  for each item\n  when {when}\n  then add 10 points\nend\n'


def _codes(error: pytest.ExceptionInfo[StceError]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


def test_a_folder_is_loaded(write: Write) -> None:
    """The folder of a ruleset gives a plan of its name and version, with a content hash."""
    loaded = load([write()])
    assert (loaded.plan.name, loaded.plan.version) == ("own", "1")
    assert [unit.name for unit in loaded.plan.units] == ["A-1"]
    assert len(loaded.plan.content_hash) == 64
    assert [path.name for path in loaded.files] == ["rules.stce", "ruleset.yaml"]
    assert loaded.diagnostics == ()


def test_a_single_file_is_loaded(write: Write) -> None:
    """A rule file alone is a ruleset named after it, of version 0."""
    loaded = load([write() / "rules.stce"])
    assert (loaded.plan.name, loaded.plan.version) == ("rules", "0")


def test_a_manifest_stands_for_its_folder(write: Write) -> None:
    """Giving the manifest itself is the same as giving its folder."""
    root = write()
    assert load([root / "ruleset.yaml"]).plan == load([root]).plan


def test_every_shipped_ruleset_loads_by_its_name() -> None:
    """All shipped rulesets load together, by name, and each is named as its folder is."""
    names = list(shipped())
    assert names
    loaded = load(names)
    assert loaded.plan.name == "+".join(names)
    assert [one.name for one in loaded.manifests] == names


def test_shipped_rulesets_load_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped ruleset is found by name whatever the working folder, unless a ruleset of that name is there."""
    monkeypatch.chdir(tmp_path)
    assert load(["chemicals"]).plan.name == "chemicals"
    (tmp_path / "chemicals").mkdir()
    assert load(["chemicals"]).plan.name == "chemicals"


def test_several_rulesets_are_one_plan(write: Write) -> None:
    """Rulesets loaded together are one plan; the order given does not change it."""
    first = write()
    manifest = "name: other\nversion: 2.10\nlanguage: 1\nedition: 2022\n"
    second = write({"ruleset.yaml": manifest, "rules.stce": RULE.format(name="B-1", when="origin is IR")}, "other")
    loaded = load([second, first])
    assert (loaded.plan.name, loaded.plan.version) == ("other+own", "2.10+1")
    assert loaded.plan == load([first, second]).plan
    assert [one.name for one in loaded.programs] == ["other", "own"]


def test_the_hash_is_of_content_not_of_place(write: Write) -> None:
    """The same ruleset in another folder has the same hash; one changed row of a list changes it."""
    files = {
        "rules.stce": 'use lists from "hubs.csv" as risk\n' + RULE.format(name="A", when="origin is in list risk.hubs"),
        "hubs.csv": "list,value\nhubs,AE\nhubs,MY\n",
    }
    first, second = load([write(files, "a")]), load([write(files, "b")])
    third = load([write({**files, "hubs.csv": "list,value\nhubs,AE\nhubs,HK\n"}, "c")])
    assert first.plan == second.plan
    assert first.plan.content_hash != third.plan.content_hash


def test_the_hash_is_the_same_in_every_process() -> None:
    """The shipped rulesets have one hash, however Python orders its sets."""
    program = "from stce_rules.rulesets.load import load; print(load(['battlefield']).plan.content_hash)"
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_all_faults_of_all_files_are_told_at_once(write: Write) -> None:
    """Faults of manifest, rules, lists and rates of all rulesets come in one report."""
    first = write({
        "ruleset.yaml": "name: own\nversion: 1\nlanguage: 1\nowners: me\nlists: {risk: hubs.csv}\nrates: rates.csv\n",
        "rules.stce": RULE.format(name="A", when="origin is UK") + RULE.format(name="B", when="cas is 756-79-5"),
        "hubs.csv": "list,value\nhubs,UK\n",
        "rates.csv": "from,base,quote,rate\n2026-13-01,EUR,USD,1\n",
    })  # fmt: skip
    with pytest.raises(StceError) as error:
        load([first, "a ruleset that is not there"])
    assert sorted(_codes(error)) == ["E103", "E230", "E230", "E801", "E811", "E821"]
    assert sorted(one.code for one in check_paths([first, "a ruleset that is not there"])) == sorted(_codes(error))


def test_faults_of_rulesets_together_are_checked_too(write: Write) -> None:
    """What only shows when rulesets are put together is told by a check as well."""
    first, second = write(), write({"ruleset.yaml": "name: b\nversion: 1\nlanguage: 1\n"}, "other")
    assert [one.code for one in check_paths([first, second])] == ["E531"]
    assert check_paths([first]) == ()


def test_nothing_given_is_refused() -> None:
    """No ruleset at all would release everything."""
    with pytest.raises(StceError) as error:
        load([])
    assert _codes(error) == ["E801"]


def test_warnings_do_not_stop_a_load(write: Write) -> None:
    """An old list is told when the day is given, and loads all the same."""
    hubs = "hubs: {of: countries, as_of: 2020-01-01, review_every: 12 months, members: [AE]}\n"
    rules = 'use lists from "hubs.yaml" as risk\n' + RULE.format(name="A", when="origin is in list risk.hubs")
    root = write({"rules.stce": rules, "hubs.yaml": hubs})
    assert load([root]).diagnostics == ()
    assert [one.code for one in load([root], on=date(2026, 1, 1)).diagnostics] == ["W420"]


def test_rates_are_in_the_plan(write: Write) -> None:
    """The table of rates that the manifest names is part of the plan, exactly as written."""
    manifest = "name: own\nversion: 1\nlanguage: 1\nrates: rates.csv\n"
    root = write(
        {"ruleset.yaml": manifest, "rates.csv": "from,base,quote,rate,source\n2026-01-01,EUR,USD,1.0852,ECB\n"}
    )
    assert load([root]).plan.rates == (Rate(date(2026, 1, 1), "EUR", "USD", Fraction(10852, 10000), "ECB"),)


def test_what_plugins_bring_is_used(write: Write) -> None:
    """Rules may use the fields, functions and lists of plugins, and rulesets of plugins load by name."""
    rules = 'use lists from "plugin:denied" as denied\n' + RULE.format(
        name="P-1", when='test_family and test box mentions "x" and consignee country is in list denied.hubs'
    )
    brought = Contributions(
        fields=(Field("test box", FieldType.TEXT, Level.ITEM, "items[].extra.test_box", "a box"),),
        functions=(Function("test_family", Scope.ITEM, "a family", lambda _subject: Truth.TRUE),),
        lists=(ListSource("denied", "csv", "list,value\nhubs,AE\n"),),
        rulesets=(RulesetFolder("of-a-plugin", write({"rules.stce": rules})),),
    )
    plan = load(["of-a-plugin"], contributions=brought).plan
    assert Calls("test_family") in plan.units[0].when.parts  # type: ignore[union-attr]  # it is a conjunction
    assert {one.field for one in plan.tests} == {"test box", "consignee country"}
    assert [one.name for one in plan.lists] == ["own/denied.hubs"]


def test_drafts_can_be_built_from_what_was_loaded(write: Write) -> None:
    """The programs are kept, so that examples of drafts can be run."""
    draft = RULE.format(name="D-1", when="origin is IR").replace("  for each", "  status draft\n  for each")
    loaded = load([write({"more.stce": draft})])
    assert [unit.name for unit in loaded.plan.units] == ["A-1"]
    assert [unit.name for unit in build(loaded.programs, keep_drafts=True).units] == ["A-1", "D-1"]
