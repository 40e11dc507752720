"""What `stce test` tells beside the outcomes: how much the examples show of the rules.

Enters: the options, the rulesets. Leaves: lines for the terminal, plain data, and whether too little is covered.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from stce_rules.cli.files import rewrite, written_whole
from stce_rules.cli.unit_progress import following_units
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.fields import Catalogue
from stce_rules.hooks import Contributions
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.coverage import Coverage, coverage
from stce_rules.testing.coverage import report as coverage_report

if TYPE_CHECKING:
    from stce_rules.testing.suggesting import Suggestion

_F = TypeVar("_F", bound=Callable[..., Any])


class Quality(TypedDict):
    """The options."""

    coverage: bool
    html: Path | None
    least: float | None
    suggest: bool
    limits: bool
    write: bool
    mutate: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """The rulesets that were tested, and the units named, if any."""

    loaded: Loaded
    contributions: Contributions
    names: Sequence[str]


@dataclass(slots=True)
class Told:
    """What there is to tell."""

    lines: list[str] = field(default_factory=list)
    data: dict[str, object] = field(default_factory=dict)
    wanting: bool = False


def quality_options(command: _F) -> _F:
    """`--coverage`, `--html FILE`, `--min PERCENT`."""
    options = (
        click.option("--coverage", is_flag=True, help="Also tell which truths of each condition no example has seen."),
        click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write the coverage as one page."),
        click.option(
            "--min", "least", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 where less is covered."
        ),
    )
    for option in reversed((*options, *_suggesting())):
        command = option(command)
    return command


def _suggesting() -> tuple[Callable[[_F], _F], ...]:
    """`--mutate`, `--suggest`, `--limits/--no-limits`, `--write`."""
    return (
        click.option("--mutate", is_flag=True, help="Also change each rule a little and tell what no example notices."),
        click.option("--suggest", is_flag=True, help="Also suggest the examples that are missing, to be confirmed."),
        click.option("--limits/--no-limits", default=True, help="Suggest values on either side of limits too."),
        click.option("--write", is_flag=True, help="Write the suggestions into the rule files."),
    )


def judged(asked: Quality, beside: Beside) -> Told:
    """What the options ask for."""
    told = Told()
    if asked["coverage"] or asked["html"] is not None or asked["least"] is not None:
        _coverage(asked, beside, told)
    if asked["mutate"]:
        _mutants(beside, told)
    if asked["suggest"] or asked["write"]:
        _suggestions(asked, beside, told)
    return told


def _coverage(asked: Quality, beside: Beside, told: Told) -> None:
    found = coverage(beside.loaded, contributions=beside.contributions, names=beside.names)
    told.data["coverage"] = coverage_report.as_data(found)
    told.lines += [line for unit in found.units for line in coverage_report.lines_of(unit)]
    told.lines += coverage_report.summary(found).splitlines()
    if asked["html"] is not None:
        _write(asked["html"], found)
    least = asked["least"]
    if least is not None and found.percent < least:
        told.wanting = True
        told.lines.append(f"coverage is {coverage_report.percent(found)}, below {least:g}%")


def _write(path: Path, found: Coverage) -> None:
    from stce_rules.testing.coverage.page import coverage_page

    if path.is_dir():
        raise StceError(Diagnostic("E889", "the page cannot be written: it is a folder", where=str(path)))
    with written_whole(path, "page") as file:
        file.write(coverage_page(found).encode())


def _mutants(beside: Beside, told: Told) -> None:
    from stce_rules.testing.mutation import mutate
    from stce_rules.testing.mutation import report as mutation_report

    with following_units("changing") as told_of:
        found = mutate(beside.loaded, contributions=beside.contributions, names=beside.names, told=told_of)
    told.data["mutants"] = mutation_report.as_data(found)
    told.lines += [line for unit in found.units for line in mutation_report.lines_of(unit)]
    told.lines += mutation_report.summary(found)
    told.wanting = told.wanting or found.open > 0


def _suggestions(asked: Quality, beside: Beside, told: Told) -> None:
    from stce_rules.testing.suggesting import suggest
    from stce_rules.testing.suggesting.written import as_data, lines_of

    with following_units("looking at") as told_of:
        found = suggest(
            beside.loaded,
            contributions=beside.contributions,
            names=beside.names,
            limits=asked["limits"],
            mutants=asked["mutate"],
            told=told_of,
        )
    catalogue = beside.contributions.catalogue
    told.data["suggestions"] = as_data(found, catalogue)
    number = f"{len(found):,} example" + ("" if len(found) == 1 else "s")
    if not asked["write"]:
        told.lines += [*lines_of(found, catalogue), f"{number} suggested" if found else "no example is missing"]
        return
    for name, text in sorted(_texts(found, catalogue).items()):
        _rewrite(Path(name), *text)
        told.lines.append(f"wrote {name}")
    told.lines.append(f"{number} written, to be confirmed" if found else "no example is missing")


def _texts(found: Sequence[Suggestion], catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """The text of each file before and after, by its name."""
    from stce_rules.testing.suggesting import with_suggestions

    sources = {one.source.header.span.source for one in found}
    return {
        source.name: (
            source.text,
            with_suggestions(source.text, [one for one in found if one.source.header.span.source == source], catalogue),
        )
        for source in sources
    }


def _rewrite(path: Path, before: str, after: str) -> None:
    """Put the new text in place of the old one. Raises StceError (E889) for what is no file of its own."""
    raw = path.read_bytes() if path.is_file() else b""
    if raw.removeprefix(codecs.BOM_UTF8) != before.encode():
        message = "the suggestions cannot be written: they are for a file that is not there, or that has changed"
        mend = "give the folder or the file of the ruleset, not its name"
        raise StceError(Diagnostic("E889", message, where=str(path), help=mend))
    rewrite(path, (codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b"") + after.encode())
