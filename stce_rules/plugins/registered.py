"""Plugin objects to registered plugins: every hook known, every parameter one that the hook has.

Enters: a loaded plugin. Leaves: the plugin in a manager of its own, or its faults. Each has its own manager because
pluggy calls the plugins of one manager in one go: one that raises ends the call for all, and a wrapper may take away
what others brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pluggy import HookCaller, PluginManager

from stce_rules import hooks
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.plugins.announced import Announced, said

OF_THE_HOST = "stce_assess"
"""The one call that a host makes; it is answered by the library, so a plugin found here would never be asked."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A plugin whose hooks can be called one by one. `hooks` are the names it implements, sorted."""

    announced: Announced
    manager: PluginManager
    hooks: tuple[str, ...]

    def call(self, hook: str, **arguments: object) -> list[object]:
        """What its functions for a hook gave, those that gave None left out. Whatever they raise is raised."""
        given: list[object] = _caller(self.manager, hook)(**arguments)
        return given

    def functions(self, hook: str) -> int:
        """How many functions it has for a hook; more than one by way of `specname`."""
        return len(_caller(self.manager, hook).get_hookimpls())


def registered(one: Announced) -> Registered | list[Diagnostic]:
    """Register one plugin, or tell why not."""
    manager = PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    known = sorted(vars(manager.hook))
    try:
        manager.register(one.plugin, one.name)
    except Exception as fault:  # noqa: BLE001  # pluggy looks into the plugin, which may raise anything
        message = f"cannot be registered: {said(fault)}"
        mend = "a hook function may take the parameters of its specification only; see stce_rules.hooks"
        return [Diagnostic("E703", message, where=one.known_as, help=mend)]
    implemented = sorted(name for name in vars(manager.hook) if _caller(manager, name).get_hookimpls())
    faults = [*_unfit(one, manager, implemented, known)]
    return faults or Registered(one, manager, tuple(implemented))


def _unfit(one: Announced, manager: PluginManager, implemented: list[str], known: list[str]) -> Iterator[Diagnostic]:
    if not implemented:
        message = "implements no hook"
        mend = "mark its functions with @hookimpl of stce_rules.hooks, and name them as the hooks are named"
        yield Diagnostic("E705", message, where=one.known_as, help=mend)
    for name in implemented:
        functions = _caller(manager, name).get_hookimpls()
        if name == OF_THE_HOST:
            message = f"implements '{name}', which a host calls and the library answers"
            mend = "use stce_assessed to be told of assessments, stce_decision_policies to have a say in them"
            yield Diagnostic("E704", message, where=one.known_as, help=mend)
        elif name not in known and not all(function.optionalhook for function in functions):
            near = get_close_matches(name, known, n=1)
            message = f"implements '{name}', but there is no such hook"
            mend = f"did you mean '{near[0]}'?" if near else f"the hooks are {', '.join(known)}"
            yield Diagnostic("E704", message, where=one.known_as, help=mend)
        if any(function.wrapper or function.hookwrapper for function in functions):
            message = f"wraps '{name}', but plugins are asked one by one and there is nothing to wrap"
            mend = "implement the hook without wrapper=True"
            yield Diagnostic("E703", message, where=one.known_as, help=mend)


def _caller(manager: PluginManager, hook: str) -> HookCaller:
    caller: HookCaller = getattr(manager.hook, hook)
    return caller
