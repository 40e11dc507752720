"""Engines by name. The only module that knows all of them; each is imported when it is chosen."""

from __future__ import annotations

from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.plan.model import Plan

ENGINES = {
    "indexed": "an index finds the candidates; rules chain with the built-in fixpoint",
    "durable": "an index finds the candidates; rules chain with durable_rules",
    "reference": "every rule is asked of every subject: slow, the measure of the others",
}
"""The engines every installation knows, with a line on each."""

DEFAULT = "indexed"


def make(name: str, plan: Plan, surroundings: Surroundings) -> Engine:
    """An engine by name, loaded with a plan. Raises KeyError for a name that is not in `ENGINES`."""
    match name:
        case "indexed":
            from stce_rules.engines.indexed import IndexedEngine

            return IndexedEngine(plan, surroundings)
        case "reference":
            from stce_rules.engines.reference import ReferenceEngine

            return ReferenceEngine(plan, surroundings)
        case "durable":
            from stce_rules.engines.durable import DurableEngine

            return DurableEngine(plan, surroundings)
        case _:
            raise KeyError(name)
