"""What a project asks of its rules, as `ruleset.yaml` states it."""

from __future__ import annotations

import pytest

from stce_rules.core.codes import CODES, Severity
from stce_rules.core.span import Source
from stce_rules.language.checking.findings import Findings
from stce_rules.rulesets.manifest import read_manifest
from stce_rules.rulesets.policy import USUAL, Policy


def _read(lint: str) -> tuple[Policy, list[str]]:
    findings = Findings()
    manifest = read_manifest(Source("ruleset.yaml", f"name: a\nversion: 1\nlanguage: 1\n{lint}"), findings)
    assert manifest is not None
    return manifest.lint, [one.code for one in findings.found]


def test_without_a_policy_the_usual_holds() -> None:
    """A manifest without the key has the usual policy."""
    assert _read("") == (Policy(), [])
    assert Policy().needs == USUAL


def test_every_key_is_read() -> None:
    """A whole policy is read as it is written; a kind that is not named keeps what is usual."""
    policy, codes = _read(
        "lint:\n  needs: {rule: [version, review by], indicator: regime, list: []}\n  errors: [W408, W416]\n"
        "  also: W461\n"
        '  off: {code: W438, because: "long names are kept"}\n'
        '  accept: [{code: W422, in: goods, because: "own list"}, {code: W414, because: "they belong together"}]\n'
        "  monitor_at_most: 90 days\n"
    )
    assert codes == []
    assert policy.needs == {**USUAL, "rule": ("version", "review by"), "indicator": ("regime",), "list": ()}
    assert policy.errors == {"W408", "W416"}
    assert policy.also == {"W461"}
    assert [(one.code, one.because) for one in policy.off] == [("W438", "long names are kept")]
    assert [(one.code, one.within) for one in policy.accept] == [("W422", "goods"), ("W414", "")]
    assert policy.monitor_at_most == "90 days"


def test_all_findings_can_be_errors() -> None:
    """`errors: all` raises every code that is a warning."""
    policy, codes = _read("lint: {errors: all}\n")
    assert codes == []
    assert policy.errors == {one.code for one in CODES.values() if one.severity is Severity.WARNING}


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("[W408]", "E813"),
        ("{need: {}}", "E811"),
        ("{needs: [owner]}", "E813"),
        ("{needs: {rules: [owner]}}", "E811"),
        ("{needs: {rule: [colour]}}", "E811"),
        ("{needs: {indicator: [because]}}", "E811"),
        ("{errors: [E103]}", "E823"),
        ("{errors: everything}", "E823"),
        ("{also: [W408]}", "E823"),
        ("{also: [W400]}", "E823"),
        ("{off: [W408]}", "E813"),
        ("{off: [{because: x}]}", "E812"),
        ("{off: [{code: W408}]}", "E824"),
        ("{off: [{code: W408, because: ''}]}", "E813"),
        ("{off: [{code: W408, in: rules.stce, because: x}]}", "E811"),
        ("{accept: [{code: E103, because: x}]}", "E823"),
        ("{accept: [{code: W400, because: x}]}", "E823"),
        ("{monitor_at_most: long}", "E135"),
        ("{monitor_at_most: [1 month]}", "E813"),
    ],
)
def test_faults_of_a_policy(policy: str, code: str) -> None:
    """Each fault of a policy is told by the code of its kind."""
    assert _read(f"lint: {policy}\n")[1] == [code]
