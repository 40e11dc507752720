"""What was read of a text, at its places in a text that has changed around it.

Enters: a statement, comment or fault, the text it stands in now, and by how many characters it has moved. Leaves: the
same with every span in that text. Nothing is read again, and what is in a `Movable` is moved when it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, TypeVar, cast, get_args, get_type_hints

from stce_rules.core.span import Source, Span

_T = TypeVar("_T")
_M = TypeVar("_M", bound="Movable")
_make = object.__new__
_set = object.__setattr__  # the forms are frozen; a new one is filled here before anyone sees it


class Movable:
    """A form that may stand for one read before, at another place: what is in it is moved when it is looked at.

    Nobody who looks sees a difference. At each keystroke all statements move, and hardly any is looked into.
    """

    __slots__ = ("_from", "_said")

    if TYPE_CHECKING:
        _from: tuple[Movable, Source, int]
        """The form as it was read, the text this one stands in, and by how many characters it has moved."""
        _said: dict[object, object]
        """What was said of it, by who was asked."""
    else:

        def __getattr__(self, name: str) -> object:  # called only for what is not there yet
            if name not in type(self).__match_args__:
                raise AttributeError(name, name=name, obj=self)
            with _LOOKING:
                try:
                    return object.__getattribute__(self, name)  # another thread has looked meanwhile
                except AttributeError:
                    origin, source, by = object.__getattribute__(self, "_from")
                    _set(self, name, _moved(getattr(origin, name), source, by))
                    return object.__getattribute__(self, name)


_LOOKING = RLock()
"""What is worked on is asked about on another thread; both see the same objects."""


def as_read(one: _M) -> _M:
    """The form that one stands for: while that is the same object, nothing has changed but the place."""
    place = getattr(one, "_from", None)
    return one if place is None else cast("_M", place[0])


def said_of(one: _M, say: Callable[[_M], _T]) -> _T:
    """What a function says of a form and of nothing else, moved; it is asked once, of the form as it was read."""
    origin = as_read(one)
    said = getattr(origin, "_said", None)
    if said is None:
        _set(origin, "_said", said := {})
    if say not in said:
        said[say] = say(origin)
    if origin is one:
        return cast("_T", said[say])
    _, source, by = one._from  # noqa: SLF001  # a form of this module
    return moved(cast("_T", said[say]), source, by)


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
    if shape.movable:
        place = getattr(one, "_from", None)
        _set(new, "_from", (one, source, by) if place is None else (place[0], source, place[2] + by))
        return new
    for name in shape.moving:
        _set(new, name, _moved(getattr(one, name), source, by))
    return new


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a form: those to copy as they are, its own spans, and those that may hold spans."""

    plain: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    movable: bool = False


@cache
def _shape(kind: type) -> _Shape:
    if not is_dataclass(kind):
        return _Shape()
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    spans = tuple(name for name in names if hints[name] is Span)
    moving = tuple(name for name in names if name not in spans and _may_hold_spans(hints[name], frozenset({kind})))
    plain = tuple(name for name in names if name not in (*spans, *moving))
    return _Shape(plain, spans, moving, issubclass(kind, Movable))


def _may_hold_spans(hint: object, within: frozenset[object]) -> bool:
    """Whether a value of a type may have a span in it; `within` are the forms that are being looked at."""
    if hint is Span:
        return True
    if not is_dataclass(hint):
        return any(_may_hold_spans(one, within) for one in get_args(hint))
    if hint in within:
        return False
    return any(_may_hold_spans(one, within | {hint}) for one in get_type_hints(hint).values())
