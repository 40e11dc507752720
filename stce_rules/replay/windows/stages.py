"""The order in which the windows of a plan can be computed.

A window that counts outcomes needs the units it counts judged first, and they may look at other windows.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Hits, ItemsShow, Not, Plan, Shows, WindowIs

__all__ = ["stages"]


def stages(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The windows of each stage: what they count is judged with the windows of the stages before."""
    stage_of_unit: list[int] = []  # the first stage with all windows that the unit looks at already computed
    stage_of_window: dict[int, int] = {}
    for unit in plan.units:  # each comes after all it asks about, and after all that its windows count
        first = max((stage_of_unit[one] for one in unit.lifted_by), default=0)
        conditions = [unit.when, *(one.condition for one in unit.unless)]
        conditions += [] if unit.where is None else [unit.where]
        for leaf in (leaf for condition in conditions for leaf in _leaves(condition)):
            match leaf:
                case Shows() | ItemsShow() | Hits():
                    first = max(first, stage_of_unit[leaf.unit])
                case WindowIs():
                    counted = plan.windows[leaf.window].unit
                    stage_of_window[leaf.window] = 0 if counted is None else stage_of_unit[counted]
                    first = max(first, stage_of_window[leaf.window] + 1)
                case _:
                    pass
        stage_of_unit.append(first)
    wanted = sorted(set(stage_of_window.values()))
    return tuple(tuple(sorted(one for one, at in stage_of_window.items() if at == stage)) for stage in wanted)


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.parts:
                yield from _leaves(part)
        case Not():
            yield from _leaves(condition.part)
        case _:
            yield condition
