"""Faults of a whole statement: no `end`, a clause that is missing, given twice, or out of its order.

Enters the spot of a halt, leaves a remedy, or None where the fault is a smaller one.
"""

from __future__ import annotations

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.language.reading.expected import article, listed
from stce_rules.language.reading.spot import Remedy, Spot, spoken
from stce_rules.language.reading.tokens import Token

_PROPERTIES = ("VERSION", "STATUS", "OWNER", "REGIME", "EFFECTIVE", "REVIEW", "APPLIES")
_ORDER = {
    "indicator": (*_PROPERTIES, "FOR", "WHEN", "UNLESS", "EXAMPLE"),
    "rule": (*_PROPERTIES, "FOR", "WHEN", "UNLESS", "THEN", "IF", "BECAUSE", "EXAMPLE"),
    "exemption": (*_PROPERTIES, "FOR", "LIFTS", "WHEN", "BECAUSE", "EXAMPLE"),
}
_NEEDED = {"FOR", "LIFTS", "WHEN", "THEN"}
_SAID = {
    "FOR": "for each",
    "IF": "if unknown",
    "REVIEW": "review by",
    "APPLIES": "applies to",
    "LIFTS": "lifts rules",
    "EFFECTIVE": "effective from",
}
CLAUSES = frozenset().union(*_ORDER.values())


def unclosed(spot: Spot) -> Remedy | None:
    """E301, E305: something that was opened is not closed before the next clause, or before the statement stops."""
    token = spot.token
    if token is not None and token.type not in CLAUSES | {"END", "RPAR", "MINUS", "MUST", "AND", "OR"}:
        return None
    if "END" in spot.accepts and (token is None or (spot.opened and token.type != "END")):
        return _no_end(spot)
    if "RPAR" in spot.accepts and spot.opened[-1:] and spot.opened[-1].bracket:
        return _no_bracket(spot)
    return None


def _no_end(spot: Spot) -> Remedy:
    """`end` is missing: of a group of bullets, or of the statement."""
    block = spot.opened[-1] if spot.opened else None
    first = block.first if block else 0
    name = f"'{block.label}'" if block else spot.name
    stolen = None if block else _stolen_end(spot)
    if stolen is not None:
        return stolen
    if spot.token:
        until = f"'{spot.token.text}' at line {spot.line(spot.index)}"
    elif spot.after:
        until = f"{spoken(spot.after)} at line {spot.source.position(spot.after[0].start)[0]}"
    else:
        until = "the file ends"
    opened = spot.tokens[first]
    span = spot.span(opened).to(spot.span(spot.tokens[_head_end(spot, first, block is not None)]))
    column = spot.source.position(opened.start)[1] if not block else 5
    fault = Diagnostic(
        "E301",
        f"{name} at line {spot.line(first)} has no 'end' before {until}",
        span,
        help=f"write 'end' after '{spot.source.line(spot.line(spot.index - 1)).strip()[:60]}'",
        fixes=_end_after(spot, spot.before, column),
    )
    return Remedy(fault, spot.with_([spot.word("end")]))


def _end_after(spot: Spot, last: Token, column: int) -> tuple[Replacement, ...]:
    """The fix that writes `end` on a line of its own below a token, or beside it where other words share its line."""
    text, end = spot.source.text, "end".rjust(column + 2)
    stop = text.find("\n", last.end)
    rest = text[last.end : stop if stop >= 0 else len(text)].strip()
    if rest and not rest.startswith("#"):
        return (Replacement(spot.source.span(last.end, last.end), " end"),)
    if stop < 0:
        return (Replacement(spot.source.span(len(text), len(text)), f"\n{end}"),)
    return (Replacement(spot.source.span(stop + 1, stop + 1), f"{end}\n"),)


def _head_end(spot: Spot, first: int, block: bool) -> int:
    """Index of the last token that names what was opened."""
    if block:
        return next(i for i in range(first, len(spot.tokens)) if spot.tokens[i].type == "COLON")
    return 1 if len(spot.tokens) > 1 and spot.tokens[1].type in {"STRING", "NAME"} else 0


def _stolen_end(spot: Spot) -> Remedy | None:
    """The statement's own `end` was taken for that of its bullets: it stands where the statement begins."""
    source, margin = spot.source, spot.source.position(spot.tokens[0].start)[1]
    open_blocks: list[int] = []
    for i, token in enumerate(spot.tokens):
        if token.type == "COLON":
            open_blocks.append(i)
        elif token.type == "END" and open_blocks:
            colon = open_blocks.pop()
            if source.position(token.start)[1] > margin or spot.line(i) == spot.line(colon):
                continue
            first = colon - 2 if spot.tokens[colon - 2].type in {"ALL", "ANY", "NONE"} else max(0, colon - 4)
            label = " ".join(one.text for one in spot.tokens[first:colon]) + ":"
            last = spot.tokens[i - 1]
            fault = Diagnostic(
                "E301",
                f"'{label}' at line {spot.line(first)} has no 'end' before the 'end' of {spot.name} "
                f"at line {spot.line(i)}",
                spot.span(spot.tokens[first]).to(spot.span(spot.tokens[colon])),
                help="write 'end' after its last bullet",
                fixes=_end_after(spot, last, 5),
            )
            return Remedy(fault, spot.with_([spot.word("end")]))
    return None


