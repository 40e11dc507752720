"""What asks what: cycles, questions to units that do not count, and sentences that nothing judges yet.

Enters: the checked units. Leaves: faults. Promise: when nothing is noted, the units can be put into an order
in which each comes after all it asks about, and every unit that runs can be judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.symbols import JudgedUnit, Symbols
from stce_rules.language.reading.moving import Movable, as_read, said_of

Key = tuple[str, str]

_MAY_ASK = {
    "draft": ("draft", "monitor", "active", "retired"),
    "monitor": ("monitor", "active"),
    "active": ("active",),
    "retired": ("active", "retired"),
}


@dataclass(frozen=True, slots=True)
class _Asked(Movable):
    """What a unit asks, and where, what its windows count, and its sentences without a judge."""

    asks: tuple[Key, ...]
    places: tuple[Span, ...]
    counts: frozenset[Key]
    unjudged: tuple[program.NotJudgedYet, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A unit in the chain; `read` and what it asked are as they were read, their places may have moved since."""

    unit: JudgedUnit
    read: JudgedUnit
    asked: _Asked


def check_chains(units: Sequence[JudgedUnit], symbols: Symbols) -> None:
    """Note every fault of the chain that the units make."""
    nodes = _nodes(units)
    _cycles(nodes, symbols)
    _statuses(nodes, symbols.findings)
    _unjudged(nodes, symbols.findings)


def leaves(condition: program.Condition) -> Iterator[program.Condition]:
    """The sentences of a condition, without the words that join them."""
    match condition:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            for part in condition.parts:
                yield from leaves(part)
        case program.Not():
            yield from leaves(condition.part)
        case _:
            yield condition


def unit_leaves(unit: JudgedUnit) -> Iterator[program.Condition]:
    """All sentences of a unit: its `where`, `when` and `unless`."""
    header = unit.header
    yield from leaves(header.where) if header.where is not None else ()
    yield from leaves(header.when)
    if not isinstance(unit, program.Exemption):
        for one in unit.unless:
            yield from leaves(one.condition)


def called(key: Key) -> str:
    """A unit as an officer names it."""
    kind, name = key
    return f"'{name}'" if kind == "indicator" else f'{kind} "{name}"'


def _nodes(units: Sequence[JudgedUnit]) -> dict[Key, _Node]:
    nodes = (_Node(one, read := as_read(one), said_of(read, _asked)) for one in units)
    return {_key(node.read): node for node in nodes}


def _asked(unit: JudgedUnit) -> _Asked:
    asks: list[tuple[Key, Span]] = []
    counts: set[Key] = set()
    unjudged: list[program.NotJudgedYet] = []
    for leaf in unit_leaves(unit):
        match leaf:
            case program.Shows() | program.ItemsShow():
                asks.append((("indicator", leaf.indicator), leaf.span))
            case program.Hits():
                asks.append((("rule", leaf.rule), leaf.span))
            case program.WindowIs(indicator=str() as name) | program.WindowIs(rule=str() as name):
                counted = ("rule" if leaf.indicator is None else "indicator", name)
                asks.append((counted, leaf.span))
                counts.add(counted)
            case program.NotJudgedYet():
                unjudged.append(leaf)
            case _:
                pass
    names, places = tuple(name for name, _ in asks), tuple(place for _, place in asks)
    return _Asked(names, places, frozenset(counts), tuple(unjudged))


def _key(unit: JudgedUnit) -> Key:
    match unit:
        case program.Indicator():
            return "indicator", unit.header.name
        case program.Rule():
            return "rule", unit.header.name
        case program.Exemption():
            return "exemption", unit.header.name


def _cycles(nodes: Mapping[Key, _Node], symbols: Symbols) -> None:
    """A rule also waits for the exemptions that lift it."""
    edges = {key: [asked for asked in node.asked.asks if asked in nodes] for key, node in nodes.items()}
    for key, node in nodes.items():
        if isinstance(node.read, program.Exemption):
            for rule in node.read.lifts:
                if ("rule", rule) in edges:
                    edges["rule", rule].append(key)
    done: set[Key] = set()
    for start in nodes:
        if start not in done:
            for cycle in _walk(start, edges, done):
                name = symbols.statement_of(nodes[cycle[0]].unit).name
                symbols.findings.add("E252", name.span, *_circle(cycle, nodes))


def _circle(cycle: tuple[Key, ...], nodes: Mapping[Key, _Node]) -> tuple[str, str]:
    """Who asks whom, and how that is mended. What a window counts was judged before, so it may not look back itself."""
    ways = [(one, two, two in nodes[one].asked.counts) for one, two in pairwise((*cycle, cycle[0]))]
    shown = "".join(f" {'counts' if counted else 'asks'} {called(two)}" for _, two, counted in ways)
    mend = "take one of these questions out"
    if any(counted for _, _, counted in ways):
        mend += "; what a window counts may not look at that window itself"
    return f"these ask each other in a circle: {called(cycle[0])}{shown}", mend


def _walk(start: Key, edges: Mapping[Key, Sequence[Key]], done: set[Key]) -> Iterator[tuple[Key, ...]]:
    """Depth first without recursion: a chain can be as long as a ruleset. Each way back is a cycle."""
    path: list[Key] = [start]
    ways = [iter(edges[start])]
    while path:
        following = next(ways[-1], None)
        if following is None:
            done.add(path.pop())
            ways.pop()
        elif following in path:
            yield tuple(path[path.index(following) :])
        elif following not in done:
            path.append(following)
            ways.append(iter(edges[following]))


def _statuses(nodes: Mapping[Key, _Node], findings: Findings) -> None:
    for key, node in nodes.items():
        status = node.read.header.status
        for number, asked in enumerate(node.asked.asks):
            other = nodes.get(asked)
            if other is not None and other.read.header.status not in _MAY_ASK[status]:
                message = f"{called(key)} is {status}, and asks {called(asked)}, which is {other.read.header.status}"
                mend = f"make {called(asked)} {'active' if status != 'retired' else 'retired'}, or {called(key)} draft"
                findings.add("E253", said_of(node.unit, _asked).places[number], message, mend)


_UNJUDGED = {"E752": "no installed plugin compares names of parties"}


def _unjudged(nodes: Mapping[Key, _Node], findings: Findings) -> None:
    """What a unit that runs reaches must have a judge; what only drafts reach is a warning."""
    reached_by: dict[Key, Key] = {}
    for key, node in nodes.items():
        if isinstance(node.read, program.Indicator) or node.read.header.status == "draft":
            continue
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one in nodes and one not in reached_by:
                reached_by[one] = key
                waiting += nodes[one].asked.asks
    for key, node in nodes.items():
        for leaf in said_of(node.unit, _asked).unjudged if node.asked.unjudged else ():
            message = _UNJUDGED[leaf.code]
            runs = reached_by.get(key)
            if runs is None:
                mend = "install stce-rules-parties before it leaves its draft"
                findings.add("W" + leaf.code[1:], leaf.span, message, mend)
                continue
            status = nodes[runs].read.header.status
            by = "" if runs == key else f" and asks {called(key)}"
            findings.add("E" + leaf.code[1:], leaf.span, f"{message}; {called(runs)} is {status}{by}",
                         f"install stce-rules-parties, or give {called(runs)} the status draft")  # fmt: skip
