"""A batch of declarations to findings and counts: what one process does, again and again.

Enters: a setting (plan, engine, what plugins bring to judging, what is wanted) and batches. Leaves: for each batch its
counts and, where they are wanted, its part of the two result tables. Promises: a rule sees a declaration without its
outcome; judged as of another day, a declaration keeps its own day in every result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import CATALOGUE, Field
from stce_rules.core.resemblance import Matcher
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Engine, NoPast, Predicates, Surroundings
from stce_rules.hooks import EngineFactory
from stce_rules.intake.normalise import normalise
from stce_rules.intake.reading import Fault, read_moment, said
from stce_rules.plan.model import Plan
from stce_rules.replay.filled import Filling
from stce_rules.replay.rows import (
    DECLARATIONS,
    FINDINGS,
    Moment,
    Row,
    as_columns,
    declaration_row,
    finding_rows,
)
from stce_rules.replay.sources import Declared
from stce_rules.replay.tally import Tally
from stce_rules.replay.windows.recorded import RecordedPast

if TYPE_CHECKING:
    from stce_rules.replay.rows import Found

__all__ = ["Judge", "Judged", "Setting", "accepted", "as_rules_see"]


@dataclass(frozen=True, slots=True)
class Setting:
    """All that judging needs: the plan; the engine, by name or a plugin's; what plugins bring to judging.

    Of the two tables what is not wanted is not made. `as_of`: a day that all are judged by, as if accepted on it.
    `past`: what came before each message of the history, where rules ask about it.
    """

    plan: Plan
    engine: str | EngineFactory
    predicates: Predicates
    fields: tuple[Field, ...]
    with_findings: bool
    with_evidence: bool = True
    with_declarations: bool = False
    as_of: date | None = None
    past: RecordedPast | None = None
    matcher: Matcher | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch judged: its counts, and its rows of the two tables in the order of the history."""

    tally: Tally
    findings: Found
    declarations: Found


class Judge:
    """Judges batches by one setting. Close it when done."""

    def __init__(self, setting: Setting) -> None:
        """Make the engine. Raises StceError (E710, E711) when it is not there."""
        self._setting = setting
        self._engine = _engine(setting)
        self._catalogue = CATALOGUE.extended(setting.fields) if setting.fields else CATALOGUE

    @property
    def engine(self) -> str:
        """The name of the engine, as results give it."""
        return self._engine.name

    def judge(self, batch: Sequence[Declared]) -> Judged:
        """Judge a batch."""
        tally, filling, setting = Tally(), Filling(), self._setting
        found: list[Row] = []
        declared: list[Row] = []
        for one in batch:
            it = one.declaration
            moment = accepted(it.date)
            if setting.past is not None:
                setting.past.turn_to(one.source, one.row)
            case = normalise(as_rules_see(it, setting.as_of), self._catalogue)
            judged = JudgedDeclaration(it.id, it.version, self._engine.judge(case), self._engine.name)
            assessment = assess(setting.plan, judged, reasons=setting.with_findings and setting.with_evidence)
            tally.add(it, moment[0], assessment)
            filling.add(one.source, it)
            if setting.with_findings:
                found += finding_rows(one, moment[0], assessment, evidence=setting.with_evidence)
            if setting.with_declarations:
                declared.append(declaration_row(one, moment, assessment))
        tally.fill(filling.counts())
        return Judged(
            tally,
            as_columns(FINDINGS, found) if setting.with_findings else {},
            as_columns(DECLARATIONS, declared) if setting.with_declarations else {},
        )

    def close(self) -> None:
        """Give back what the engine holds."""
        self._engine.close()


def as_rules_see(declaration: Declaration, as_of: date | None) -> Declaration:
    """The declaration without its outcome, and as if accepted on a day where one is given."""
    if as_of is not None:
        issues = [one for one in declaration.parse_issues if one.place != "date"]
        return replace(declaration, outcome=None, date=as_of.isoformat(), parse_issues=issues)
    return declaration if declaration.outcome is None else replace(declaration, outcome=None)


def accepted(written: str | None) -> Moment:
    """The acceptance date, and the hour where one is stated with it."""
    stated = said(written)
    moment = None if stated is None else read_moment(stated)
    return (None, None) if moment is None or isinstance(moment, Fault) else moment


def _engine(setting: Setting) -> Engine:
    surroundings = Surroundings(setting.predicates, setting.past or NoPast(), setting.matcher)
    if isinstance(setting.engine, EngineFactory):
        return setting.engine.make(setting.plan, surroundings)
    return make(setting.engine, setting.plan, surroundings)