def _no_bracket(spot: Spot) -> Remedy:
    bracket = spot.tokens[spot.opened[-1].first]
    message = f"this bracket is not closed before {spot.what_stands().removesuffix(' begins')}"
    fault = Diagnostic("E305", message, spot.span(bracket), help="write ')' where it ends", fixes=spot.insertion(")"))
    return Remedy(fault, spot.with_([spot.word(")")]))


def clause(spot: Spot) -> Remedy | None:
    """E306, E307, E308: a clause that is missing, out of its order, or given twice."""
    order = _ORDER.get(spot.kind)
    if order is None or spot.opened:
        return None
    token = spot.token
    seen = [one for one in spot.tokens[: spot.index] if one.type in order]
    if token is not None and token.type == "STRING" and "BECAUSE" in spot.accepts and seen[-1:]:
        return _no_because(spot, seen[-1])
    if token is not None and token.type not in CLAUSES | {"END"}:
        return None
    if "STRING" in spot.accepts and spot.index == 2:
        return _no_title(spot)
    if seen and seen[-1].type == "UNLESS" and "BECAUSE" in spot.accepts:
        return _no_because(spot, seen[-1])
    possible = [one for one in order if one in spot.accepts]
    if not possible and "END" not in spot.accepts:
        return None
    needed = next((one for one in possible if one in _NEEDED), None)
    if token is None or token.type == "END" or token.type in order:
        at = len(order) if token is None or token.type == "END" else order.index(token.type)
        if needed is not None and order.index(needed) < at:
            return _not_yet(spot, needed)
        return _not_here(spot, token, seen) if token is not None else None
    message = f"{article(spot.kind)} has no '{said(token.type)}'"
    parts = listed([f"'{said(one)}'" for one in order if one not in _PROPERTIES]).replace(" or ", " and ")
    help_ = f"{article(spot.kind)} is made of its title, properties, {parts}"
    return Remedy(Diagnostic("E307", message, spot.place(), help=help_), None)


def _not_yet(spot: Spot, needed: str) -> Remedy:
    """A clause that must be there first: it comes later, or not at all."""
    word, token = said(needed), spot.token
    later = any(one.type == needed for one in spot.tokens[spot.index :])
    if later and token is not None:
        help_ = f"the order is {_order(spot)}"
        message = f"'{said(token.type)}' stands before '{word}'"
        return Remedy(Diagnostic("E307", message, spot.place(), help=help_), None)
    message = f"{spot.name} has no '{word}'"
    if token is not None and token.type != "END":
        message += f" before '{said(token.type)}'"
    example = {
        "FOR": "write 'for each item' or 'for each declaration' before 'when'",
        "WHEN": "write what must hold, such as: when hs is 2931.41",
        "THEN": "write what follows from it, such as: then add 60 points, at least red",
        "LIFTS": 'write which rules it lifts, such as: lifts rules "CHEM-2B-001"',
    }[needed]
    fault = Diagnostic("E306", message, spot.place(), help=example)
    if needed == "FOR" and token is not None:
        return Remedy(fault, spot.with_([spot.word(one) for one in ("for", "each", "item")]))
    return Remedy(fault, None)


def _not_here(spot: Spot, token: Token, seen: list[Token]) -> Remedy | None:
    """A clause that is given a second time, or that belongs further up."""
    earlier = next((one for one in seen if one.type == token.type), None)
    if earlier is not None and token.type not in {"UNLESS", "EXAMPLE"}:
        line = spot.source.position(earlier.start)[0]
        message = f"'{said(token.type)}' stands a second time; the first is at line {line}"
        return Remedy(Diagnostic("E308", message, spot.place(), help="join the two, or delete one"), None)
    if not seen or token.type == "END":
        return None
    message = f"'{said(token.type)}' stands after '{said(seen[-1].type)}'"
    return Remedy(Diagnostic("E307", message, spot.place(), help=f"the order is {_order(spot)}"), None)


def _no_because(spot: Spot, unless: Token) -> Remedy | None:
    """`unless` without its reason; or the word alone is missing before the reason."""
    if unless.type != "UNLESS":
        return None
    token = spot.token
    if token is not None and token.type == "STRING":
        message = "'because' is missing before the reason of this 'unless'"
        fault = Diagnostic("E306", message, spot.place(), help="write 'because'", fixes=spot.insertion(" because"))
        return Remedy(fault, spot.with_([spot.word("because")]))
    fault = Diagnostic(
        "E306",
        "this 'unless' has no reason",
        spot.span(unless),
        help='say why it lifts the rule, such as: because "national permit covers the item"',
    )
    empty = Token("STRING", "", spot.before.end, spot.before.end)
    return Remedy(fault, spot.with_([spot.word("because"), empty]))


def _no_title(spot: Spot) -> Remedy:
    name = spot.span(spot.tokens[0]).to(spot.span(spot.tokens[1]))
    fault = Diagnostic(
        "E306",
        f"{spot.name} has no title",
        name,
        help=f'after the name, say in quotation marks what it is about: {spot.name} "…"',
    )
    return Remedy(fault, spot.with_([Token("STRING", "", spot.before.end, spot.before.end)]))


def said(kind: str) -> str:
    """A clause by the words it begins with."""
    return _SAID.get(kind, kind.lower())


def _order(spot: Spot) -> str:
    own = [said(one) for one in _ORDER[spot.kind] if one not in _PROPERTIES]
    return ", ".join(["title", "properties", *own])
