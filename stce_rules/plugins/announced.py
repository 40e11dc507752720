"""Entry points to plugin objects.

Enters: the distributions of the environment, and objects a host gives. Leaves: loaded plugins sorted by distribution
and entry point, objects of the host after them, and the faults of those that could not be loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.hooks import ENTRY_POINTS


@dataclass(frozen=True, slots=True)
class Announced:
    """A loaded plugin. `distribution` and `version` are empty for an object that the host gave."""

    name: str
    distribution: str
    version: str
    plugin: object

    @property
    def known_as(self) -> str:
        """How reports name it."""
        return _known_as(self.name, self.distribution, self.version)


def _known_as(name: str, distribution: str, version: str) -> str:
    origin = f"of {distribution} {version}".rstrip() if distribution else "given by the host"
    return f"plugin '{name}' {origin}"


def said(fault: BaseException) -> str:
    """What a plugin's exception says, on one line."""
    return " ".join(str(fault).split()) or "no reason was given"


def announced(extra: Sequence[object], *, from_entry_points: bool) -> tuple[list[Announced], list[Diagnostic]]:
    """Load all plugins; one that cannot be loaded, or shares its name with another, becomes a fault."""
    found: list[Announced] = []
    faults: list[Diagnostic] = []
    for one in _sorted_entry_points() if from_entry_points else ():
        distribution, version = _origin(one)
        known_as = _known_as(one.name, distribution, version)
        try:
            found.append(Announced(one.name, distribution, version, one.load()))
        except (Exception, SystemExit) as fault:  # noqa: BLE001  # a plugin may raise anything when it is imported
            message = f"cannot be imported: {said(fault)}"
            mend = f"install it again, or remove it: without {distribution} what it controls is not seen"
            faults.append(Diagnostic("E702", message, where=known_as, help=mend))
    found += [Announced(_own_name(one), "", "", one) for one in extra]
    return found, [*faults, *_named_twice(found)]


def _sorted_entry_points() -> list[EntryPoint]:
    """By distribution, then name. A distribution that is on the path twice counts once, as it does for imports."""
    return sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (_normalised(_origin(one)[0]), one.name, one.value))


def _origin(one: EntryPoint) -> tuple[str, str]:
    """Name and version of the distribution; one without metadata is known by the module it announces."""
    if one.dist is None:
        return one.module, ""
    metadata = one.dist.metadata
    name = metadata["Name"] if "Name" in metadata else one.module  # noqa: SIM401  # a message has no `get` that mypy knows  # its type promises no `get`
    return name, metadata["Version"] if "Version" in metadata else ""  # noqa: SIM401


def _normalised(distribution: str) -> str:
    """Names of distributions compare so (PyPA, Name normalization)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _own_name(plugin: object) -> str:
    name = getattr(plugin, "__name__", None) or type(plugin).__name__
    return str(name)


def _named_twice(found: Sequence[Announced]) -> Iterator[Diagnostic]:
    first: dict[str, Announced] = {}
    for one in found:
        other = first.setdefault(one.name, one)
        if other is not one:
            message = f"has the name of {other.known_as}"
            mend = "remove one of the two, or ask its maker to announce it under another name"
            yield Diagnostic("E701", message, where=one.known_as, help=mend)
