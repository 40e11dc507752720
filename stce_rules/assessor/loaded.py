"""A plan in force: rulesets loaded, engine made, and a count of who is using them.

Enters: a configuration. Leaves: what judges, as one whole that is swapped at once. The engine is closed when the plan
has been replaced and nobody judges by it any more.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.decide.assess import Assessing
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Engine, NoPast, Surroundings
from stce_rules.hooks import DecisionPolicy
from stce_rules.plugins.discover import Plugins
from stce_rules.rulesets.cache import Planned, plan_of

if TYPE_CHECKING:  # what needs the libraries of a store is loaded by those who have one
    from stce_rules.assessor.records import PlanRecords, Records


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
        self, planned: Planned, engine: Engine, policy: DecisionPolicy | None, records: PlanRecords | None
    ) -> None:
        self.plan = planned.plan
        self.assessing = Assessing(planned.plan)
        self.look = planned.look
        self.warnings = planned.diagnostics
        self.engine = engine
        self.policy = policy
        self.records = records
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


def load_live(configuration: Configuration, records: Records | None = None) -> Live:
    """Load rulesets, make the engine, find the policy. Raises StceError with every fault of the rulesets.

    With records the windows of the plan first learn what the store keeps of past declarations.
    """
    contributions = configuration.plugins.contributions
    planned = plan_of(
        configuration.rulesets, contributions=contributions, on=configuration.on, folder=configuration.cache
    )
    policies = {one.name: one for one in contributions.decision_policies}
    if configuration.policy is not None and configuration.policy not in policies:
        known = ", ".join(sorted(policies)) or "none"
        message = f"there is no decision policy '{configuration.policy}'"
        raise StceError(Diagnostic("E710", message, where="decision policy", help=f"those installed: {known}"))
    kept = None if records is None else records.of(planned.plan, configuration)
    past = NoPast() if kept is None else kept.past
    surroundings = Surroundings(contributions.predicates, past, contributions.matcher)
    brought = {one.name: one.make for one in contributions.engines}
    engine = make(configuration.engine, planned.plan, surroundings, brought)
    policy = None if configuration.policy is None else policies[configuration.policy]
    return Live(planned, engine, policy, kept)
