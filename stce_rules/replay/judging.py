"""A batch of declarations to findings and counts: what one process does, again and again.

Enters: a setting (plan, engine, what plugins bring to judging) and batches. Leaves: for each batch its counts and, when
they are wanted, its rows of findings. Promise: a rule sees a declaration without its outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import CATALOGUE, Field
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Engine, Predicates, Surroundings
from stce_rules.hooks import EngineFactory
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.replay.rows import Row, rows
from stce_rules.replay.tally import Tally

__all__ = ["Batch", "Judge", "Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """All that judging needs: the plan; the engine, by name or a plugin's; predicates and fields of plugins."""

    plan: Plan
    engine: str | EngineFactory
    predicates: Predicates
    fields: tuple[Field, ...]
    with_findings: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch judged."""

    tally: Tally
    rows: tuple[Row, ...]


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

    def judge(self, declarations: Sequence[Declaration]) -> Batch:
        """Judge a batch."""
        tally, found, plan = Tally(), [], self._setting.plan
        for one in declarations:
            seen = one if one.outcome is None else msgspec.structs.replace(one, outcome=None)
            case = normalise(seen, self._catalogue)
            judged = JudgedDeclaration(one.id, one.version, self._engine.judge(case), self._engine.name)
            assessment = assess(plan, judged, reasons=self._setting.with_findings)
            tally.add(one, case.date, assessment)
            if self._setting.with_findings:
                found += rows(assessment, case.date)
        return Batch(tally, tuple(found))

    def close(self) -> None:
        """Give back what the engine holds."""
        self._engine.close()


def _engine(setting: Setting) -> Engine:
    surroundings = Surroundings(setting.predicates)
    if isinstance(setting.engine, EngineFactory):
        return setting.engine.make(setting.plan, surroundings)
    return make(setting.engine, setting.plan, surroundings)
