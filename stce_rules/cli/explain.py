"""`stce explain`: why a declaration is recommended what it is; why a rule holds for it, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click
import msgspec

from stce_rules.assessor import Assessor
from stce_rules.cli.cards import card, sums
from stce_rules.cli.files import written_whole
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.reading import adapters_for, one_declaration
from stce_rules.cli.screen import console, draw
from stce_rules.cli.sentences import page
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.wording import counted
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.traced import traced
from stce_rules.intake.normalise import NormalCase
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan, Scope
from stce_rules.plugins.discover import discover
from stce_rules.rulesets.cache import user_folder
from stce_rules.workbench.casefile import CaseFile, Given, case_file, sheet

_ENGINE = "reference"
"""The engine that judges by definition; all others give the same reasons."""

_PAGE = click.Path(path_type=Path, dir_okay=False)


@click.command("explain", cls=RulesCommand)
@click.argument("words", nargs=-1, required=True, metavar="[RULE] FILE…")
@click.option("--declaration", "wanted", metavar="ID", help="The declaration to explain; else the only one there is.")
@rules_option
@click.option("--item", type=int, metavar="N", help="The number of one goods item; else all.")
@click.option("--html", type=_PAGE, metavar="FILE", help="Write it as one sheet to print and sign.")
@format_option
@adapter_option
def command(
    *,
    words: tuple[str, ...],
    wanted: str | None,
    rules: tuple[str, ...],
    item: int | None,
    html: Path | None,
    form: str,
    adapter: str | None,
) -> None:
    """Say why a declaration is recommended what it is, or why a rule holds for it or not.

    RULE is the name of a rule or exemption, or of an indicator; without it the whole assessment is explained: channel,
    score, and each rule that found something or is left open. Of several states of a declaration the one with the
    highest version is explained. With `--format json` one explanation of RULE is written on each line, or the whole on
    one line.
    """
    told, whole = _told(words, wanted, rules, item, adapter)
    if html is not None:
        with written_whole(html, "sheet") as file:
            file.write(sheet(told).encode())
        click.echo(f"sheet: {html}", err=form == "json")
    if form == "json":
        for one in (told,) if whole else told.explanations:
            click.echo(msgspec.json.encode(one).decode())
    elif html is None:
        _show(told, whole=whole)


def _told(
    words: Sequence[str], wanted: str | None, rules: Sequence[str], item: int | None, adapter: str | None
) -> tuple[CaseFile, bool]:
    """The case file, and whether it is of the whole assessment rather than of one rule."""
    plugins = discover()
    adapters = adapters_for(plugins.contributions, adapter)
    with Assessor.from_rulesets(*rules, engine=_ENGINE, plugins=plugins, cache=user_folder()) as assessor:
        name, files = _parted(words, assessor.plan)
        units = None if name is None else _units(assessor.plan, name)
        declaration = one_declaration(files, adapters, wanted)
        plan, judgement, case = assessor.judge(declaration)
    judged = JudgedDeclaration(declaration.id, declaration.version, judgement, _ENGINE, case.issues)
    assessment = traced(assess(plan, judged), declaration.sources)
    named = [f"{one.name} {one.version}".rstrip() for one in plugins.listing]
    given = Given(plan, judgement, declaration, case.date, assessment, named)
    return case_file(given, _asked(given, case, units, item)), units is None


def _show(told: CaseFile, *, whole: bool) -> None:
    screen = console()
    if whole:
        draw(screen, card(told.assessment))
        draw(screen, sums(told.account))
    for one in told.explanations:
        draw(screen, page(one))
    if whole:
        click.echo(f"{counted(told.quiet, 'other rule')} found nothing; `stce explain RULE …` says why not")


def _parted(words: Sequence[str], plan: Plan) -> tuple[str | None, Sequence[str]]:
    """The rule that is named first, if one is, and the files: what is no unit, but a file that is there, is a file."""
    first = words[0]
    named = any(unit.name == first for unit in plan.units)
    if len(words) == 1 and named:
        mend = f"write 'stce explain {first} FILE … --rules …'"
        raise StceError(Diagnostic("E911", f"no file is given to explain '{first}' for", where="FILE", help=mend))
    if named or (len(words) > 1 and first != "-" and not Path(first).exists()):
        return first, words[1:]
    return None, words


def _asked(
    given: Given, case: NormalCase, units: Sequence[int] | None, item: int | None
) -> list[tuple[int, int]] | None:
    """What to explain: a unit for its subjects, or what was found for a goods item. None for all that was found."""
    if units is not None:
        return [(unit, at) for unit in units for at in _positions(given.plan, unit, case, item)]
    if item is None:
        return None
    numbers = [each.number for each in case.items]
    if item not in numbers:
        raise StceError(_no_such(case, item))
    found = {(one.unit, one.at) for one in given.judgement.verdicts if one.item == item}
    return sorted(found, key=lambda one: (given.plan.units[one[0]].name, one[1]))


def _units(plan: Plan, name: str) -> tuple[int, ...]:
    """The units of this name; several rulesets may have an indicator of one name."""
    found = tuple(number for number, unit in enumerate(plan.units) if unit.name == name)
    if not found:
        known = sorted({unit.name for unit in plan.units})
        near = get_close_matches(name, known, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "drafts never run; `stce check` lists what is wrong with rules"
        if Path(name).suffix and not near:
            mend = "if it is to be a file, correct its path: there is none of this name"
        message = f"there is no rule, exemption or indicator '{name}' in these rulesets"
        raise StceError(Diagnostic("E884", message, where="RULE", help=mend))
    return found


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
        raise StceError(_no_such(case, item))
    return found


def _no_such(case: NormalCase, item: int | None) -> Diagnostic:
    known = ", ".join(str(each.number) for each in case.items) or "none"
    return _no_item(f"declaration '{case.id}' has no goods item {item}", f"its items are {known}")


def _no_item(message: str, mend: str) -> Diagnostic:
    return Diagnostic("E885", message, where="--item", help=mend)
