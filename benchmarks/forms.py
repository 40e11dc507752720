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
from itertools import product
from typing import assert_never

from benchmarks.rules import Diverted, Goods, Heavier, Mentions, Places, Presents, Rule, Substances, Test, Worth
from stce_rules.core.declaration import Declaration, Party

Record = dict[str, object]

_EMPTY: Mapping[str, object] = {
    "hs": 0, "text": "  ", "name": "  ", "cas": [], "mass": 0.0, "worth": 0.0, "documents": [],
}  # fmt: skip
"""What a peer is given that can't take a blank box."""

_WORD = re.compile(r"[^a-z0-9]+")


def record(declaration: Declaration) -> Record:
    """The one goods item of a declaration, flat; nothing looks blank to who tells no blanks apart."""
    found = record_with_blanks(declaration)
    return found | {field: empty for field, empty in _EMPTY.items() if found[field] is None}


def record_with_blanks(declaration: Declaration) -> Record:
    """The same with nothing where a box is blank."""
    (item,) = declaration.items
    consignee = next((one for one in declaration.parties if one.role == "consignee"), Party(role="consignee"))
    return {
        "hs": int(item.hs[:6]) if item.hs else None,
        "destination": declaration.destination,
        "origin": item.origin,
        "text": _folded(item.description),
        "name": _folded(consignee.name),
        "cas": list(item.cas) or None,
        "mass": None if item.net_mass_kg is None else float(item.net_mass_kg),
        "worth": None if item.value is None else float(item.value.amount),
        "documents": [one.type for one in declaration.documents] or None,
        "consignee": consignee.country,
        "licensed": any(one.claim == "licence" for one in declaration.documents),
    }


def _folded(text: str | None) -> str | None:
    return f" {_WORD.sub(' ', text.lower()).strip()} " if text else None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language of expressions writes what the others write otherwise."""

    both: str
    either: str
    neither: str
    contains: Callable[[str, str], str]
    among: Callable[[str, tuple[str, ...]], str]


def _in_brackets(field: str, codes: tuple[str, ...]) -> str:
    return f"{field} in [{', '.join(map(_quoted, codes))}]"


ZEN = Dialect("and", "or", "not({})", lambda field, phrase: f"contains({field}, ' {phrase} ')", _in_brackets)
RULE_ENGINE = Dialect("and", "or", "not ({})", lambda field, phrase: f"' {phrase} ' in {field}", _in_brackets)
CEL = Dialect("&&", "||", "!({})", lambda field, phrase: f"{field}.contains(' {phrase} ')", _in_brackets)


def expression(rule: Rule, dialect: Dialect) -> str:
    """A rule as one expression that is true for a hit; what excludes most comes first."""
    return f" {dialect.both} ".join(_parts(rule, dialect))


def three_valued(rule: Rule) -> str:
    """A rule as an expression of ZEN that is 2 for a hit, 1 where blank boxes leave it open, else 0."""
    possible = [_any([_possible(one) for one in some], "or") for some in rule.asked]
    certain = [_any([_certain(one) for one in some], "or") for some in rule.asked]
    return f"{' and '.join([*possible, *_licence(rule, ZEN)])} ? ({' and '.join(certain)} ? 2 : 1) : 0"


def _possible(test: Test) -> str:
    if isinstance(test, Substances) and test.stated:
        return _certain(test)
    return f"({''.join(f'{one} == null or ' for one in _fields(test))}{_part(test, ZEN)})"


def _certain(test: Test) -> str:
    return f"({''.join(f'{one} != null and ' for one in _fields(test))}{_part(test, ZEN)})"


def _fields(test: Test) -> tuple[str, ...]:
    return ("consignee", "destination") if isinstance(test, Diverted) else (_cell(test)[0],)


def _parts(rule: Rule, dialect: Dialect) -> Iterator[str]:
    for some in rule.asked:
        yield _any([_part(one, dialect) for one in some], dialect.either)
    yield from _licence(rule, dialect)


def _licence(rule: Rule, dialect: Dialect) -> list[str]:
    return [dialect.neither.format("licensed")] if rule.unless_licensed else []


def _any(parts: Sequence[str], either: str) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {either} '.join(parts)})"


def _part(test: Test, dialect: Dialect) -> str:
    match test:
        case Goods(first, last):
            whole = f"hs >= {int(first)} {dialect.both} hs <= {int(last)}"
            return f"hs == {int(first)}" if first == last else f"({whole})"
        case Places(field, codes, elsewhere):
            among = dialect.among(field, codes)
            return dialect.neither.format(among) if elsewhere else among
        case Mentions(phrases, field):
            return _any([dialect.contains(field, one) for one in phrases], dialect.either)
        case Substances(numbers):
            return _any([f"{_quoted(one)} in cas" for one in numbers], dialect.either)
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
    groups = [[_json_logic(one) for one in some] for some in rule.asked]
    tests = [some[0] if len(some) == 1 else {"or": some} for some in groups]
    licence = [{"!": [{"var": "licensed"}]}] if rule.unless_licensed else []
    return {"and": [*tests, *licence]}


def _json_logic(test: Test) -> dict[str, object]:
    match test:
        case Goods(first, last):
            return {"<=": [int(first), {"var": "hs"}, int(last)]}
        case Places(field, codes, elsewhere):
            among: dict[str, object] = {"in": [{"var": field}, list(codes)]}
            return {"!": [among]} if elsewhere else among
        case Mentions(phrases, field):
            return {"or": [{"in": [f" {one} ", {"var": field}]} for one in phrases]}
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


_FIELDS = (
    "hs", "destination", "origin", "text", "cas", "mass", "worth", "documents", "consignee", "name", "licensed",
)  # fmt: skip
_INPUTS = {**{one: one for one in _FIELDS}, "more text": "text"}
"""The fields that columns are about. A rule may ask twice for words of a description, and no cell asks two things."""


def decision_table(rules: Sequence[Rule]) -> dict[str, object]:
    """Rules as one decision of ZEN: a table with a row for each way that a rule is met, every row that holds collected.

    A row is of cells that all hold, so that an "or" makes several of a rule.
    """
    inputs = [{"id": one, "field": field, "name": one} for one, field in _INPUTS.items()]
    outputs = [{"id": "rule", "field": "rule", "name": "rule"}]
    table = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": outputs,
        "rules": [row for one in rules for row in _rows(one)],
    }
    at = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": at},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": at, "content": table},
        {"id": "out", "type": "outputNode", "name": "out", "position": at},
    ]
    ways = (("in", "table"), ("table", "out"))
    edges = [{"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in ways]
    return {"nodes": nodes, "edges": edges}


def _rows(rule: Rule) -> Iterator[dict[str, str]]:
    for number, tests in enumerate(product(*rule.asked)):
        cells = dict.fromkeys(_INPUTS, "")
        for field, cell in map(_cell, tests):
            cells[f"more {field}" if cells[field] else field] = cell
        if rule.unless_licensed:
            cells["licensed"] = "false"
        yield cells | {"_id": f"{rule.number}.{number}", "rule": str(rule.number)}


def _cell(test: Test) -> tuple[str, str]:
    match test:
        case Goods(first, last):
            return "hs", str(int(first)) if first == last else f"[{int(first)}..{int(last)}]"
        case Places(field, codes, elsewhere):
            return field, f"not({_in_brackets('$', codes)})" if elsewhere else ", ".join(map(_quoted, codes))
        case Mentions(phrases, field):
            return field, " or ".join(f"contains($, ' {one} ')" for one in phrases)
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
