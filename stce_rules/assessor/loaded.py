"""A plan in force: rulesets loaded, engine made, and a count of who is using them.

Enters: a configuration. Leaves: what judges, as one whole that is swapped at once. The engine is closed when the plan
has been replaced and nobody judges by it any more.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.hooks import DecisionPolicy
from stce_rules.plan.model import Plan
from stce_rules.plugins.discover import Plugins
from stce_rules.rulesets.cache import plan_of


@dataclass(frozen=True, slots=True)
class Configuration:
    """What an assessor is made of.

    Rulesets, engine, plugins, decision policy, the day by which lists are old, the folder for plans.
    """

    rulesets: tuple[str | Path, ...]
    engine: str
    plugins: Plugins
    policy: str | None
    on: date | None
    cache: Path | None


class Live:
    """A plan with its engine."""

    def __init__(
        self, plan: Plan, engine: Engine, policy: DecisionPolicy | None, warnings: tuple[Diagnostic, ...]
    ) -> None:
        self.plan = plan
        self.engine = engine
        self.policy = policy
        self.warnings = warnings
        self._count = threading.Lock()
        self._users = 0
        self._retired = False

    def enter(self) -> None:
        """Someone starts judging."""
        with self._count:
            self._users += 1

    def leave(self) -> None:
        """Someone has judged; the last one closes a plan that was replaced."""
        with self._count:
            self._users -= 1
            last = self._retired and self._users == 0
        if last:
            self.engine.close()

    def retire(self) -> None:
        """The plan is replaced: it is closed once nobody judges by it."""
        with self._count:
            last = not self._retired and self._users == 0
            self._retired = True
        if last:
            self.engine.close()


def load_live(configuration: Configuration) -> Live:
    """Load rulesets, make the engine, find the policy. Raises StceError with every fault of the rulesets."""
    contributions = configuration.plugins.contributions
    loaded = plan_of(
        configuration.rulesets, contributions=contributions, on=configuration.on, folder=configuration.cache
    )
    surroundings = Surroundings(contributions.predicates)
    policies = {one.name: one for one in contributions.decision_policies}
    if configuration.policy is not None and configuration.policy not in policies:
        known = ", ".join(sorted(policies)) or "none"
        message = f"there is no decision policy '{configuration.policy}'"
        raise StceError(Diagnostic("E710", message, where="decision policy", help=f"those installed: {known}"))
    brought = {one.name: one.make for one in contributions.engines}
    engine = make(configuration.engine, loaded.plan, surroundings, brought)
    policy = None if configuration.policy is None else policies[configuration.policy]
    return Live(loaded.plan, engine, policy, loaded.diagnostics)
