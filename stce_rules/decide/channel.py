"""From points to a score, from score and effects to the recommended channel.

Enters: what rules add. Leaves: score, channel, and whether the stable sample raised it. Promise: everything only adds;
the order of rules and items never matters, and a declaration under the same ruleset name is always sampled alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, cast

from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.core.truth import Truth
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Decision, Plan


class Recommendation(NamedTuple):
    """Score, channel, and whether sampling raised the channel."""

    score: int
    channel: Channel
    sampled: bool


def heaviest(channels: Iterable[str]) -> Channel:
    """The heaviest of some channels; green when there are none."""
    return cast("Channel", max(channels, key=CHANNELS.index, default=CHANNELS[0]))


def score_of(points: Mapping[int, Collection[int]], cap: int | None) -> int:
    """Each rule counts once, with its worst item; the sum is capped."""
    total = sum([max(each) if each else 0 for each in points.values()])
    return total if cap is None else min(total, cap)


def recommend(
    plan: Plan, declaration: str, judgement: Judgement, *, score: int, floors: Iterable[str]
) -> Recommendation:
    """The channel of a declaration: the decision's, raised by every `at least`, then by the sample."""
    channel = heaviest((_decided(plan.decision, judgement, score), *floors))
    for sample in plan.decision.samples:
        if channel == sample.of and drawn(plan.name, declaration) < sample.share:
            return Recommendation(score, heaviest((channel, sample.into)), heaviest((channel, sample.into)) != channel)
    return Recommendation(score, channel, sampled=False)


def _decided(decision: Decision, judgement: Judgement, score: int) -> str:
    reached = [one.channel for one in decision.channels if judgement.truth_of(one.condition, score) is Truth.TRUE]
    return heaviest(reached) if reached else decision.otherwise


def drawn(ruleset: str, declaration: str) -> float:
    """A number from 0 up to 1 that a declaration has for ever under a ruleset's name: the head of a SHA-256."""
    digest = hashlib.sha256(f"{ruleset}\0{declaration}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
