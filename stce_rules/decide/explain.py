"""A judged tree to an explanation: every sentence with its truth and the values seen, and what would decide.

Enters: a plan, and the tree that an engine hands over for a unit and a subject. Leaves: records that can be written as
JSON (`schema` counts its versions). Promise: nothing is judged here; all of it is read off the tree that judged. What
would have to be otherwise was found by `nearest`, which supposes values and says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stce_rules.core.assessment import Channel, Like, Place, Row
from stce_rules.core.truth import Truth
from stce_rules.decide.assess import effects_of
from stce_rules.decide.channel import heaviest
from stce_rules.decide.nearest import ways_to_clear, ways_to_hit
from stce_rules.decide.otherwise import Alternative, alternatives
from stce_rules.decide.reasons import Word, evidence, missing, supports
from stce_rules.decide.supposed import Supposing
from stce_rules.plan.judgement import Judged, JudgedUnit, Lift, Outcome
from stce_rules.plan.model import NO_EFFECTS, Effects, Plan, Unit

__all__ = ["Consequence", "Explanation", "Open", "Release", "Seen", "Sentence", "explanation"]


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value that a sentence was read from, and the list row it was found in or, with `like`, resembles.

    No place: it could not be read, or, with `past`, it is what a window over past declarations gives.
    """

    value: str
    where: Place | None = None
    list: Row | None = None
    like: Like | None = None
    past: bool = False


class Sentence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence with its truth, down to the values.

    `join` says how the truth follows from the parts: all of, any of, at least, not. `unit` names the indicator, rule
    or exemption that is asked; `item` the goods item, where it is not the one explained. `seen` is empty for a blank
    box.
    """

    sentence: str
    truth: Word
    join: str = ""
    field: str | None = None
    item: int | None = None
    unit: str | None = None
    seen: list[Seen] = []
    parts: list[Sentence] = []


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule does."""

    points: int
    channel: Channel | None
    ask_for: list[str]
    refer_to: list[str]
    flags: list[str]


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A box that would decide, of which goods item where it is another, and the sentences that wait for it."""

    box: str
    item: int | None
    sentences: list[str]


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """An `unless` or exemption that lifts the rule where it is true; `missing` are the boxes that would prove it."""

    because: str
    exemption: str | None
    truth: Word
    condition: Sentence
    missing: list[Open]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a rule, exemption or indicator has its outcome for a goods item or the declaration (`item` None).

    `where` is the condition that narrows the rule, if it has one. `not_applied` says in words why dates or flow keep
    it from applying. `deciding` are the sentences that the condition's truth follows from. `effects` is what it does
    by this outcome, `on_hit` what a hit does. `missing` are the boxes that would decide an open condition.

    `would_hit` are the nearest ways to a hit of what does not hit, `would_not` those to no hit of what is undetermined;
    a few, the fewest sentences first.
    """

    schema: int = 1
    declaration: str | None
    kind: str
    name: str
    title: str
    version: int
    status: str
    ruleset: str
    regime: list[str]
    because: str
    item: int | None
    outcome: str
    not_applied: str | None
    where: Sentence | None
    when: Sentence
    deciding: list[str]
    releases: list[Release]
    effects: Consequence
    on_hit: Consequence
    missing: list[Open]
    would_hit: list[Alternative] = []
    would_not: list[Alternative] = []


