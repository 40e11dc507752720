"""The hooks as plugin makers and hosts see them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

import pluggy
import pytest

from stce_rules import hooks
from stce_rules.core.declaration import Declaration

CONTRIBUTIONS = [
    "stce_adapters",
    "stce_decision_policies",
    "stce_engines",
    "stce_fields",
    "stce_functions",
    "stce_lists",
    "stce_rulesets",
]


def _specified(manager: pluggy.PluginManager) -> list[str]:
    return sorted(name for name in vars(manager.hook) if getattr(manager.hook, name).has_spec())


def test_there_are_eight_hooks_and_the_call_of_the_host() -> None:
    """A pluggy manager of this project knows eight hooks, and the one call that a host makes."""
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    assert _specified(manager) == sorted([*CONTRIBUTIONS, "stce_assess", "stce_assessed"])


def test_every_hook_is_typed_and_documented() -> None:
    """Each specification says in words what it is for, and types what it takes and gives."""
    for name in [*CONTRIBUTIONS, "stce_assess", "stce_assessed"]:
        hook = getattr(hooks, name)
        assert len((hook.__doc__ or "").split()) > 5
        assert name in hooks.__all__
        signature = inspect.signature(hook)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())


def test_contribution_hooks_take_nothing() -> None:
    """Plugins are asked what they bring without being handed anything, so they cannot reach the assessor."""
    for name in CONTRIBUTIONS:
        assert not inspect.signature(getattr(hooks, name)).parameters


def test_a_host_with_a_project_name_of_its_own_can_call() -> None:
    """A manager of any project name takes the specifications, and its call gives the first answer only."""

    class Answering:
        @pluggy.HookimplMarker("customs")
        def stce_assess(self, declaration: Declaration | Mapping[str, object]) -> str:
            return f"assessed {declaration.id}" if isinstance(declaration, Declaration) else "assessed"

    manager = pluggy.PluginManager("customs")
    with pytest.raises(ValueError, match="did not find any 'customs' hooks"):
        manager.add_hookspecs(hooks)
    manager.add_hookspecs(hooks.for_project("customs"))
    manager.register(Answering())
    manager.check_pending()
    assert manager.hook.stce_assess(declaration=Declaration(id="D1")) == "assessed D1"
