"""Rules and goods items as other engines take them.

Enters: a rule of `rules`, a declaration that leaves no box blank. Leaves: a flat record of the goods item with all that
an integrator would settle beforehand (the code as a number, the description folded, blanks around it, the licence
looked at), and the rule as an expression over it. None of these engines knows a blank box from a false one, carries a
code to another edition, converts a currency or tells why: what they do is true of complete goods items only. For
zen-engine the rules are written a second time, so that each expression tells apart what holds and what may hold for a
blank box, as an integrator must who asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from benchmarks.rules import Diverted, Heavier, Mentions, Places, Presents, Rule, Substances, Test, Worth
from stce_rules.core.declaration import Declaration

Record = dict[str, object]

_EMPTY: Mapping[str, object] = {"hs": 0, "text": "  ", "cas": [], "mass": 0.0, "worth": 0.0, "documents": []}
"""What a peer is given that can't take a blank box."""

_WORD = re.compile(r"[^a-z0-9]+")


def record(declaration: Declaration) -> Record:
    """The one goods item of a declaration, flat; nothing looks blank to who tells no blanks apart."""
    found = record_with_blanks(declaration)
    return found | {field: empty for field, empty in _EMPTY.items() if found[field] is None}


def record_with_blanks(declaration: Declaration) -> Record:
    """The same with nothing where a box is blank."""
    (item,) = declaration.items
    consignee = next((one.country for one in declaration.parties if one.role == "consignee"), None)
    return {
        "hs": int(item.hs[:6]) if item.hs else None,
        "destination": declaration.destination,
        "origin": item.origin,
        "text": f" {_WORD.sub(' ', item.description.lower()).strip()} " if item.description else None,
        "cas": list(item.cas) or None,
        "mass": None if item.net_mass_kg is None else float(item.net_mass_kg),
        "worth": None if item.value is None else float(item.value.amount),
        "documents": [one.type for one in declaration.documents] or None,
        "consignee": consignee,
        "licensed": any(one.claim == "licence" for one in declaration.documents),
    }


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language of expressions writes what the others write otherwise."""

    both: str
    either: str
    neither: str
    contains: Callable[[str], str]
    among: Callable[[str, tuple[str, ...]], str]


def _in_brackets(field: str, codes: tuple[str, ...]) -> str:
    return f"{field} in [{', '.join(map(_quoted, codes))}]"


ZEN = Dialect("and", "or", "not({})", lambda phrase: f"contains(text, ' {phrase} ')", _in_brackets)
RULE_ENGINE = Dialect("and", "or", "not ({})", lambda phrase: f"' {phrase} ' in text", _in_brackets)
CEL = Dialect("&&", "||", "!({})", lambda phrase: f"text.contains(' {phrase} ')", _in_brackets)


def expression(rule: Rule, dialect: Dialect) -> str:
    """A rule as one expression that is true for a hit; the test that excludes most comes first."""
    return f" {dialect.both} ".join(_parts(rule, dialect))


def three_valued(rule: Rule) -> str:
    """A rule as an expression of ZEN that is 2 for a hit, 1 where blank boxes leave it open, else 0."""
    parts = list(_parts(rule, ZEN))
    asked = [("hs",), *map(_fields, rule.tests), *((),) * rule.unless_licensed]
    possible = [
        f"({''.join(f'{one} == null or ' for one in some)}{part})" for some, part in zip(asked, parts, strict=True)
    ]
    stated = [f"{one} != null" for some in asked for one in some]
    return f"{' and '.join(possible)} ? ({' and '.join(stated)} ? 2 : 1) : 0"


def _fields(test: Test) -> tuple[str, ...]:
    return ("consignee", "destination") if isinstance(test, Diverted) else (_cell(test)[0],)


def _parts(rule: Rule, dialect: Dialect) -> Iterator[str]:
    first, last = int(rule.goods.first), int(rule.goods.last)
    yield f"hs == {first}" if first == last else f"hs >= {first} {dialect.both} hs <= {last}"
    for test in rule.tests:
        yield _part(test, dialect)
    if rule.unless_licensed:
        yield dialect.neither.format("licensed")


def _part(test: Test, dialect: Dialect) -> str:
    either = f" {dialect.either} "
    match test:
        case Places(field, codes):
            return dialect.among(field, codes)
        case Mentions(phrases):
            return f"({either.join(map(dialect.contains, phrases))})"
        case Substances(numbers):
            return f"({either.join(f'{_quoted(one)} in cas' for one in numbers)})"
        case Heavier(kilograms):
            return f"mass > {kilograms}.0"
        case Worth(euros):
            return f"worth >= {euros}.0"
        case Presents(document):
            return f"{_quoted(document)} in documents"
        case Diverted():
            return "consignee != destination"
        case _:
            assert_never(test)


def _quoted(word: str) -> str:
    return f"'{word}'"


def json_logic(rule: Rule) -> dict[str, object]:
    """A rule as JSON Logic."""
    first, last = int(rule.goods.first), int(rule.goods.last)
    tests = [_json_logic(one) for one in rule.tests]
    licence = [{"!": [{"var": "licensed"}]}] if rule.unless_licensed else []
    return {"and": [{"<=": [first, {"var": "hs"}, last]}, *tests, *licence]}


def _json_logic(test: Test) -> dict[str, object]:
    match test:
        case Places(field, codes):
            return {"in": [{"var": field}, list(codes)]}
        case Mentions(phrases):
            return {"or": [{"in": [f" {one} ", {"var": "text"}]} for one in phrases]}
        case Substances(numbers):
            return {"or": [{"in": [one, {"var": "cas"}]} for one in numbers]}
        case Heavier(kilograms):
            return {">": [{"var": "mass"}, kilograms]}
        case Worth(euros):
            return {">=": [{"var": "worth"}, euros]}
        case Presents(document):
            return {"in": [document, {"var": "documents"}]}
        case Diverted():
            return {"!=": [{"var": "consignee"}, {"var": "destination"}]}
        case _:
            assert_never(test)


COLUMNS = (
    "hs", "destination", "origin", "text", "cas", "mass", "worth", "documents", "consignee", "licensed",
)  # fmt: skip


def decision_table(rules: Sequence[Rule]) -> dict[str, object]:
    """Rules as one decision of ZEN: a table with a row for each rule, every row that holds collected."""
    inputs = [{"id": one, "field": one, "name": one} for one in COLUMNS]
    outputs = [{"id": "rule", "field": "rule", "name": "rule"}]
    table = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": [_row(one) for one in rules]}
    at = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": at},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": at, "content": table},
        {"id": "out", "type": "outputNode", "name": "out", "position": at},
    ]
    ways = (("in", "table"), ("table", "out"))
    edges = [{"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in ways]
    return {"nodes": nodes, "edges": edges}


def _row(rule: Rule) -> dict[str, str]:
    first, last = int(rule.goods.first), int(rule.goods.last)
    cells = dict.fromkeys(COLUMNS, "") | {"hs": str(first) if first == last else f"[{first}..{last}]"}
    for test in rule.tests:
        column, cell = _cell(test)
        cells[column] = cell
    if rule.unless_licensed:
        cells["licensed"] = "false"
    return cells | {"_id": str(rule.number), "rule": str(rule.number)}


def _cell(test: Test) -> tuple[str, str]:
    match test:
        case Places(field, codes):
            return field, ", ".join(map(_quoted, codes))
        case Mentions(phrases):
            return "text", " or ".join(f"contains($, ' {one} ')" for one in phrases)
        case Substances(numbers):
            return "cas", " or ".join(f"{_quoted(one)} in $" for one in numbers)
        case Heavier(kilograms):
            return "mass", f"> {kilograms}"
        case Worth(euros):
            return "worth", f">= {euros}"
        case Presents(document):
            return "documents", f"{_quoted(document)} in $"
        case Diverted():
            return "consignee", "$ != destination"
        case _:
            assert_never(test)
