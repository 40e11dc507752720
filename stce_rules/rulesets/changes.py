"""What rulesets were read from, then and now: whether anything has changed on disk.

Enters: rulesets as a host gave them, the files that were read. Leaves: the same looked at again, by content. Promise:
two equal looks mean that loading again would read the same texts from the same places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stce_rules.hooks import Contributions
from stce_rules.language.checking.findings import Findings
from stce_rules.rulesets.find import find
from stce_rules.rulesets.reading import Asked, Folder, Input, digest_of, read_source

__all__ = ["Look", "as_now", "places"]

Place = tuple[str, ...]
"""A ruleset as given, where it was found, how reports name it, and the rule files that lie there."""


@dataclass(frozen=True, slots=True)
class Look:
    """Rulesets at one moment: their places, and each file with what it held."""

    places: tuple[Place, ...]
    inputs: tuple[Input, ...]

    def again(self, paths: Sequence[str | Path], contributions: Contributions) -> Look:
        """The same looked at now."""
        return Look(places(paths, contributions), tuple(as_now(one) for one in self.inputs))


def places(paths: Sequence[str | Path], contributions: Contributions) -> tuple[Place, ...]:
    """Where rulesets are; of one that is not there, only how it was given."""
    return tuple((str(one), *_shown(find(one, contributions, Findings()))) for one in paths)


def _shown(where: Folder | Path | None) -> Iterator[str]:
    """A ruleset's place, how reports name it, and the rule files a manifest may leave unnamed."""
    match where:
        case Folder(path, shown):
            yield from (str(path.absolute()), shown, *sorted(one.name for one in path.glob("*.stce")))
        case Path():
            yield str(where.absolute())
        case None:
            pass


def as_now(one: Input) -> Input:
    """What a path leads to now, and what stands there; no digest where it cannot be read."""
    try:
        found = Path(one.path).resolve()
    except (OSError, RuntimeError):
        return Input(one.path, "", "")
    source = read_source(found, str(found), Asked(), Findings())
    return Input(one.path, str(found), "" if source is None else digest_of(source))
