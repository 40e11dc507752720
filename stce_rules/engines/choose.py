"""Engines by name. The only module that knows all of them; each is imported when it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.plan.model import Plan

ENGINES = {
    "indexed": "an index finds the candidates; rules chain with the built-in fixpoint",
    "durable": "an index finds the candidates; rules chain with durable_rules",
    "columnar": "many declarations at a time, for histories; each sentence is judged once for each distinct box",
    "reference": "every rule is asked of every subject: slow, the measure of the others",
}
"""The engines every installation knows, with a line on each."""

_EXTRAS = {"durable": "inference", "columnar": "history"}

DEFAULT = "indexed"


Make = Callable[[Plan, Surroundings], Engine]
"""Loads a plan into an engine."""


def make(
    name: str, plan: Plan, surroundings: Surroundings, brought: Mapping[str, Make] = MappingProxyType({})
) -> Engine:
    """An engine by name, loaded with a plan; `brought` are those of plugins.

    Raises StceError for a name nobody knows (E710), and for an engine whose library is not installed (E711).
    """
    if name in brought:
        return brought[name](plan, surroundings)
    if name not in ENGINES:
        known = ", ".join(sorted({*ENGINES, *brought}))
        message = f"there is no engine '{name}'"
        raise StceError(Diagnostic("E710", message, where="engine", help=f"those installed: {known}"))
    try:
        return _of_the_library(name, plan, surroundings)
    except ModuleNotFoundError as absent:
        message = f"engine '{name}' needs the library '{absent.name}', which is not installed"
        mend = f"install stce-rules[{_EXTRAS[name]}], or choose engine '{DEFAULT}', which gives the same answers"
        raise StceError(Diagnostic("E711", message, where="engine", help=mend)) from absent


def _of_the_library(name: str, plan: Plan, surroundings: Surroundings) -> Engine:
    match name:
        case "reference":
            from stce_rules.engines.reference import ReferenceEngine

            return ReferenceEngine(plan, surroundings)
        case "durable":
            from stce_rules.engines.durable import DurableEngine

            return DurableEngine(plan, surroundings)
        case "columnar":
            from stce_rules.engines.columnar import ColumnarEngine

            return ColumnarEngine(plan, surroundings)
        case _:
            from stce_rules.engines.indexed import IndexedEngine

            return IndexedEngine(plan, surroundings)
