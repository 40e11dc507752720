"""All plugins of an installation."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from stce_rules.core.assessment import Assessment, RulesetVersion
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.truth import Truth
from stce_rules.hooks import NONE, Function, ListSource, hookimpl
from stce_rules.plan.model import Scope
from stce_rules.plugins import discover

Environment = Any
"""The `_Environment` of conftest.py, which test modules cannot import."""

EVERYTHING = """
    class Format:
        name, title = "test-format", "a format of a test"
        def recognises(self, head, name): return False
        def read(self, stream, name): return iter(())

    @hookimpl
    def stce_adapters(): return [Format()]
    @hookimpl
    def stce_fields(): return [Field("test box", FieldType.TEXT, Level.ITEM, "items[].extra.test_box", "a box")]
    @hookimpl
    def stce_functions(): return [Function("test_family", Scope.ITEM, "a family", lambda subject: Truth.UNKNOWN)]
    @hookimpl
    def stce_lists(): return [ListSource("test-lists", "csv", "list,value\\nhubs,AE\\n")]
    @hookimpl
    def stce_rulesets(): return [RulesetFolder("test-ruleset", Path(__file__).parent / "test-ruleset")]
    @hookimpl
    def stce_engines(): return [EngineFactory("test-engine", "an engine", lambda plan, surroundings: None)]
    @hookimpl
    def stce_decision_policies(): return [DecisionPolicy("test-policy", "a policy", lambda case, one: "red")]
    @hookimpl
    def stce_assessed(declaration, assessment): pass
"""

LISTS = """
    @hookimpl
    def stce_lists(): return [ListSource("{}", "csv", "list,value\\nhubs,AE\\n")]
"""


def _assessment() -> Assessment:
    return Assessment(
        declaration="D1",
        version=1,
        channel="red",
        score=80,
        sampled=False,
        hits=[],
        exempt=[],
        undetermined=[],
        monitor=[],
        ask_for=[],
        refer_to=[],
        flags=[],
        missing=[],
        alarms=[],
        issues=[],
        ruleset=RulesetVersion(name="a", version="1", hash="0"),
        engine="reference",
    )


class _Watching:
    """An observer that remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    @hookimpl
    def stce_assessed(self, declaration: Declaration, assessment: Assessment) -> None:
        self.told.append((declaration.id, assessment.channel))


def test_every_hook_is_asked(environment: Environment) -> None:
    """What a plugin brings by each of the eight hooks is found, and listed with its distribution and version."""
    (environment.folder / "test-ruleset").mkdir()
    (environment.folder / "test-ruleset" / "ruleset.yaml").write_text("name: test-ruleset\n", encoding="utf-8")
    environment.install("test-all", EVERYTHING, version="1.2")
    plugins = discover()
    (listing,) = environment.listing(plugins)
    assert (listing.name, listing.distribution, listing.version) == ("test_all", "test-all", "1.2")
    assert len(listing.hooks) == 8
    assert listing.contributions == (
        ("adapters", ("test-format",)),
        ("fields", ("test box",)),
        ("functions", ("test_family",)),
        ("lists", ("test-lists",)),
        ("rulesets", ("test-ruleset",)),
        ("engines", ("test-engine",)),
        ("decision policies", ("test-policy",)),
    )
    assert plugins.contributions.catalogue["test box"].path == "items[].extra.test_box"
    assert plugins.contributions.predicates["test_family"](SimpleNamespace(number=1, box=None)) is Truth.UNKNOWN


def test_order_is_by_distribution_then_name(environment: Environment) -> None:
    """Plugins come in the order of their distributions' names, whatever the order of installing."""
    for name in ("Test_C", "test-a", "test.b"):
        environment.install(name.replace(".", "-"), LISTS.format(name.lower().replace("_", "-")))
    plugins = discover()
    assert [one.distribution for one in environment.listing(plugins)] == ["test-a", "test-b", "Test_C"]
    ours = [one.name for one in plugins.contributions.lists if one.name in {"test-a", "test.b", "test-c"}]
    assert ours == ["test-a", "test.b", "test-c"]


