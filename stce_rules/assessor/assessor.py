"""The assessor: what a host holds on to.

Enters: rulesets and plugins once, then declarations. Leaves: assessments. Promises: it may be shared between threads;
`reload` swaps the plan whole and keeps the old one when the new one has any fault; a failing observer or policy never
loses an assessment; a plan that is in use when it is replaced is closed only after.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from stce_rules.assessor.loaded import Configuration, Live, load_live
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.channel import heaviest
from stce_rules.engines.choose import DEFAULT
from stce_rules.hooks import DecisionPolicy
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan
from stce_rules.plugins.announced import said
from stce_rules.plugins.discover import Plugins, discover


class Assessor:
    """Judges declarations by rulesets. Make one with `from_rulesets`; use it as a context, or close it."""

    def __init__(self, configuration: Configuration) -> None:
        """Load everything the configuration names. Raises StceError with every fault found."""
        self._configuration = configuration
        self._swap = threading.Lock()
        self._live = load_live(configuration)

    @classmethod
    def from_rulesets(
        cls,
        *rulesets: str | Path,
        engine: str = DEFAULT,
        plugins: Plugins | None = None,
        policy: str | None = None,
        on: date | None = None,
        cache: Path | None = None,
    ) -> Self:
        """Load rulesets together: folders, rule files, or names of shipped rulesets.

        `engine` is a name of `stce_rules.engines.choose.ENGINES` or of a plugin's engine. `plugins` are those found in
        the environment unless given. `policy` names a decision policy of a plugin. `on` is the day by which lists are
        old; without it their age is not looked at. `cache` is a folder where plans are kept, so that rulesets that have
        not changed are not read again (`stce_rules.rulesets.user_folder()`). Raises StceError with the faults of all
        files.
        """
        found = discover() if plugins is None else plugins
        return cls(Configuration(tuple(rulesets), engine, found, policy, on, cache))

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self._live.plan

    @property
    def engine(self) -> str:
        """The name of the engine that judges."""
        return self._configuration.engine

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was found when the plan in force was loaded."""
        return self._live.warnings

    def reload(self) -> None:
        """Load the same rulesets again and swap; on any fault raise StceError and keep what is in force."""
        fresh = load_live(self._configuration)
        with self._swap:
            old, self._live = self._live, fresh
        old.retire()

    def assess(
        self, declaration: Declaration | Mapping[str, object] | bytes | str, *, reasons: bool = True
    ) -> Assessment:
        """Judge a declaration: canonical JSON, its plain data, or what an adapter made.

        Without `reasons` the entries carry no evidence, which saves its making. Raises StceError (E601 to E610) for
        what is no declaration at all.
        """
        read = declaration if isinstance(declaration, Declaration) else decode(declaration)
        with self._in_force() as live:
            case = normalise(read, self._configuration.plugins.contributions.catalogue)
            judgement = live.engine.judge(case)
            assessment = assess(
                live.plan,
                JudgedDeclaration(read.id, read.version, judgement, live.engine.name, case.issues),
                reasons=reasons,
            )
            if live.policy is not None:
                assessment = _stricter(live.policy, case, assessment)
        alarms = self._configuration.plugins.observe(read, assessment)
        return _with_alarms(assessment, alarms)

    def judge(self, declaration: Declaration) -> tuple[Plan, Judgement, NormalCase]:
        """Judge a declaration and keep the trees: for explanations. No policy or observer takes part."""
        with self._in_force() as live:
            case = normalise(declaration, self._configuration.plugins.contributions.catalogue)
            return live.plan, live.engine.judge(case), case

    @contextmanager
    def _in_force(self) -> Iterator[Live]:
        with self._swap:
            live = self._live
            live.enter()
        try:
            yield live
        finally:
            live.leave()

    def close(self) -> None:
        """Give back what the engine holds. A closed assessor is not used again."""
        self._live.retire()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stricter(policy: DecisionPolicy, case: NormalCase, assessment: Assessment) -> Assessment:
    """The heavier of what was recommended and what a policy asks for."""
    try:
        asked = policy.at_least(case, assessment)
        channel = assessment.channel if asked is None else heaviest((assessment.channel, asked))
    except Exception as fault:  # noqa: BLE001  # a policy may raise anything; the recommendation stands
        return _with_alarms(assessment, (f"decision policy '{policy.name}' failed and is left out: {said(fault)}",))
    return msgspec.structs.replace(assessment, channel=channel)


def _with_alarms(assessment: Assessment, alarms: Sequence[str]) -> Assessment:
    if not alarms:
        return assessment
    return msgspec.structs.replace(assessment, alarms=[*assessment.alarms, *alarms])
