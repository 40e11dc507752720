"""The plugin a host registers in its own pluggy manager.

`manager.add_hookspecs(stce_rules.hooks)`, `manager.register(stce_rules.plugin("chemicals"))`, and the host calls
`manager.hook.stce_assess(declaration=…)`. A manager with a project name of its own takes
`stce_rules.hooks.for_project(name)` and `stce_rules.plugin(…, project=name)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pluggy import HookimplMarker

from stce_rules.assessor.assessor import Assessor
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.engines.choose import DEFAULT
from stce_rules.hooks import PROJECT


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


def plugin(*rulesets: str | Path, engine: str = DEFAULT, project: str = PROJECT) -> HostPlugin:
    """A plugin with an assessor for these rulesets, for a manager of this project name.

    Raises StceError with every fault found.
    """
    HookimplMarker(project)(HostPlugin.stce_assess)
    return HostPlugin(Assessor.from_rulesets(*rulesets, engine=engine))
