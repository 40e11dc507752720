"""Engines agree on rulesets and declarations by chance, from the text of the rules to the assessment."""

from __future__ import annotations

from importlib.util import find_spec
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from stce_rules.core.assessment import Assessment
from stce_rules.core.boxes import Case
from stce_rules.engines.choose import ENGINES, make
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import MakeEngine, first_disagreement, plan_of
from stce_rules.testing.chance import declaration, history, ruleset_text

_DECLARATIONS = 15


def _making(name: str) -> MakeEngine:
    def made(plan: Plan, surroundings: Surroundings) -> Engine:
        return make(name, plan, surroundings)

    return made


_MADE = {name: _making(name) for name in ENGINES if name != "durable" or find_spec("durable")}


_SEEDS = st.integers(0, 2**32)
_SETTINGS = settings(max_examples=30, deadline=None, phases=(Phase.explicit, Phase.generate))


@_SETTINGS
@given(_SEEDS)
def test_engines_assess_alike(seed: int) -> None:
    """Outcomes, points, channel, evidence and missing boxes are the same whichever engine judged."""
    chance = Random(seed)
    plan = plan_of(ruleset_text(chance))
    assert first_disagreement(_MADE, plan, history(chance, _DECLARATIONS)) is None


@_SETTINGS
@given(_SEEDS, st.booleans())
def test_engines_look_back_alike(seed: int, past: bool) -> None:
    """So they are where rules ask about past declarations, whether something is known of them or nothing."""
    chance = Random(seed)
    plan = plan_of(ruleset_text(chance, windows=True))
    assert first_disagreement(_MADE, plan, history(chance, _DECLARATIONS), past=past) is None


def test_chance_makes_something_of_everything() -> None:
    """Hits, exempt, undetermined and monitored rules, every channel, missing boxes and samples all come up."""
    seen: set[str] = set()

    class Watching(ReferenceEngine):
        """Notes what comes up."""

        def judge(self, case: Case) -> JudgedCase:
            judged = super().judge(case)
            seen.update(verdict.outcome.value for verdict in judged.verdicts)
            return judged

    for seed in range(12):
        chance = Random(seed)
        plan = plan_of(ruleset_text(chance))
        assert first_disagreement({"one": Watching}, plan, (declaration(chance, str(n)) for n in range(10))) is None
    assert seen == {"hit", "exempt", "undetermined"}


def test_one_seed_gives_one_ruleset() -> None:
    """The text and the declarations follow from the seed alone."""
    one, other = Random(7), Random(7)
    assert ruleset_text(one) == ruleset_text(other)
    assert declaration(one, "d") == declaration(other, "d")


def test_a_disagreement_is_found() -> None:
    """An engine that leaves out a verdict is told, with the declaration and both assessments."""

    class Forgetful(ReferenceEngine):
        """Leaves out the last verdict."""

        def judge(self, case: Case) -> JudgedCase:
            judged = super().judge(case)
            judged.verdicts = judged.verdicts[:-1]
            return judged

    chance = Random(1)
    plan = plan_of(ruleset_text(chance))
    declarations = [declaration(chance, str(number)) for number in range(50)]
    found = first_disagreement({"right": ReferenceEngine, "wrong": Forgetful}, plan, declarations)
    assert found is not None
    assert isinstance(found.assessments["right"], Assessment)
    assert found.assessments["right"] != found.assessments["wrong"]
