"""`stce test`: the examples of rulesets."""

from __future__ import annotations

import json
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Unpack

import click

from stce_rules.cli.guard import FINDINGS, FINE
from stce_rules.cli.options import format_option
from stce_rules.cli.screen import shown, tell
from stce_rules.cli.test_quality import Beside, Quality, judged, quality_options
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.plugins import discover
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.examples import ExampleResult, Standing, run_examples, sources_of
from stce_rules.testing.junit import junit
from stce_rules.testing.report import as_data, summary, words_of

_TINTS = {Standing.FAILED: "red", Standing.SKIPPED: "yellow"}


@click.command("test")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@format_option
@click.option("--junit", "file", type=click.Path(path_type=Path), metavar="FILE", help="Also write JUnit XML.")
@click.option("--rule", "names", multiple=True, metavar="NAME", help="Only this rule, indicator or exemption.")
@click.option("--engine", default="reference", show_default=True, metavar="NAME", help="The engine that judges.")
@quality_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: str,
    file: Path | None,
    names: tuple[str, ...],
    engine: str,
    **asked: Unpack[Quality],
) -> None:
    """Run the examples of rulesets and tell which do not come out as expected, and why.

    PATH is the folder of a ruleset, a rule file, or the name of a shipped ruleset. Exit code 1 when an example fails,
    when less is covered than --min asks for, or while a mutant survives that nobody has accepted.
    """
    contributions = discover().contributions
    loaded = load(paths, contributions=contributions)
    _known("rule", names, _names(loaded))
    results = run_examples(loaded, engine, contributions=contributions, names=names)
    if file is not None:
        file.write_bytes(junit(results))
    quality = judged(asked, Beside(loaded, contributions, names))
    if form == "json":
        click.echo(json.dumps(as_data(results, engine) | quality.data, ensure_ascii=False))
    else:
        tell(loaded.diagnostics)
        _as_text(results)
        for line in quality.lines:
            click.echo(shown(line))
    failed = any(one.standing is Standing.FAILED for one in results)
    ctx.exit(FINDINGS if failed or quality.wanting else FINE)


def _names(loaded: Loaded) -> set[str]:
    return {one.header.name for named in loaded.programs for one in sources_of(named.program)}


def _known(option: str, given: tuple[str, ...], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=3)
            mend = f"did you mean {' or '.join(repr(one) for one in near)}" if near else "correct the name"
            raise StceError(Diagnostic("E880", f"there is no {option} '{name}'", where=f"--{option}", help=mend))


def _as_text(results: tuple[ExampleResult, ...]) -> None:
    for one in results:
        if one.standing is not Standing.PASSED:
            head, *rest = words_of(one)
            mark = click.style(one.standing.value.upper(), fg=_TINTS[one.standing], bold=True)
            click.echo(f"{mark} {shown(head)}")
            for line in rest:
                click.echo(shown(line))
    click.echo(summary(results))
