"""`stce explain`: why a rule holds for a declaration, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click
import msgspec

from stce_rules.assessor import Assessor
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.reading import adapters_for, declarations
from stce_rules.cli.screen import console, draw, tell
from stce_rules.cli.sentences import page
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.decide.explain import explanation
from stce_rules.decide.traced import traced
from stce_rules.intake.adapters import Adapter, Refused
from stce_rules.intake.normalise import NormalCase
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan, Scope
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import user_folder

_ENGINE = "reference"
"""The engine that judges by definition; all others give the same reasons."""


@click.command("explain", cls=RulesCommand)
@click.argument("name", metavar="RULE")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--declaration", "wanted", required=True, metavar="ID", help="The declaration to explain it for.")
@rules_option
@click.option("--item", type=int, metavar="N", help="The number of one goods item; else all.")
@format_option
@adapter_option
def command(
    *,
    name: str,
    files: tuple[str, ...],
    wanted: str,
    rules: tuple[str, ...],
    item: int | None,
    form: str,
    adapter: str | None,
) -> None:
    """Say why a rule holds for a declaration, or why not.

    RULE is the name of a rule or exemption, or of an indicator. Of several states of a declaration the one with the
    highest version is explained. With `--format json` one explanation is written on each line.
    """
    plugins = discover()
    adapters = adapters_for(plugins.contributions, adapter)
    with Assessor.from_rulesets(*rules, engine=_ENGINE, plugins=plugins, cache=user_folder()) as assessor:
        units = _units(assessor.plan, name)
        declaration = _declaration(files, adapters, wanted)
        plan, judgement, case = assessor.judge(declaration)
    asked = [(unit, at) for unit in units for at in _positions(plan, unit, case, item)]
    told = [
        traced(explanation(plan, judgement.explain(unit, at), declaration.id), declaration.sources)
        for unit, at in asked
    ]
    if form == "json":
        for one in told:
            click.echo(msgspec.json.encode(one).decode())
        return
    screen = console()
    for one in told:
        draw(screen, page(one))


def _units(plan: Plan, name: str) -> tuple[int, ...]:
    """The units of this name; several rulesets may have an indicator of one name."""
    found = tuple(number for number, unit in enumerate(plan.units) if unit.name == name)
    if not found:
        known = sorted({unit.name for unit in plan.units})
        near = get_close_matches(name, known, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "drafts never run; `stce check` lists what is wrong with rules"
        message = f"there is no rule, exemption or indicator '{name}' in these rulesets"
        raise StceError(Diagnostic("E884", message, where="RULE", help=mend))
    return found


def _declaration(files: Sequence[str], adapters: Sequence[Adapter], wanted: str) -> Declaration:
    """The declaration of this id with the highest version; what could not be read is told when it is not found."""
    found: Declaration | None = None
    seen: dict[str, None] = {}
    refused: list[Diagnostic] = []
    for one in declarations(files, adapters):
        if isinstance(one, Refused):
            refused += one.diagnostics
        elif one.id == wanted:
            found = one if found is None or one.version >= found.version else found
        elif len(seen) < _MOST_KNOWN:
            seen[one.id] = None
    if found is None:
        tell(refused)
        near = get_close_matches(wanted, seen, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "correct the id, or give the file that holds it"
        if refused:
            mend = "it may be one of those that could not be read, told above"
        message = f"there is no declaration '{wanted}' in {', '.join(files)}"
        raise StceError(Diagnostic("E883", message, where="--declaration", help=mend))
    return found


_MOST_KNOWN = 10_000
"""Ids kept to suggest one from, however long the file is."""


def _positions(plan: Plan, unit: int, case: NormalCase, item: int | None) -> Sequence[int]:
    """The subjects to explain a unit for."""
    one = plan.units[unit]
    if one.scope is Scope.DECLARATION:
        if item is not None:
            mend = "leave --item out"
            raise StceError(_no_item(f"'{one.name}' is judged for the whole declaration, not for goods items", mend))
        return (HEADER,)
    numbers = [each.number for each in case.items]
    if not numbers:
        message = f"declaration '{case.id}' has no goods items, which '{one.name}' is judged for"
        raise StceError(_no_item(message, "there is nothing to judge by this rule until the message is corrected"))
    found = [at for at, number in enumerate(numbers) if item is None or number == item]
    if not found:
        known = ", ".join(map(str, numbers))
        raise StceError(_no_item(f"declaration '{case.id}' has no goods item {item}", f"its items are {known}"))
    return found


def _no_item(message: str, mend: str) -> Diagnostic:
    return Diagnostic("E885", message, where="--item", help=mend)
