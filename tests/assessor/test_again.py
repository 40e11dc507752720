"""Assessments of the trail made again: every explanation is that of its day, from the store alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

pytest.importorskip("sqlalchemy")

from stce_rules import Assessor, StceError
from stce_rules.assessor.again import Again, again, unlike
from stce_rules.core.boxes import Case, Subject
from stce_rules.core.declaration import Declaration
from stce_rules.core.truth import Truth
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.supposed import Supposing
from stce_rules.decide.wire import decode
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.history import open_store
from stce_rules.history.checking import about
from stce_rules.history.trail import Kept, PluginVersion, Setting, packed_plan, setting
from stce_rules.hooks import NONE, Contributions
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER, Judgement
from stce_rules.plan.model import Plan, Scope
from stce_rules.plugins.discover import Plugins
from stce_rules.testing.chance import LISTS, RATES, history, ruleset_text
from stce_rules.testing.past import InMemoryPast, Message

Declared = Callable[..., dict[str, Any]]
WithFunction = Callable[[Callable[[Subject], Truth]], Plugins]


class _AsFound:
    """An engine that says again what it said when it was first asked about a declaration."""

    name = "as found"

    def __init__(self) -> None:
        self.found: dict[int, Judgement] = {}

    def judge(self, case: Case) -> Judgement:
        """What was found."""
        return self.found[id(case)]

    def close(self) -> None:
        """Nothing is held."""


def explanations(plan: Plan, judgement: Judgement, declaration: Declaration) -> list[Explanation]:
    """Why every unit of a plan has its outcome, for every subject."""
    supposing = Supposing(plan, normalise(declaration).date)
    return [
        explanation(plan, judgement.explain(number, at), declaration.id, supposing=supposing)
        for number, unit in enumerate(plan.units)
        for at in ((HEADER,) if unit.scope is Scope.DECLARATION else range(len(declaration.items)))
    ]


def of_their_day(plan: Plan, messages: list[Declaration]) -> Iterator[list[Explanation]]:
    """The explanations by definition, over the messages so far."""
    engine, cases = _AsFound(), [normalise(one) for one in messages]
    for number, case in enumerate(cases):
        known = zip(cases[: number + 1], messages, strict=False)
        so_far = [Message(each, one.version, one.action) for each, one in known]
        past = InMemoryPast(plan, so_far, lambda _past: engine)
        judgement = ReferenceEngine(plan, Surroundings(past=past)).judge(case)
        yield explanations(plan, judgement, messages[number])
        engine.found[id(case)] = judgement


def made_again(store: Path, one: Declaration, contributions: Contributions = NONE) -> tuple[Again, Kept]:
    """The assessment of a declaration, from the store alone."""
    with open_store(store) as database, database.reading() as turn:
        (row,) = [row for row in about(turn, one.id) if row.record.version == one.version]
        by = setting(turn, row.record.setting)
        return again(row, by, packed_plan(turn, by), contributions), row


@pytest.mark.parametrize("seed", range(6))
def test_every_explanation_is_that_of_its_day(tmp_path: Path, seed: int) -> None:
    """Rulesets and histories of every kind: all units, also those that found nothing, explained as on their day."""
    chance, store, folder = Random(seed), tmp_path / "s.db", tmp_path / "desk"
    folder.mkdir()
    (folder / "l.csv").write_text(LISTS, encoding="utf-8")
    (folder / "rates.csv").write_text(RATES, encoding="utf-8")
    (folder / "r.stce").write_text(ruleset_text(chance, windows=True), encoding="utf-8")
    manifest = "name: desk\nversion: 1\nlanguage: 1\nlists: {l: l.csv}\nrates: rates.csv\n"
    (folder / "ruleset.yaml").write_text(manifest, encoding="utf-8")
    messages = list(history(chance, 8))
    with Assessor.from_rulesets(folder, records=store) as assessor:
        plan = assessor.plan
        given = [assessor.assess(one) for one in messages]
    (folder / "r.stce").unlink()
    for one, answer, wanted in zip(messages, given, of_their_day(plan, messages), strict=True):
        made, row = made_again(store, one)
        assert decode(row.assessment or b"") == answer
        assert not made.differs(answer)
        assert made.plan == plan
        assert explanations(made.plan, made.judgement, made.declaration) == wanted
        named = [each for unit in plan.units for each in made.explanations(unit.name)]
        assert all(each in wanted for each in named)
        told = {(each.name, each.item) for each in made.explanations()}
        lists = (answer.hits, answer.exempt, answer.undetermined, answer.monitor)
        assert told == {(each.rule, each.item) for entries in lists for each in entries}


@pytest.fixture
def kept(looking_back: Path, declared: Declared, tmp_path: Path) -> tuple[Kept, Setting, bytes]:
    """A row, by what it was judged, and the plan."""
    with Assessor.from_rulesets(looking_back, records=tmp_path / "s.db") as assessor:
        assessor.assess(declared("A"))
    with open_store(tmp_path / "s.db") as database, database.reading() as turn:
        (row,) = about(turn, "A")
        by = setting(turn, row.record.setting)
        return row, by, packed_plan(turn, by)


def _code(row: Kept, by: Setting, packed: bytes) -> str:
    with pytest.raises(StceError) as refused:
        again(row, by, packed, NONE)
    (told,) = refused.value.diagnostics
    return f"{told.code} {told.message}"


def test_a_plan_of_another_form(kept: tuple[Kept, Setting, bytes]) -> None:
    """A plan that another version of the program wrote is not guessed at: that version is named."""
    row, by, packed = kept
    other = msgspec.structs.replace(by, form="0" * 64, library="9.9")
    assert "E870" in _code(row, other, packed)
    assert "its plan was written by stce-rules 9.9" in _code(row, other, packed)
    assert "its plan cannot be read" in _code(row, by, b"no plan")
    assert "its plan cannot be read" in _code(row, msgspec.structs.replace(by, plan="0" * 64), packed)


def test_a_function_that_is_not_here(declared: Declared, with_function: WithFunction, tmp_path: Path) -> None:
    """Rules that ask a plugin's function are explained where it is installed, and elsewhere name what is missing."""
    rules = tmp_path / "r.stce"
    rules.write_text('rule "F" "f" for each item when not (watched) then add 5 points end', encoding="utf-8")
    plugins = with_function(lambda _subject: Truth.FALSE)
    with Assessor.from_rulesets(rules, records=tmp_path / "s.db", plugins=plugins) as assessor:
        answer = assessor.assess(declared("A"))
        made, row = made_again(tmp_path / "s.db", made_declaration(declared("A")), plugins.contributions)
        assert not made.differs(answer)
        changed = with_function(lambda _subject: Truth.TRUE).contributions
        other, _ = made_again(tmp_path / "s.db", made_declaration(declared("A")), changed)
        assert other.differs(answer)
    with open_store(tmp_path / "s.db") as database, database.reading() as turn:
        by = setting(turn, row.record.setting)
        assert "its rules ask for 'watched', which no plugin here brings" in _code(row, by, packed_plan(turn, by))


def made_declaration(plain: dict[str, Any]) -> Declaration:
    """The declaration of plain data."""
    return msgspec.convert(plain, Declaration, strict=False)


def test_what_was_installed_otherwise(kept: tuple[Kept, Setting, bytes]) -> None:
    """What is not installed any more, or in another version, is named with both versions."""
    _, by, _ = kept
    by = msgspec.structs.replace(by, library="0.0", plugins=[PluginVersion("x", "stce-rules-x", "1.0")])
    told = unlike(by, [])
    assert [one.split(",")[0] for one in told] == ["stce-rules was 0.0", "stce-rules-x was 1.0"]
    assert told[1].endswith("here it is not installed")
