"""Rules that officers can read, for finding strategic goods in customs declarations.

What a host needs is here; each name is loaded when it is first used, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stce_rules import hooks
    from stce_rules.assessor import Answer, Assessor, Budget, Reloaded, plugin
    from stce_rules.core.assessment import Assessment
    from stce_rules.core.declaration import Declaration
    from stce_rules.core.diagnostics import StceError
    from stce_rules.hooks import hookimpl
    from stce_rules.intake.canonical import decode

__all__ = [
    "Answer",
    "Assessment",
    "Assessor",
    "Budget",
    "Declaration",
    "Reloaded",
    "StceError",
    "decode",
    "hookimpl",
    "hooks",
    "plugin",
]

_HOMES = {
    "Answer": "stce_rules.assessor",
    "Assessment": "stce_rules.core.assessment",
    "Assessor": "stce_rules.assessor",
    "Budget": "stce_rules.assessor",
    "Declaration": "stce_rules.core.declaration",
    "Reloaded": "stce_rules.assessor",
    "StceError": "stce_rules.core.diagnostics",
    "decode": "stce_rules.intake.canonical",
    "hookimpl": "stce_rules.hooks",
    "plugin": "stce_rules.assessor",
}


def __getattr__(name: str) -> object:
    if name == "hooks":
        return import_module("stce_rules.hooks")
    if name not in _HOMES:
        raise AttributeError(f"stce_rules has no '{name}'")
    return getattr(import_module(_HOMES[name]), name)
