"""docs/plugins.md: its hooks, records and promises against the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from stce_rules import Assessor, hooks
from stce_rules.core.assessment import Assessment, Channel
from stce_rules.core.boxes import Case, Subject
from stce_rules.core.codes import CODES
from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import Field
from stce_rules.core.truth import Truth
from stce_rules.hooks import DecisionPolicy, Function, hookimpl
from stce_rules.plan.model import Scope
from stce_rules.plugins.discover import discover
from tests.docs.pages import page

PAGE = page("docs/plugins.md")
HOST_CALL = "stce_assess"


def _signature(of: Callable[..., object]) -> str:
    """Parameters with their types and defaults as they are written; of a function also what it gives."""
    signature = inspect.signature(of)
    parts = [
        f"{one.name}: {one.annotation}" + ("" if one.default is one.empty else f" = {one.default!r}")
        for one in signature.parameters.values()
    ]
    gives = "" if inspect.isclass(of) else f" -> {signature.return_annotation}"
    return f"({', '.join(parts)}){gives}".replace("'", '"')


def test_every_hook_is_documented_with_its_signature() -> None:
    """Each hook has a heading with its exact signature, and no heading speaks of a hook that is not there."""
    names = [name for name in hooks.__all__ if name.startswith("stce_") and name != HOST_CALL]
    assert len(names) == 8
    headings = [line.removeprefix("### ").strip("`") for line in PAGE.prose if line.startswith("### ")]
    assert sorted(headings) == sorted(f"{name}{_signature(getattr(hooks, name))}" for name in names)


@pytest.mark.parametrize(
    "record",
    [
        Field,
        Function,
        hooks.NameMatcher,
        hooks.ListSource,
        hooks.ListReader,
        hooks.RulesetFolder,
        hooks.EngineFactory,
        DecisionPolicy,
    ],
)
def test_every_record_is_documented_with_its_parts(record: type) -> None:
    """Each record stands on the page with its parts and their types."""
    stated = {line.removeprefix("- ").strip("`") for line in PAGE.prose}
    assert f"{record.__name__}{_signature(record)}" in stated


def test_codes_on_the_page_are_known() -> None:
    """Every code of a fault that a page names is in the table of codes."""
    for name in ("docs/plugins.md", "docs/language.md", "docs/hosts.md"):
        for code in re.findall(r"\b[EW]\d{3}\b", page(name).text):
            assert code in CODES


class _Failing:
    """A plugin whose function, policy and observer fail."""

    @hookimpl
    def stce_functions(self) -> Sequence[Function]:
        def judge(subject: Subject) -> Truth:
            raise OSError("no answer")

        return [Function("asks_elsewhere", Scope.ITEM, "fails", judge)]

    @hookimpl
    def stce_decision_policies(self) -> Sequence[DecisionPolicy]:
        def at_least(case: Case, assessment: Assessment) -> Channel | None:
            raise OSError("no policy")

        return [DecisionPolicy("strict", "fails", at_least)]

    @hookimpl
    def stce_assessed(self, declaration: Declaration, assessment: Assessment) -> None:
        raise OSError("no space left")


def test_plugins_that_fail_while_judging_never_lose_an_assessment(tmp_path: Path) -> None:
    """A failing function is unknown, a failing policy or observer changes nothing, and each raises an alarm."""
    file = tmp_path / "rules.stce"
    text = 'rule "R" "r" for each item when asks_elsewhere then add 9 points if unknown add 5 points end'
    file.write_text(text, encoding="utf-8")
    plugins = discover([_Failing()], entry_points=False)
    with Assessor.from_rulesets(file, plugins=plugins, policy="strict") as assessor:
        found = assessor.assess({"id": "D1", "items": [{"number": 1}]})
    assert (found.channel, found.score) == ("green", 5)
    assert ["no answer" in found.alarms[0], "no policy" in found.alarms[1], "no space" in found.alarms[2]] == [True] * 3
