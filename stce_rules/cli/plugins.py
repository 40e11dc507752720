"""`stce plugins`: what this installation brings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import click

from stce_rules.cli.options import format_option
from stce_rules.cli.screen import console, draw, shown
from stce_rules.engines.choose import ENGINES
from stce_rules.intake.adapters import BUILT_IN
from stce_rules.plugins import Listing, discover
from stce_rules.reference import places
from stce_rules.rulesets.find import shipped

DISTRIBUTION = "stce-rules"
_HEADINGS = ("name", "distribution", "version", "hooks", "brings")


@click.command("plugins")
@format_option
def command(form: str) -> None:
    """List plugins, engines, adapters and rulesets: the library's own first."""
    listing = (_own(), *discover().listing)
    if form == "json":
        told = {"schema": 1, "plugins": [_data(one) for one in listing]}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for _ in _HEADINGS:
        table.add_column(overflow="fold")
    table.add_row(*_HEADINGS, style="bold")
    for one in listing:
        words = (one.name, one.distribution, one.version, "\n".join(one.hooks), "\n".join(_brings(one)))
        table.add_row(*(Text(shown(text)) for text in words))
    draw(console(), table)


def _own() -> Listing:
    """What the library brings without any plugin."""
    try:
        installed = version(DISTRIBUTION)
    except PackageNotFoundError:  # run from its source
        installed = ""
    return Listing(
        "built in",
        DISTRIBUTION,
        installed,
        (),
        (
            ("adapters", tuple(one.name for one in BUILT_IN)),
            ("rulesets", tuple(shipped())),
            ("engines", tuple(ENGINES)),
            ("distances", ("great circle", "sea") if places.sea_distances() else ("great circle",)),
        ),
    )


def _brings(one: Listing) -> Iterator[str]:
    for kind, names in one.contributions:
        yield f"{kind}: {', '.join(names)}"


def _data(one: Listing) -> dict[str, object]:
    return {
        "name": one.name,
        "distribution": one.distribution or None,
        "version": one.version or None,
        "hooks": list(one.hooks),
        "contributions": {kind: list(names) for kind, names in one.contributions},
    }
