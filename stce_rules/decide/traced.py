"""Results with the places in the message: an officer looks a value up in the message that the declarant sent.

Enters: an assessment or explanation, and the sources that an adapter kept in the declaration. Leaves: the same, with
the source of every place and issue. Promise: nothing else is changed, and without sources nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

import msgspec

from stce_rules.core.assessment import Place
from stce_rules.core.declaration import ParseIssue
from stce_rules.core.sources import source_of

__all__ = ["traced"]

_Result = TypeVar("_Result", bound=msgspec.Struct)


def traced(result: _Result, sources: Mapping[str, str]) -> _Result:
    """The result with the source of every place and issue in it that has one."""
    return cast("_Result", _traced(result, sources)) if sources else result


def _traced(part: object, sources: Mapping[str, str]) -> object:
    match part:
        case Place(box=path) | ParseIssue(place=path, source=None):
            return msgspec.structs.replace(part, source=source_of(path, sources))
        case list():
            return [_traced(one, sources) for one in part]
        case msgspec.Struct():
            parts = {name: getattr(part, name) for name in part.__struct_fields__}
            return msgspec.structs.replace(
                part, **{name: _traced(one, sources) for name, one in parts.items() if not isinstance(one, str | int)}
            )
        case _:
            return part
