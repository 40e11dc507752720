"""Tests of the rulesets that ship: lint finds nothing, and their examples see every truth and notice every change."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from stce_rules.plugins import discover
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.coverage import coverage
from stce_rules.testing.mutation import Mutation, mutate
from stce_rules.workbench.linting import lint, project_of

DAY = date(2026, 11, 22)
"""The day by which lists, reviews and rules in shadow are old or not."""

HEADING = "## Changes that no example notices\n\n"
"""The section of a README that lists the survivors of `stce test --mutate`."""

# The tests of one ruleset share what they load.
each_ruleset = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"quality of {name}"))
        for name in ("battlefield", "chemicals", "diversion", "nuclear-missile")
    ],
)


@cache
def _loaded(name: str) -> Loaded:
    return load([name])


@cache
def _mutation(name: str) -> Mutation:
    return mutate(_loaded(name))


@each_ruleset
def test_lint_finds_nothing(name: str) -> None:
    """Nothing is found in a shipped ruleset that its authors have not accepted with a reason."""
    contributions = discover(entry_points=False).contributions
    authored = author([name], contributions=contributions, on=DAY)
    (ruleset,) = authored.rulesets
    assert lint(project_of(ruleset, authored.diagnostics, catalogue=contributions.catalogue, on=DAY)) == ()


@pytest.mark.slow
@each_ruleset
def test_examples_see_every_truth(name: str) -> None:
    """The examples of each unit see each of its conditions true, false and unknown, as far as it can be."""
    seen = coverage(_loaded(name))
    unseen = [
        (unit.name, leaf.leaf.span.line, truth.name)
        for unit in seen.units
        for leaf in unit.leaves
        for truth in leaf.missing
    ]
    assert seen.wanted > 0
    assert unseen == []


@pytest.mark.slow
@each_ruleset
def test_examples_notice_every_change(name: str) -> None:
    """Examples notice each small change to a rule, but for those that are accepted with a reason."""
    mutation = _mutation(name)
    idle = [one.change for unit in mutation.units for one in unit.idle]
    assert mutation.noticed > 0
    assert [(one.span.line, one.change) for one in mutation.survivors if one.reason is None] == []
    assert idle == []


@pytest.mark.slow
@each_ruleset
def test_the_readme_lists_what_survives(name: str) -> None:
    """The README of a shipped ruleset lists the changes that no example notices, with the reasons, and no others."""
    rows = [
        f"| `{unit.name}` | {one.change} | {one.reason} |\n" for unit in _mutation(name).units for one in unit.survivors
    ]
    none = f"None: an example notices every change that `stce test {name} --mutate` makes.\n"
    table = "".join(("| where | change | why |\n| --- | --- | --- |\n", *rows)) if rows else none
    _, _, section = (shipped()[name] / "README.md").read_text(encoding="utf-8").partition(HEADING)
    assert section.partition("\n\n")[0].rstrip("\n") == table.rstrip("\n")
