"""Ships the top-level folders `grammar/` and `rulesets/` inside the wheel.

Only a standard wheel gets the copy, in `stce_rules/_shipped/`; an editable install reads the live folders, so an edit
is seen at once. `stce_rules/resources.py` finds them either way. A folder that is not there stops the build.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("grammar", "rulesets")


class ShipFolders(BuildHookInterface[BuilderConfig]):
    """The build hook of pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Ask hatchling to put the folders into a standard wheel."""
        if version == "standard":
            build_data["force_include"].update({name: f"stce_rules/_shipped/{name}" for name in SHIPPED})
