"""The plugin a host registers in its own pluggy manager.

`manager.add_hookspecs(stce_rules.hooks)`, `manager.register(stce_rules.plugin("chemicals"))`, and the host calls
`manager.hook.stce_assess(declaration=…)`. A manager with a project name of its own takes
`stce_rules.hooks.for_project(name)` and `stce_rules.plugin(…, project=name)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pluggy import HookimplMarker

from stce_rules.assessor.assessor import Assessor
from stce_rules.assessor.budget import Budget
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.engines.choose import DEFAULT
from stce_rules.hooks import PROJECT
from stce_rules.plugins.discover import Plugins

if TYPE_CHECKING:  # what needs the libraries of a store is loaded by those who have one
    from stce_rules.assessor.records import Clock
    from stce_rules.history.database import Database


class HostPlugin:
    """Answers `stce_assess` with an assessor of its own; the host closes it."""

    def __init__(self, assessor: Assessor) -> None:
        self.assessor = assessor

    def stce_assess(self, declaration: Declaration | Mapping[str, object]) -> Assessment:
        """Assess a declaration."""
        return self.assessor.assess(declaration)

    def close(self) -> None:
        """Give back what the assessor holds."""
        self.assessor.close()


def plugin(
    *rulesets: str | Path,
    engine: str = DEFAULT,
    plugins: Plugins | None = None,
    policy: str | None = None,
    on: date | None = None,
    cache: Path | None = None,
    records: str | Path | Database | None = None,
    clock: Clock | None = None,
    budget: Budget | None = None,
    project: str = PROJECT,
) -> HostPlugin:
    """A plugin with an assessor for these rulesets, for a manager of this project name.

    All options but the last are those of `Assessor.from_rulesets`. Raises StceError as that does.
    """
    HookimplMarker(project)(HostPlugin.stce_assess)
    return HostPlugin(
        Assessor.from_rulesets(
            *rulesets,
            engine=engine,
            plugins=plugins,
            policy=policy,
            on=on,
            cache=cache,
            records=records,
            clock=clock,
            budget=budget,
        )
    )
