"""What two rulesets make of the same history: plain frozen data.

Made by `analysis.compare`. The first ruleset is the champion, which decides today; the second the challenger. A
declaration is flagged from `flagged_from` on; *newly caught* by the challenger alone, *newly lost* by the champion
alone. Leaves as JSON; `schema` counts its versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stce_rules.core.assessment import Channel, RulesetVersion
from stce_rules.replay.summary import Outcomes

__all__ = ["SCHEMA", "Affected", "Change", "Changed", "Comparison", "Decider", "Moved", "Paired", "Transition"]

SCHEMA = 1

Moved = Literal["caught", "lost"]


@dataclass(frozen=True, slots=True)
class Transition:
    """Declarations by the channel that each ruleset gives them; every pair of channels that occurs."""

    champion: Channel
    challenger: Channel
    declarations: int
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Decider:
    """A rule that decided for declarations newly caught (of the challenger) or newly lost (of the champion)."""

    rule: str
    declarations: int
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Changed:
    """A declaration newly caught or lost, and the rules that decided: of the challenger, or of the champion.

    Those that asked for a channel that is flagged; else those that added points, most first; else `sample`, or
    `decision` when the decision flags without any rule.
    """

    declaration: str
    version: int
    source: str
    row: int
    date: date | None
    office: str | None
    exporter: str | None
    importer: str | None
    consignee: str | None
    destination: str | None
    champion: Channel
    challenger: Channel
    champion_score: int
    challenger_score: int
    outcome: Literal["finding", "no finding", "not inspected", "not told"]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """All newly caught, or all newly lost: counts, rules by declarations, and the first of them, findings first."""

    moved: Moved
    declarations: int
    outcomes: Outcomes
    rules: tuple[Decider, ...]
    first: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """A trader in a role, or a destination: its declarations, and how many of them each ruleset flags alone."""

    role: Literal["exporter", "importer", "consignee", "destination"]
    name: str
    declarations: int
    caught: int
    lost: int
    caught_findings: int
    lost_findings: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Inspected declarations of one outcome by who flags them, and the exact test of McNemar on those that differ.

    `chance` is the probability of a difference as great as this, or greater, if neither ruleset flagged such
    declarations more readily than the other. `means` says it in words.
    """

    outcome: Literal["finding", "no finding"]
    selected_by: Literal["all", "random"]
    both: int
    champion_only: int
    challenger_only: int
    neither: int
    chance: float
    means: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it. `affected` are the 50 of each role with most changes; `notes` are shown with it."""

    schema: int
    champion: RulesetVersion
    challenger: RulesetVersion
    flagged_from: Channel
    declarations: int
    outcomes: Outcomes
    transitions: tuple[Transition, ...]
    caught: Change
    lost: Change
    affected: tuple[Affected, ...]
    paired: tuple[Paired, ...]
    notes: tuple[str, ...]
