"""Forms that stand for others at another place are, for whoever looks, what reading them there gives."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from threading import Barrier

import pytest

from stce_rules.core.span import Source, Span
from stce_rules.language import syntax
from stce_rules.language.parse import parse
from stce_rules.language.reading.moving import as_read, moved, said_of

TEXT = """rule "A" "Title"
  status active
  for each item where origin is IR
  when hs is in (2931.41, 2931.42) and not description mentions any of ("x", "y")
  unless consignee is missing because "why"
  then add 3 points
  because "so"
  example "one" hs 2931.41 expect hit
end
"""


def _read(before: str = "") -> syntax.RuleStatement:
    (found,) = parse(Source("a.stce", before + TEXT)).file.statements
    assert isinstance(found, syntax.RuleStatement)
    return found


def _plain(one: object) -> object:
    """Everything in a form, spans included, since forms do not compare these."""
    if isinstance(one, Span):
        return one.source, one.start, one.end
    if isinstance(one, tuple):
        return tuple(_plain(each) for each in one)
    if is_dataclass(one):
        return type(one).__name__, tuple(_plain(getattr(one, each.name)) for each in fields(one))
    return one


def _places(one: syntax.RuleStatement) -> tuple[Span, ...]:
    return one.when.span, one.examples[0].span


def test_moves_add_up() -> None:
    """A form that moved several times before anyone looked at it is the form as read at the last place."""
    one = there = _read()
    for blank in ("\n" * 7, "\n", "# a\n" * 3):
        there = _read(blank)
        one = moved(one, there.span.source, there.span.start - one.span.start)
    assert one == there
    assert _plain(one) == _plain(there)


def test_a_form_that_was_looked_at_moves_on() -> None:
    """What was seen at one place is not seen at the next."""
    first, second = _read("\n"), _read("\n\n\n")
    once = moved(_read(), first.span.source, 1)
    assert _plain(once) == _plain(first)
    assert _plain(moved(once, second.span.source, 2)) == _plain(second)
    assert _plain(once) == _plain(first)


def test_a_moved_form_can_be_changed_and_copied() -> None:
    """A copy and a changed copy of a form hold all that is in it."""
    there = _read("\n")
    one = moved(_read(), there.span.source, 1)
    assert _plain(replace(one, title="Other")) == _plain(replace(there, title="Other"))
    assert _plain(pickle.loads(pickle.dumps(moved(one, there.span.source, 0)))) == _plain(there)


def test_only_fields_are_looked_for() -> None:
    """A form has no more attributes when it was moved, and what is missing is named."""
    one = _read()
    for each in (one, moved(one, one.span.source, 0)):
        with pytest.raises(AttributeError, match="nothing"):
            each.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_said_of_a_form_is_asked_once_and_moves_with_it() -> None:
    """Whatever is said of a form before it moved is said of it at its new place without asking again."""
    asked: list[syntax.RuleStatement] = []

    def places(one: syntax.RuleStatement) -> tuple[Span, ...]:
        asked.append(one)
        return _places(one)

    read, there = _read(), _read("\n\n")
    one = moved(read, there.span.source, 2)
    assert said_of(one, places) == _places(there)
    assert said_of(read, places) == _places(read)
    assert said_of(moved(one, read.span.source, -2), places) == _places(read)
    assert asked == [read]
    assert as_read(one) is asked[0] is read


def test_two_who_look_at_once_see_one_object() -> None:
    """What is in a moved form is one object for all threads, whoever comes first."""
    one, start = _read(), Barrier(4)

    def seen(form: syntax.RuleStatement) -> int:
        start.wait()
        return id(form.when)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(50):
            form = moved(one, one.span.source, 0)
            assert len(set(pool.map(seen, [form] * 4))) == 1