def test_another_process_finds_the_same(environment: Environment) -> None:
    """A fresh interpreter that has the distribution on its path finds the plugin."""
    environment.install("test-fresh", LISTS.format("fresh"))
    program = "from stce_rules.plugins import discover; print([one.name for one in discover().contributions.lists])"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(environment.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "fresh" in ran.stdout


def test_objects_of_a_host_come_last(environment: Environment) -> None:
    """A host may give plugins as objects; they are listed without a distribution."""
    environment.install("test-a", LISTS.format("a"))
    watching = _Watching()
    plugins = discover([watching])
    assert (plugins.listing[-1].name, plugins.listing[-1].distribution) == ("_Watching", "")
    assert len(environment.listing(plugins)) == 1


def test_entry_points_can_be_left_out(environment: Environment) -> None:
    """Without entry points only what the host gives is used."""
    environment.install("test-broken", "raise RuntimeError('never imported')")
    plugins = discover([_Watching()], entry_points=False)
    assert plugins.contributions == NONE
    assert len(plugins.listing) == 1


def test_no_plugin_changes_nothing() -> None:
    """Without plugins the catalogue is the one every installation has."""
    assert discover(entry_points=False).contributions.catalogue is CATALOGUE


def test_two_installations_never_meet() -> None:
    """What one host gives is not seen by another: nothing is kept globally."""
    discover([_Watching()], entry_points=False)
    assert discover(entry_points=False).listing == ()


def test_all_faults_are_told_at_once(environment: Environment) -> None:
    """One report names the faults of all plugins, each with distribution and version."""
    environment.install("test-one", "raise RuntimeError('no licence key')", version="2.1")
    environment.install("test-two", "@hookimpl\ndef stce_lists(): return None\n")
    faults = environment.faults()
    assert [(one.code, one.where) for one in faults] == [
        ("E702", "plugin 'test_one' of test-one 2.1"),
        ("E707", "plugin 'test_two' of test-two 1.0"),
    ]


def test_two_plugins_may_not_bring_one_name(environment: Environment) -> None:
    """Lists of one name from two plugins are refused, with both named."""
    environment.install("test-a", LISTS.format("denied"))
    environment.install("test-b", LISTS.format("denied"))
    (fault,) = environment.faults()
    assert fault.code == "E708"
    assert fault.where == "plugin 'test_b' of test-b 1.0"
    assert "brings 'denied' among its lists" in fault.message
    assert "plugin 'test_a' of test-a 1.0 brings already" in fault.message


def test_one_plugin_may_not_bring_a_name_twice() -> None:
    """A plugin that brings two lists of one name is refused."""

    class Twice:
        @hookimpl
        def stce_lists(self) -> list[ListSource]:
            return [ListSource("denied", "csv", ""), ListSource("denied", "csv", "")]

    with pytest.raises(StceError, match="'denied'") as error:
        discover([Twice()], entry_points=False)
    assert {one.code for one in error.value.diagnostics} == {"E708"}


@pytest.mark.parametrize(
    ("hook", "brings", "name"),
    [
        ("stce_fields", 'Field("net mass", FieldType.MASS, Level.ITEM, "items[].extra.mass", "mine")', "net mass"),
        ("stce_engines", 'EngineFactory("indexed", "mine", lambda plan, surroundings: None)', "indexed"),
        ("stce_rulesets", 'RulesetFolder("chemicals", Path(__file__).parent)', "chemicals"),
    ],
)
def test_names_of_the_library_are_taken(environment: Environment, hook: str, brings: str, name: str) -> None:
    """A plugin cannot put anything of its own in the place of one that everybody has."""
    (environment.folder / "ruleset.yaml").write_text("name: chemicals\n", encoding="utf-8")
    environment.install("test-a", f"@hookimpl\ndef {hook}(): return [{brings}]\n")
    (fault,) = environment.faults()
    assert fault.code == "E708"
    assert f"brings '{name}'" in fault.message
    assert "the library brings already" in fault.message


def test_observers_are_told() -> None:
    """An observer is told of the declaration and its assessment."""
    watching = _Watching()
    plugins = discover([watching], entry_points=False)
    assert plugins.observe(Declaration(id="D1"), _assessment()) == ()
    assert watching.told == [("D1", "red")]


def test_a_failing_observer_is_left_alone() -> None:
    """An observer that raises, or wants to end the program, becomes an alarm; the others are told all the same."""

    class Failing:
        @hookimpl
        def stce_assessed(self, assessment: Assessment) -> None:
            raise OSError(f"disk full at {assessment.declaration}")

    class Leaving:
        @hookimpl
        def stce_assessed(self) -> None:
            sys.exit()

    watching = _Watching()
    plugins = discover([Failing(), Leaving(), watching], entry_points=False)
    assert plugins.observe(Declaration(id="D1"), _assessment()) == (
        "plugin 'Failing' given by the host failed to take note of the assessment: disk full at D1",
        "plugin 'Leaving' given by the host failed to take note of the assessment: no reason was given",
    )
    assert watching.told == [("D1", "red")]


def test_a_function_of_the_host_is_brought() -> None:
    """A host may bring functions without packaging them."""
    family = Function("precursor", Scope.ITEM, "a family", lambda _subject: Truth.TRUE)

    class Brings:
        @hookimpl
        def stce_functions(self) -> tuple[Function, ...]:
            return (family,)

    assert discover([Brings()], entry_points=False).contributions.functions == (family,)
