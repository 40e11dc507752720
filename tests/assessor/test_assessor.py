"""The assessor as a host holds it: the same answers by every way of asking, and rulesets that change under it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pluggy
import pytest

import stce_rules
from stce_rules import Assessor, Budget, StceError
from stce_rules.decide.wire import encode
from stce_rules.plugins import discover

Declared = Callable[..., dict[str, Any]]


def test_an_answer_is_the_assessment_with_its_bytes(rules: Path, declared: Declared) -> None:
    """`answer` gives what `assess` gives, and the bytes that every door writes."""
    with Assessor.from_rulesets(rules) as assessor:
        answer = assessor.answer(declared("A"))
        assert answer.assessment == assessor.assess(declared("A"))
    assert answer.raw == encode(answer.assessment)
    assert (answer.given_before, answer.assessment.judged) == (False, True)


def test_reload_sees_a_list_that_changed(rules: Path, declared: Declared) -> None:
    """A reload takes in a change of a list, with and without kept plans."""
    for cache in (None, rules.parent / "kept"):
        (rules.parent / "hubs.csv").write_text("list,value\nhubs,AE\nhubs,SS\n", encoding="utf-8")
        with Assessor.from_rulesets(rules, cache=cache) as assessor:
            before = assessor.assess(declared("A"))
            (rules.parent / "hubs.csv").write_text("list,value\nhubs,AE\n", encoding="utf-8")
            assessor.reload()
            after = assessor.assess(declared("A"))
        assert (before.score, after.score) == (10, 0)
        assert before.ruleset.hash != after.ruleset.hash


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rules.stce", 'rule "R-1" "x" for each item when cas is 111-48-9 then add 5 points end'),
        ("hubs.csv", "list,value\nhubs,XX\n"),
        ("hubs.csv", "list,value\n"),
    ],
)
def test_reload_keeps_what_is_in_force(rules: Path, declared: Declared, name: str, text: str) -> None:
    """A fault in a rule file or list raises, and the assessor judges on by the plan from before."""
    with Assessor.from_rulesets(rules) as assessor:
        before = assessor.assess(declared("A"))
        (rules.parent / name).write_text(text, encoding="utf-8")
        with pytest.raises(StceError):
            assessor.reload()
        assert assessor.assess(declared("A")) == before


def test_reload_among_threads(rules: Path, declared: Declared) -> None:
    """While rulesets are swapped, every assessment is by one plan, the old or the new, and all engines are closed."""
    texts = [rules.read_text(encoding="utf-8"), rules.read_text(encoding="utf-8").replace("10 points", "20 points")]
    swapped = threading.Event()
    with Assessor.from_rulesets(rules) as assessor, ThreadPoolExecutor(4) as pool:

        def ask(number: int) -> set[tuple[int, str]]:
            found = set()
            while not swapped.is_set():
                one = assessor.assess(declared(f"A{number}"))
                found.add((one.score, one.ruleset.hash))
            return found

        asked = [pool.submit(ask, number) for number in range(4)]
        hashes = {assessor.plan.content_hash: 10}
        for turn in range(1, 6):
            rules.write_text(texts[turn % 2], encoding="utf-8")
            assessor.reload()
            hashes[assessor.plan.content_hash] = 20 if turn % 2 else 10
        swapped.set()
        seen = set().union(*(one.result() for one in asked))
    assert len(hashes) == 2
    assert {(hashes[name], name) for _, name in seen} == seen


def test_a_relative_path_is_read_again_from_where_it_was(rules: Path, declared: Declared) -> None:
    """A ruleset that is not there any more is a fault; the old plan stays."""
    with Assessor.from_rulesets(rules) as assessor:
        rules.rename(rules.with_suffix(".away"))
        with pytest.raises(StceError) as refused:
            assessor.reload()
        assert [one.code for one in refused.value.diagnostics] == ["E801"]
        assert assessor.assess(declared("A")).score == 10


def test_no_library_of_a_store_without_records(rules: Path) -> None:
    """A host that keeps no records loads no database library."""
    code = (
        "import sys; from stce_rules import Assessor, Budget\n"
        f"a = Assessor.from_rulesets({str(rules)!r}, budget=Budget(60))\n"
        "a.assess({'id': 'A'}); a.close(); print('sqlalchemy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert told.stdout.strip() == "False"
    assert discover(entry_points=False).observers == ()


def test_a_plugin_takes_the_options_of_an_assessor(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """The plugin of a host's own manager may have an engine, records and a budget as an assessor may."""
    pytest.importorskip("sqlalchemy")
    manager = pluggy.PluginManager("stce")
    manager.add_hookspecs(stce_rules.hooks)
    desk = stce_rules.plugin(rules, engine="reference", records=tmp_path / "s.db", budget=Budget(60))
    manager.register(desk)
    first = manager.hook.stce_assess(declaration=declared("A"))
    assert (first.engine, first.score) == ("reference", 10)
    assert desk.assessor.answer(declared("A")).given_before
    desk.close()
    mine, theirs = (list(inspect.signature(one).parameters) for one in (stce_rules.plugin, Assessor.from_rulesets))
    assert mine == [*theirs, "project"]
