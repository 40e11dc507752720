"""What was read of a text, at its places in a text that has changed around it.

Enters: a statement, comment or fault, the text it stands in now, and by how many characters it has moved. Leaves: the
same with every span in that text. Nothing is read again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TypeVar, cast, get_args, get_type_hints

from stce_rules.core.span import Source, Span

_T = TypeVar("_T")
_make = object.__new__
_set = object.__setattr__  # the forms are frozen; a new one is filled here before anyone sees it


def moved(one: _T, source: Source, by: int) -> _T:
    """A form with all that is in it, moved into a source by so many characters."""
    return cast("_T", _moved(one, source, by))


def _moved(one: object, source: Source, by: int) -> object:
    # The inner loop of a keystroke in an editor: twenty thousand spans in a file of five thousand lines.
    kind: type = one.__class__
    if kind is tuple:
        return tuple([_moved(each, source, by) for each in cast("tuple[object, ...]", one)])
    if kind is Span:
        where = cast("Span", one)
        return Span(source, where.start + by, where.end + by)
    shape = _shape(kind)
    if not shape.moving and not shape.spans:
        return one
    new: object = _make(kind)
    for name in shape.plain:
        _set(new, name, getattr(one, name))
    for name in shape.spans:
        before: Span = getattr(one, name)
        span = _make(Span)
        _set(span, "source", source)
        _set(span, "start", before.start + by)
        _set(span, "end", before.end + by)
        _set(new, name, span)
    for name in shape.moving:
        _set(new, name, _moved(getattr(one, name), source, by))
    return new


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a form: those to copy as they are, its own spans, and those that may hold spans."""

    plain: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()


@cache
def _shape(kind: type) -> _Shape:
    if not is_dataclass(kind):
        return _Shape()
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    spans = tuple(name for name in names if hints[name] is Span)
    moving = tuple(name for name in names if name not in spans and _may_hold_spans(hints[name], frozenset({kind})))
    return _Shape(tuple(name for name in names if name not in (*spans, *moving)), spans, moving)


def _may_hold_spans(hint: object, within: frozenset[object]) -> bool:
    """Whether a value of a type may have a span in it; `within` are the forms that are being looked at."""
    if hint is Span:
        return True
    if not is_dataclass(hint):
        return any(_may_hold_spans(one, within) for one in get_args(hint))
    if hint in within:
        return False
    return any(_may_hold_spans(one, within | {hint}) for one in get_type_hints(hint).values())
