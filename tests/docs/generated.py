"""The blocks of docs/language.md that are made from the catalogue of fields and the table of units.

`python -m tests.docs.generated` writes them into the page; a test says when they are no longer current.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.fields import CATALOGUE, PARTY_ROLES, Field
from stce_rules.reference.units import Dimension, units_of
from tests.docs.pages import REPOSITORY

PAGE = REPOSITORY / "docs" / "language.md"


def fields() -> Iterator[str]:
    """The table of fields. Parties, which all have the same four, are told once."""
    yield "| field | type | stands at | WCO data element | what it is |"
    yield "| --- | --- | --- | --- | --- |"
    first = next(iter(PARTY_ROLES))
    for one in CATALOGUE.values():
        role = next((role for role in PARTY_ROLES if one.words.removeprefix(role) in ("", *_PARTS)), None)
        if role is None:
            yield _row(one)
        elif role == first:
            yield _row(one).replace(first.title(), "*Party*").replace(first, "*party*")
    yield ""
    roles = ", ".join(f"`{role}`" for role in PARTY_ROLES)
    yield f"*party* is one of {roles}. The WCO model has no class for an end user."


_PARTS = (" country", " name", " address")


def _row(one: Field) -> str:
    kind = f"{one.type.value}, several" if one.many else one.type.value
    level = f"{one.level.value}; blank means none" if one.closed else one.level.value
    return f"| `{one.words}` | {kind} | {level} | {one.wco or '–'} | {one.help} |"


def units() -> Iterator[str]:
    """The units of each dimension."""
    yield "| dimension | units |"
    yield "| --- | --- |"
    for dimension in Dimension:
        if symbols := units_of(dimension):
            yield f"| {dimension.word} | {', '.join(f'`{one}`' for one in symbols)} |"


def current(text: str) -> str:
    """The page with its blocks made anew."""
    for name, made in (("fields", fields), ("units", units)):
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        assert mark, f"the page has no block '{name}'"
        assert end, f"block '{name}' does not end"
        text = before + mark + "".join(f"{line}\n" for line in made()) + end + after
    return text


if __name__ == "__main__":
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
