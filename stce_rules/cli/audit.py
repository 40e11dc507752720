"""`stce audit`: whether the audit trail of a store is whole, and why a declaration was answered as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from stce_rules.cli.audit_page import page as audit_page
from stce_rules.cli.files import written_whole
from stce_rules.cli.guard import FINDINGS
from stce_rules.cli.options import format_option
from stce_rules.cli.screen import console, draw, tell
from stce_rules.cli.sentences import page
from stce_rules.cli.stores import opened
from stce_rules.core.assessment import Assessment
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.decide.explain import Explanation
from stce_rules.plugins import discover
from stce_rules.workbench.casefile import Given, case_file, sheet

if TYPE_CHECKING:
    from stce_rules.assessor.again import Again
    from stce_rules.history.database import Turn
    from stce_rules.history.trail import Head, Kept, Setting


@click.group("audit", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check the audit trail of a store, and explain what was assessed.

    STORE is the path of a store, or the URL of one in PostgreSQL.
    """


@command.command("head")
@click.argument("store", metavar="STORE")
def head(store: str) -> None:
    """Write the number and the hash of the last row.

    Keep it where nobody who can write to the store can change it: `stce audit verify --heads` holds the trail to it.
    """
    from stce_rules.history import trail

    with _reading(store) as turn:
        last = trail.head(turn)
    click.echo(f"{last.number} {last.hash}")


@command.command("verify")
@click.argument("store", metavar="STORE")
@click.option("--heads", metavar="FILE", type=click.File(encoding="utf-8"), help="Heads that were kept; - reads them.")
def verify(store: str, heads: Iterable[str] | None) -> None:
    """Check every row of the audit trail, and that the heads that were kept lie in it.

    Exit 1 names the first row that is not what it was.
    """
    from stce_rules.history import checking

    kept = [] if heads is None else list(_heads(heads))
    with _reading(store) as turn:
        try:
            last = checking.verified(turn, kept, where=store)
        except StceError as broken:
            tell(broken.diagnostics)
            click.get_current_context().exit(FINDINGS)
    held = f", {len(kept):,} kept {'head lies' if len(kept) == 1 else 'heads lie'} in it" if kept else ""
    click.echo(f"{last.number:,} {'row' if last.number == 1 else 'rows'}, whole{held}: {last.hash}")


@command.command("show")
@click.argument("store", metavar="STORE")
@click.argument("declaration", metavar="ID")
@click.option("--version", type=int, metavar="N", help="The version of the declaration; else the highest assessed.")
@click.option("--rule", metavar="NAME", help="Explain this rule, exemption or indicator, also where it found nothing.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write one sheet.")
@format_option
def show(*, store: str, declaration: str, version: int | None, rule: str | None, html: Path | None, form: str) -> None:
    """Tell what a declaration was answered, by what, and why.

    The reasons are made again by the plan of that day, from the declaration and the past as they were then.
    """
    from stce_rules.assessor.again import again, unlike
    from stce_rules.decide.wire import decode
    from stce_rules.history import checking, trail

    with _reading(store) as turn:
        rows = checking.about(turn, declaration, where=store)
        kept = _wanted(rows, declaration, version, store)
        by = trail.setting(turn, kept.record.setting)
        packed = trail.packed_plan(turn, by)
    others = [one for one in rows if one.record.version == kept.record.version and one is not kept]
    given = decode(kept.assessment or b"")
    plugins = discover()
    faults: list[Diagnostic] = []
    explanations: list[Explanation] = []
    try:
        made = again(kept, by, packed, plugins.contributions)
    except StceError as fault:
        faults += fault.diagnostics
    else:
        explanations = list(_explained(made, rule))
        if made.differs(given):
            mend = "; ".join(unlike(by, plugins.listing)) or "see whether what plugins rest on has changed since"
            told = "the rules of then find something else here than what was answered"
            faults.append(Diagnostic("W873", told, where=declaration, help=mend))
        if html is not None:
            with written_whole(html, "sheet") as file:
                file.write(_sheet(made, given, by, kept).encode())
            click.echo(f"sheet: {html}", err=True)
    if form == "json":
        click.echo(msgspec.json.encode(_as_data(kept, by, others, explanations)))
    else:
        screen = console()
        draw(screen, audit_page(kept, by, given, others))
        for one in explanations:
            draw(screen, page(one))
    tell(faults)
    if faults:
        click.get_current_context().exit(FINDINGS)


def _sheet(made: Again, given: Assessment, by: Setting, kept: Kept) -> str:
    """The sheet of what was answered then, with the reasons made again."""
    plugins = [f"{one.name} {one.version}".rstrip() for one in by.plugins]
    about = Given(made.plan, made.judgement, made.declaration, made.on, given, plugins, kept.record.at)
    return sheet(case_file(about))


def _explained(made: Again, rule: str | None) -> Iterator[Explanation]:
    if rule is not None and all(unit.name != rule for unit in made.plan.units):
        message = f"there was no rule, exemption or indicator '{rule}' in the rulesets of then"
        mend = "leave --rule out, or correct its name"
        raise StceError(Diagnostic("E884", message, where="--rule", help=mend))
    yield from made.explanations(rule)


def _wanted(rows: list[Kept], declaration: str, version: int | None, store: str) -> Kept:
    """The assessment that is asked for."""
    judged = [one for one in rows if one.record.kind == "judged"]
    found = [one for one in judged if version in (None, one.record.version)]
    if found:
        return max(found, key=lambda one: one.record.version)
    if judged:
        known = ", ".join(str(one.record.version) for one in judged)
        message, mend = (
            f"declaration '{declaration}' was not assessed in version {version}",
            f"its versions are {known}",
        )
    elif rows:
        message = f"declaration '{declaration}' was not assessed in time, and not again since"
        mend = f"something stood in for it at {rows[-1].record.at}; send it again"
    else:
        message, mend = f"declaration '{declaration}' was not assessed with this store", "correct the id, or the store"
    raise StceError(Diagnostic("E869", message, where=store, help=mend))


@contextmanager
def _reading(store: str) -> Iterator[Turn]:
    with opened(store) as database, database.reading() as turn:
        yield turn


def _heads(lines: Iterable[str]) -> Iterator[Head]:
    from stce_rules.history.trail import Head

    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        try:
            row, name = words
            yield Head(int(row), bytes.fromhex(name).hex())
        except ValueError:
            message = f"line {number} of the heads is no number and hash"
            mend = "write it as 'stce audit head' does"
            raise StceError(Diagnostic("E871", message, where="--heads", help=mend)) from None


def _as_data(kept: Kept, by: Setting, others: list[Kept], explanations: list[Explanation]) -> dict[str, object]:
    """What `show` writes for programs; `assessment` is what was answered, to the byte."""
    return {
        "schema": 1,
        "record": kept.record,
        "hash": kept.hash,
        "setting": by,
        "assessment": msgspec.Raw(kept.assessment or b"null"),
        "others": [one.record for one in others],
        "explanations": explanations,
    }
