"""What one plugin brings, checked."""

from __future__ import annotations

from typing import Any

import pytest

Environment = Any
"""The `_Environment` of conftest.py, which test modules cannot import."""


@pytest.mark.parametrize(
    "hook",
    [
        "stce_adapters",
        "stce_fields",
        "stce_functions",
        "stce_lists",
        "stce_rulesets",
        "stce_engines",
        "stce_decision_policies",
    ],
)
@pytest.mark.parametrize("answer", ["None", "'text'", "['text']", "[None]", "{}", "7"])
def test_something_else_than_records_is_told(environment: Environment, hook: str, answer: str) -> None:
    """A hook that gives nothing, or not what it should, is a fault that names plugin and hook."""
    environment.install("test-wrong", f"@hookimpl\ndef {hook}(): return {answer}\n")
    (fault,) = environment.faults()
    assert fault.code == "E707"
    assert fault.where == "plugin 'test_wrong' of test-wrong 1.0"
    assert fault.message.startswith(f"gives something else in '{hook}'")


@pytest.mark.parametrize(
    "hook", ["stce_lists", "stce_rulesets", "stce_functions", "stce_fields", "stce_adapters", "stce_engines"]
)
def test_a_hook_that_fails_stops_start_up(environment: Environment, hook: str) -> None:
    """A plugin that cannot give its lists or rulesets is told with its own words."""
    environment.install("test-failing", f"@hookimpl\ndef {hook}(): raise OSError('the list server does not answer')\n")
    (fault,) = environment.faults()
    assert fault.code == "E706"
    assert fault.where == "plugin 'test_failing' of test-failing 1.0"
    assert fault.message == f"failed in '{hook}': the list server does not answer"


@pytest.mark.parametrize(
    ("hook", "record"),
    [
        ("stce_lists", 'ListSource("denied", "xlsx", "")'),
        ("stce_lists", 'ListSource("denied", "csv", None)'),
        ("stce_rulesets", 'RulesetFolder("own", "folder")'),
        ("stce_rulesets", 'RulesetFolder("own", Path("a folder that is not there"))'),
        ("stce_functions", 'Function("family", "item", "a family", lambda subject: Truth.TRUE)'),
        ("stce_functions", 'Function("family", Scope.ITEM, "a family", None)'),
        ("stce_fields", 'Field("my box", FieldType.TEXT, Level.ITEM, "items[].my_box", "a box")'),
        ("stce_fields", 'Field("my box", FieldType.TEXT, Level.HEADER, "items[].extra.my_box", "a box")'),
        ("stce_fields", 'Field("my box", "text", Level.HEADER, "extra.my_box", "a box")'),
        ("stce_engines", 'EngineFactory("mine", "an engine", None)'),
        ("stce_decision_policies", 'DecisionPolicy("mine", "a policy", "red")'),
    ],
)
def test_a_record_that_is_not_whole_is_told(environment: Environment, hook: str, record: str) -> None:
    """A record of the right kind that could not be used later is refused at start-up."""
    environment.install("test-wrong", f"@hookimpl\ndef {hook}(): return [{record}]\n")
    (fault,) = environment.faults()
    assert fault.code == "E707"
    assert "test-wrong 1.0" in fault.where


@pytest.mark.parametrize(
    ("hook", "record"),
    [
        ("stce_lists", 'ListSource("Denied Parties", "csv", "")'),
        ("stce_functions", 'Function("nerve agent", Scope.ITEM, "a family", lambda subject: Truth.TRUE)'),
        ("stce_functions", 'Function("more", Scope.ITEM, "a family", lambda subject: Truth.TRUE)'),
        ("stce_fields", 'Field("My-Box", FieldType.TEXT, Level.HEADER, "extra.my_box", "a box")'),
    ],
)
def test_a_name_that_cannot_be_written_is_told(environment: Environment, hook: str, record: str) -> None:
    """Names are held to the form that rules and commands can write."""
    environment.install("test-wrong", f"@hookimpl\ndef {hook}(): return [{record}]\n")
    (fault,) = environment.faults()
    assert fault.code == "E709"


def test_several_functions_for_one_hook_are_all_asked(environment: Environment) -> None:
    """A plugin may bring lists by two functions; that one of them gives nothing is told."""
    source = """
        @hookimpl
        def stce_lists(): return [ListSource("a", "csv", "")]
        @hookimpl(specname="stce_lists")
        def more_lists(): return None
    """
    environment.install("test-two", source)
    (fault,) = environment.faults()
    assert fault.code == "E707"
