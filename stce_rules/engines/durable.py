"""The engine whose inference is durable_rules: it derives what crosses items, chains rules and lifts exemptions.

Values are compared by the matcher, never by durable_rules, which would compare "abc" with 10. It is given facts of one
property, whose name is a statement and whose value is a subject, under a fresh sid for each declaration and group of
clauses; the state is deleted when its conclusions are read.

What was found in the C source of 2.0.28, and is kept away from here:
- its Python host keeps two timers running for ever, drops what is left to do when an action took ten seconds by the
  wall clock, and hides the exceptions of actions in its state. Only the Rete engine below it is used;
- `$and` in a join reads past its own end whenever it is false, so a join is a single comparison;
- a fact that is retracted after a join with it has run writes past the frame of that join, so nothing is retracted;
- deleting a state frees what only an action sets, so rules are proven to act before any state is deleted;
- a fact is not joined with itself, and one fact that meets 64 joins fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import count, islice
from threading import Lock
from typing import assert_never

from durable.engine import durable_rules_engine as rete

from stce_rules.core.boxes import Case
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.engines.clauses import Clause, Group, Join
from stce_rules.engines.crossing import clauses_of
from stce_rules.engines.deriving import Deriving, Fact
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.possible import PlanScreen
from stce_rules.engines.protocol import Surroundings
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan

_ASSERTED, _OBSERVED = 0, 2  # durable_rules' answers to a fact; 1 is "no rule matches", 3 "kept for later"
_IDS_TRIED = 8


class DurableEngine:
    """Judges candidates; units that cross subjects by durable_rules. Threads may share it; they infer one at a time."""

    name = "durable"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        self._screen = PlanScreen(self._prepared)
        self._clauses = clauses_of(plan)
        self._lock = Lock()
        self._closed = False
        self._rulesets: list[RuleSet] = []
        try:
            for number, group in enumerate(self._clauses.groups):
                self._rulesets.append(RuleSet(f"stce-{number}", group))
        except BaseException:
            self.close()
            raise

    def judge(self, case: Case) -> JudgedCase:
        """Judge a declaration.

        Should durable_rules fail, the declaration is judged without it, and an alarm says so: none is lost.
        """
        judging = Judging(self._prepared, case)
        asked = list(self._screen.candidates(case))
        try:
            self._infer(Deriving(self._clauses, judging, asked))
        except Exception as fault:  # noqa: BLE001  # its C code raises bare exceptions
            judging.alarms[f"durable_rules failed, and the builtin inference judged instead: {fault}"] = None
        return JudgedCase(judging, asked)

    def _infer(self, deriving: Deriving) -> None:
        for number in deriving.groups():
            facts = deriving.facts(self._clauses.groups[number])
            if facts:
                with self._lock:
                    if self._closed:
                        raise RuntimeError("the engine is closed")
                    deriving.conclude(self._rulesets[number].infer(facts))
        deriving.settle()

    def close(self) -> None:
        """Give back the memory that durable_rules holds."""
        with self._lock:
            self._closed = True
            while self._rulesets:
                self._rulesets.pop().close()


class RuleSet:
    """One group of clauses, loaded into durable_rules and proven to work. Not to be shared between threads."""

    def __init__(self, name: str, group: Group) -> None:
        self._name = name
        self._group = group
        atoms = sorted({atom for clause in group.clauses for atom in clause.premises})
        self._names = {atom: f"a{number}" for number, atom in enumerate(atoms)}
        self._actions = {f"c{number}": clause for number, clause in enumerate(group.clauses)}
        self._rules = json.dumps({action: {"all": self._premises(clause)} for action, clause in self._actions.items()})
        self._sids = count()
        self._handle = 0
        self._checked = False
        self._load()

    def infer(self, facts: Iterable[Fact]) -> set[Fact]:
        """All that follows from some facts. Raises what durable_rules raises, and `RuntimeError` for a fact it lost."""
        try:
            return self._concluded(facts)
        except BaseException:
            self._reload()
            raise

    def close(self) -> None:
        """Give back its memory. It cannot be used again."""
        handle, self._handle = self._handle, 0
        if handle:
            rete.delete_ruleset(handle)

    # ---- loading

    def _load(self) -> None:
        """Load, and see that each clause draws its conclusion."""
        try:
            self._handle = rete.create_ruleset(self._name, self._rules)
            silent = [clause for clause in self._group.clauses if not self._draws(clause)]
        except Exception as fault:
            raise _not_usable(str(fault)) from fault
        if silent:
            raise _not_usable(f"{len(silent)} of {len(self._group.clauses)} rules draw no conclusion")
        self._checked = True

    def _draws(self, clause: Clause) -> bool:
        expected = (clause.conclusion, HEADER if clause.join is Join.COLLECT else 0)
        return expected in self._concluded(_example(clause))

    def _reload(self) -> None:
        """Start anew: a state that failed half-way can be neither trusted nor deleted."""
        self._checked = False
        self.close()
        self._load()

    # ---- inference

    def _concluded(self, facts: Iterable[Fact]) -> set[Fact]:
        sid, ids = str(next(self._sids)), map(str, count())
        state = 0
        for fact in facts:
            state = self._assert(sid, ids, fact)
        concluded: set[Fact] = set()
        for conclusion in self._conclusions(state):
            if conclusion not in concluded:
                concluded.add(conclusion)
                if conclusion[0] in self._group.chained:
                    self._assert(sid, ids, conclusion)
        if self._checked or concluded:
            rete.delete_state(self._handle, sid)
        return concluded

    def _assert(self, sid: str, ids: Iterator[str], fact: Fact) -> int:
        """Assert a fact. The state it is in.

        Facts are told apart by a 32-bit hash of their id. Every id is new, so one "already observed" is a collision,
        and another id is tried. Every fact is a premise of some rule, so one that no rule matches is lost.
        """
        atom, at = fact
        answer = _OBSERVED
        for used in islice(ids, _IDS_TRIED):
            written = f'{{"sid":"{sid}","id":"{used}","{self._names[atom]}":{at + 1}}}'
            answer, state = rete.assert_fact(self._handle, written)
            if answer == _ASSERTED:
                return int(state)
            if answer != _OBSERVED:
                break
        raise RuntimeError(f"a fact was not taken (answer {answer})")

    def _conclusions(self, state: int) -> Iterator[Fact]:
        """Run the rules of a state to the end; a conclusion asserted meanwhile may make more of them run."""
        started = rete.start_action_for_state(self._handle, state)
        message = started[1] if started else None
        while message:
            ((action, premises),) = json.loads(message).items()
            clause = self._actions[action]
            at = HEADER if clause.join is Join.COLLECT else premises["m0"][self._names[clause.premises[0]]] - 1
            yield clause.conclusion, at
            message = rete.complete_and_start_action(self._handle, state)

    def _premises(self, clause: Clause) -> list[dict[str, object]]:
        """A clause's premises in durable_rules' own form; a subject is its position and 1, so the declaration is 0."""
        first, *rest = (self._names[atom] for atom in clause.premises)
        written: list[dict[str, object]] = [{"m0": {"$ex": {first: 1}}}]
        for number, name in enumerate(rest, 1):
            match clause.join:
                case Join.SAME:
                    said: dict[str, object] = {name: {"m0": first}}
                case Join.SPREAD:
                    said = {"$ex": {name: 1}}
                case Join.COLLECT:
                    said = {"$gt": {name: {f"m{number - 1}": name}}}
                case _:
                    assert_never(clause.join)
            written.append({f"m{number}": said})
        return written


def _example(clause: Clause) -> list[Fact]:
    """Facts from which a clause must conclude something about the first item, or the declaration."""
    match clause.join:
        case Join.SAME:
            return [(atom, 0) for atom in dict.fromkeys(clause.premises)]
        case Join.SPREAD:
            return [(atom, at) for atom, at in zip(clause.premises, (0, HEADER), strict=True)]
        case Join.COLLECT:
            return [(atom, at) for at, atom in enumerate(clause.premises)]


def _not_usable(why: str) -> StceError:
    return StceError(
        Diagnostic(
            "E720",
            f"durable_rules failed its self-check: {why}",
            where="engine 'durable'",
            help="choose the engine 'indexed', which gives the same answers",
        )
    )
