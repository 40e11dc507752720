"""Lists as hover and completion tell of them, and where a value is listed.

Enters: the lists of a ruleset as last read. Leaves: lines of Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.language import syntax as s
from stce_rules.lsp.features.known import chemicals, digits_of, hs_name, nations, ports
from stce_rules.lsp.features.markdown import bullets, more, paragraphs, plain
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["about_list", "listed_in", "name_in_lists", "regimes_of", "sized"]

_KINDS = {"cas": "CAS numbers", "hs": "HS codes"}
_MEMBERS_SHOWN = 8
_ROWS_SHOWN = 6
_LONGEST_NOTE = 160


def sized(one: NamedList) -> str:
    """Size, kind and day: `41 CAS numbers, of 2026-06-01`."""
    day = f", of {one.as_of}" if one.as_of else ""
    return f"{len(one.rows):,} {_KINDS.get(one.kind, one.kind)}{day}"


def about_list(one: NamedList, edition: int, on: date) -> str:
    """A list: how much it holds, where it is from, how old it is, and its first members."""
    head = f"**list {plain(one.name)}** {sized(one)}"
    reviewed = f"reviewed every {one.review_every}" if one.review_every else ""
    source = f"source: {plain(one.source)}" if one.source else ""
    age = f"{(on - one.as_of).days:,} days old" if one.as_of and one.as_of <= on else ""
    told = [part for part in (source, age, reviewed) if part]
    members = [_member(row, one.kind, edition) for row in one.rows[:_MEMBERS_SHOWN]]
    rest = len(one.rows) - len(members)
    if rest:
        members.append(f"… and {rest:,} more")
    return paragraphs([head, "; ".join(told), bullets(members)])


def _member(row: ListRow, kind: str, edition: int) -> str:
    name = (
        row.name
        or {
            "cas": lambda: chemicals().get(row.value, ""),
            "countries": lambda: nations().get(row.value, ""),
            "places": lambda: ports().get(row.value, ""),
            "hs": lambda: hs_name(digits_of(row.value), edition),
        }.get(kind, str)()
    )
    return f"{plain(row.value)}" + (f" {plain(name)}" if name else "") + _days(row)


def _days(row: ListRow) -> str:
    start = f" from {row.start}" if row.start else ""
    until = f" until {row.until}" if row.until else ""
    return f" ({(start + until).strip()})" if start or until else ""


def listed_in(around: Surroundings, kind: str, value: str) -> str:
    """The rows of the ruleset's lists that hold a value, each with what the list says of it; empty for none."""
    rows = list(_holding(around, kind, value))
    lines = [_row(name, row) for name, row in rows[:_ROWS_SHOWN]]
    if len(rows) > _ROWS_SHOWN:
        lines.append(f"… and {len(rows) - _ROWS_SHOWN:,} more rows")
    return paragraphs(["In the lists of this ruleset:", bullets(lines)]) if lines else ""


def regimes_of(around: Surroundings, kind: str, value: str) -> str:
    """The control regimes under which a listed value is looked for: those of units whose condition needs its list."""
    holding = {name for name, _ in _holding(around, kind, value)}
    found: dict[str, None] = {}
    for one in around.statements() if holding else ():
        if isinstance(one, s.IndicatorStatement | s.RuleStatement) and not holding.isdisjoint(_asked(one.when)):
            found |= dict.fromkeys(one.properties.regime)
    shown = list(found)[:_ROWS_SHOWN]
    return f"Regimes: {plain(more(shown, len(found)))}" if found else ""


def _asked(condition: s.Condition) -> Iterator[str]:
    """The lists of which something must be a member."""
    match condition:
        case s.AllOf() | s.AnyOf() | s.AtLeastOf():
            for part in condition.parts:
                yield from _asked(part)
        case s.Sentence(relation=s.Is(predicate=s.InList(list=named), negated=False)):
            yield named.name
        case _:
            pass


def name_in_lists(around: Surroundings, kind: str, value: str) -> str:
    """How a list of the ruleset names a value; empty where none does."""
    return next((row.name for _, row in _holding(around, kind, value) if row.name), "")


def _holding(around: Surroundings, kind: str, value: str) -> Iterator[tuple[str, ListRow]]:
    for name, one in sorted(around.lists().items()):
        if one.kind == kind:
            yield from ((name, row) for row in one.rows if _holds(kind, row.value, value))


def _holds(kind: str, member: str, value: str) -> bool:
    if kind != "hs":
        return member == value
    return digits_of(value).startswith(digits_of(member))


def _row(name: str, row: ListRow) -> str:
    said = [plain(part) for part in (row.name, row.source, row.note) if part]
    told = "; ".join(said)
    cut = told if len(told) <= _LONGEST_NOTE else told[:_LONGEST_NOTE].rstrip("\\") + "…"
    return f"**{plain(name)}** row {row.row}" + (f": {cut}" if cut else "") + _days(row)
