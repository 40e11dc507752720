"""How a command that measures a replay is told to measure: the same options of `stce figures` and `stce report`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from stce_rules.cli.options import flagged_from_option
from stce_rules.core.assessment import Channel

if TYPE_CHECKING:
    from stce_rules.analysis.measure import Asked

__all__ = ["Measuring", "measuring_options"]


@dataclass(frozen=True, slots=True)
class Measuring:
    """What the command line says of measuring; files are not read yet."""

    rules: tuple[str, ...]
    rates: Path | None
    capacity: Path | None
    flagged_from: Channel

    def asked(self, details: Path | None = None) -> Asked:
        """The same with files and rulesets read; `details` as in `Asked`. Raises StceError for what cannot be read."""
        from stce_rules.analysis.measure import Asked
        from stce_rules.analysis.stated import read_capacity, read_rates
        from stce_rules.plugins import discover
        from stce_rules.rulesets.load import load

        return Asked(
            flagged_from=self.flagged_from,
            rates=None if self.rates is None else read_rates(self.rates),
            capacity=None if self.capacity is None else read_capacity(self.capacity),
            plan=load(self.rules, contributions=discover().contributions).plan if self.rules else None,
            details=details,
        )


def measuring_options(command: Callable[..., None]) -> Callable[..., None]:
    """`DIR`, `--rules`, `--sampling-rates`, `--capacity`, `--flagged-from`, as `folder` and `measuring`."""

    @wraps(command)
    def bundled(
        *, rules: tuple[str, ...], rates: Path | None, capacity: Path | None, flagged_from: str, **others: object
    ) -> None:
        command(measuring=Measuring(rules, rates, capacity, cast("Channel", flagged_from)), **others)

    file = click.Path(path_type=Path, dir_okay=False)
    told = "The rulesets that were replayed: also tell what would be lost without each rule."
    shares, work = "YAML: shares of declarations inspected.", "YAML: what offices can examine in a day and an hour."
    options = (
        click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False)),
        click.option("--rules", multiple=True, metavar="PATH…", help=told),
        click.option("--sampling-rates", "rates", type=file, metavar="FILE", help=shares),
        click.option("--capacity", type=file, metavar="FILE", help=work),
        flagged_from_option,
    )
    made: Callable[..., None] = bundled
    for option in reversed(options):
        made = option(made)
    return made