def explanation(
    plan: Plan, judged: JudgedUnit, declaration: str | None = None, *, supposing: Supposing | None = None
) -> Explanation:
    """Explain a judged unit of the plan; `declaration` is the id to write into it.

    Without `supposing` nothing is said of what would have to be otherwise.
    """
    unit = plan.units[judged.unit]
    supposed = supposing if judged.not_applied is None and judged.outcome is not Outcome.HIT else None
    where, when = _split(unit, judged.condition)
    is_open = judged.outcome is Outcome.UNDETERMINED
    return Explanation(
        declaration=declaration,
        kind=unit.kind.value,
        name=unit.name,
        title=unit.title,
        version=unit.version,
        status=unit.status,
        ruleset=unit.ruleset,
        regime=list(unit.regime),
        because=unit.because,
        item=judged.item,
        outcome=judged.outcome.value,
        not_applied=judged.not_applied,
        where=None if where is None else _sentence(plan, where),
        when=_sentence(plan, when),
        deciding=list(dict.fromkeys(leaf.sentence for leaf, _ in supports(judged.condition))),
        releases=[_release(plan, lift) for lift in judged.lifts],
        effects=_consequence(effects_of(unit, judged.outcome) if judged.not_applied is None else NO_EFFECTS),
        on_hit=_consequence(unit.then),
        missing=_open(plan, judged.condition) if is_open else [],
        would_hit=[] if supposed is None else alternatives(plan, supposed, ways_to_hit(supposed, judged)),
        would_not=alternatives(plan, supposed, ways_to_clear(supposed, judged)) if supposed and is_open else [],
    )


def _split(unit: Unit, condition: Judged) -> tuple[Judged | None, Judged]:
    """`where` and `when` of a tree, which engines hand over as one condition."""
    if unit.where is None:
        return None, condition
    where, when = condition.parts
    return where, when


def _consequence(effects: Effects) -> Consequence:
    return Consequence(
        points=effects.points,
        channel=None if effects.channel is None else heaviest((effects.channel,)),
        ask_for=list(effects.ask_for),
        refer_to=list(effects.refer_to),
        flags=list(effects.flags),
    )


def _release(plan: Plan, lift: Lift) -> Release:
    return Release(
        because=lift.because,
        exemption=lift.exemption,
        truth=_word(lift.judged.truth),
        condition=_sentence(plan, lift.judged),
        missing=_open(plan, lift.judged) if lift.judged.truth is Truth.UNKNOWN else [],
    )


def _sentence(plan: Plan, judged: Judged) -> Sentence:
    return Sentence(
        sentence=judged.sentence,
        truth=_word(judged.truth),
        join=judged.join.value,
        field=_field(plan, judged),
        item=judged.item,
        unit=None if judged.unit is None else plan.units[judged.unit].name,
        seen=[
            Seen(value=one.value, where=one.where, list=one.list, like=one.like, past=judged.window is not None)
            for one in (evidence(plan, (judged,)) if judged.finding is not None or judged.value is not None else ())
            if one.value is not None
        ],
        parts=[_sentence(plan, part) for part in judged.parts],
    )


def _field(plan: Plan, judged: Judged) -> str | None:
    """The box that a sentence is about, or that its window computes with."""
    if judged.test is not None:
        return plan.tests[judged.test].field
    of = None if judged.window is None else plan.windows[judged.window].of
    return None if of is None else of.words


def _open(plan: Plan, tree: Judged) -> list[Open]:
    """The boxes that would decide an unknown condition; by item, then box."""
    waiting: dict[tuple[int, str], dict[str, None]] = {}
    items: dict[tuple[int, str], int | None] = {}
    deciding = {id(leaf) for leaf, _ in supports(tree) if leaf.truth is Truth.UNKNOWN}
    for leaf, item in _leaves(tree, None):
        if id(leaf) in deciding:
            for box in missing(plan, (leaf,)) or (leaf.sentence,):
                key = (-1 if item is None else item, box)
                items[key] = item
                waiting.setdefault(key, {})[leaf.sentence] = None
    return [Open(box=key[1], item=items[key], sentences=list(waiting[key])) for key in sorted(waiting)]


def _leaves(tree: Judged, item: int | None) -> Iterator[tuple[Judged, int | None]]:
    """The leaves with the goods item they are about, where it is another than the one asked."""
    item = item if tree.item is None else tree.item
    if not tree.parts:
        yield tree, item
    for part in tree.parts:
        yield from _leaves(part, item)


def _word(truth: Truth) -> Word:
    match truth:
        case Truth.TRUE:
            return "true"
        case Truth.FALSE:
            return "false"
        case Truth.UNKNOWN:
            return "unknown"
