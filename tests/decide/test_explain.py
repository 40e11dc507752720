"""Explanations: read off the tree that judged, and saying what the assessment says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec
import pytest

from stce_rules.assessor import Assessor
from stce_rules.core.assessment import Assessment, Place
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.explain import Explanation, Open, Sentence, explanation
from stce_rules.generator import generate
from stce_rules.intake.canonical import decode
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope, UnitKind
from stce_rules.plugins import discover

RULES = """\
use edition 2022

list watched of hs is 8401.20 end

indicator reactor "Reactor parts"
  for each item
  when hs is in list watched
  unless description mentions "model" because "models are toys"
end

rule "ITEM" "Reactor parts to South Sudan"
  version 3 status active
  effective from 2020-01-01
  applies to exports
  regime "Law A", "Law B"
  for each item
  where destination is SS
  when reactor and net mass is more than 10 kg
  unless licence is valid because "a permit covers it"
  then add 40 points, at least red, refer to "Authority"
  if unknown ask for "net mass", at least yellow
  because "Reactor parts are watched."
end

rule "WHOLE" "Some item is a reactor part"
  for each declaration
  when any item shows reactor or at least 2 of:
      - destination is SS
      - flow is import
      - transport mode is "4"
    end
  then add 5 points, flag "reactor"
end

exemption "EX" "Returned goods"
  for each item
  lifts rules "ITEM"
  when procedure is "3151"
end
"""

Explain = Callable[..., Explanation]


@pytest.fixture(scope="module")
def explain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explain]:
    """The explanation of a unit for a declaration, at the position of an item or for the whole."""
    path = tmp_path_factory.mktemp("rules") / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    with Assessor.from_rulesets(path, engine="reference", plugins=discover(entry_points=False)) as assessor:

        def explained(name: str, declaration: dict[str, object], at: int = 0) -> Explanation:
            plan, judgement, _ = assessor.judge(decode(declaration))
            number = next(number for number, unit in enumerate(plan.units) if unit.name == name)
            return explanation(plan, judgement.explain(number, at), str(declaration["id"]))

        yield explained


def declared(*items: dict[str, object], **header: object) -> dict[str, object]:
    """An export to South Sudan of these goods items, unless told otherwise."""
    numbered = [{"number": at, **item} for at, item in enumerate(items, 1)]
    return {"id": "A", "date": "2026-06-01", "flow": "export", "destination": "SS", **header, "items": numbered}


def sentences(one: Sentence) -> list[Sentence]:
    """The sentence and all below it."""
    return [one, *(each for part in one.parts for each in sentences(part))]


REACTOR = {"hs": "84012000", "net_mass_kg": 25, "procedure": "1000", "description": "fuel channel"}


def test_a_hit(explain: Explain) -> None:
    """A hit carries who the rule is, its tree with values and list row, and what it does."""
    one = explain("ITEM", declared(REACTOR))
    assert (one.schema, one.declaration, one.kind, one.name, one.version, one.item) == (1, "A", "rule", "ITEM", 3, 1)
    assert (one.outcome, one.not_applied, one.missing) == ("hit", None, [])
    assert (one.regime, one.because) == (["Law A", "Law B"], "Reactor parts are watched.")
    assert one.where is not None
    assert (one.where.sentence, one.where.truth) == ("destination is SS", "true")
    told = {each.sentence: each for each in sentences(one.when)}
    listed = told["hs is in list watched"]
    assert (listed.field, listed.truth, listed.seen[0].value) == ("hs", "true", "84012000")
    assert listed.seen[0].list is not None
    assert listed.seen[0].list.value == "8401.20"
    assert told["reactor"].unit == "reactor"
    assert (one.effects.points, one.effects.channel, one.effects.refer_to) == (40, "red", ["Authority"])


def test_what_is_open(explain: Explain) -> None:
    """An undetermined rule names each box that would decide, with the sentences that wait for it, and does less."""
    one = explain("ITEM", declared({**REACTOR, "net_mass_kg": None}))
    assert one.outcome == "undetermined"
    assert one.missing == [Open(box="net mass", item=None, sentences=["net mass is more than 10 kg"])]
    assert (one.effects.points, one.effects.channel, one.effects.ask_for) == (0, "yellow", ["net mass"])
    assert (one.on_hit.points, one.on_hit.channel) == (40, "red")


def test_why_not(explain: Explain) -> None:
    """A rule that does not hold names the sentences that are false, and does nothing."""
    one = explain("ITEM", declared({**REACTOR, "net_mass_kg": 5}))
    assert (one.outcome, one.deciding) == ("no hit", ["net mass is more than 10 kg"])
    assert (one.effects.points, one.effects.channel) == (0, None)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"date": "2019-06-01"}, "applies from 2020-01-01, the declaration is of 2019-06-01"),
        ({"flow": "import"}, "applies to export, the declaration is of import"),
    ],
)
def test_dates_and_flow(explain: Explain, header: dict[str, object], reason: str) -> None:
    """A rule that does not apply says why in words, and its sentences are still told."""
    one = explain("ITEM", declared(REACTOR, **header))
    assert (one.outcome, one.not_applied) == ("no hit", reason)
    assert one.when.truth == "true"
    assert one.effects.points == 0


def test_what_lifts(explain: Explain) -> None:
    """Each unless and exemption is told with its truth, its reason, and the boxes that would prove it."""
    one = explain("ITEM", declared({**REACTOR, "procedure": None}))
    permit, returned = one.releases
    assert (permit.because, permit.exemption, permit.truth, permit.missing) == ("a permit covers it", None, "false", [])
    assert (returned.because, returned.exemption, returned.truth) == ("Returned goods", "EX", "unknown")
    assert [each.box for each in returned.missing] == ["procedure"]
    exempt = explain("ITEM", declared({**REACTOR, "procedure": "3151"}))
    assert (exempt.outcome, exempt.releases[1].truth) == ("exempt", "true")


def test_the_words_of_a_text(explain: Explain) -> None:
    """Of a text the words found are shown, with where they stand in it."""
    one = explain("reactor", declared({**REACTOR, "description": "scale Model of a reactor"}))
    assert one.outcome == "exempt"
    seen = sentences(one.releases[0].condition)[0].seen[0]
    assert (seen.value, seen.where) == ("Model", Place(box="items[0].description", start=6, end=11))


def test_items_of_a_declaration(explain: Explain) -> None:
    """What a declaration's rule waits for is told by goods item."""
    one = explain("WHOLE", declared({"hs": "07019000"}, {}, {}, transport_mode="1"), HEADER)
    assert (one.item, one.outcome) == (None, "undetermined")
    assert [(each.box, each.item) for each in one.missing] == [("hs", 2), ("hs", 3)]
    shown = [(each.unit, each.item, each.truth) for each in sentences(one.when) if each.unit]
    assert shown == [("reactor", 1, "false"), ("reactor", 2, "unknown"), ("reactor", 3, "unknown")]
    counted = next(each for each in sentences(one.when) if each.join == "at least")
    assert [part.truth for part in counted.parts] == ["true", "false", "false"]


def test_what_cannot_be_read(explain: Explain) -> None:
    """A value that cannot be read is shown as written, without a place, and leaves the sentence unknown."""
    one = explain("ITEM", declared({**REACTOR, "hs": "84"}, destination="UK"))
    assert one.where is not None
    assert (one.where.truth, one.where.seen[0].value, one.where.seen[0].where) == ("unknown", "UK", None)


def test_it_goes_through_json(explain: Explain) -> None:
    """An explanation is written as JSON and read again without loss."""
    one = explain("WHOLE", declared(REACTOR, {}), HEADER)
    assert msgspec.json.decode(msgspec.json.encode(one), type=Explanation) == one
    assert json.loads(msgspec.json.encode(one))["schema"] == 1


@pytest.mark.slow
def test_it_says_what_the_assessment_says() -> None:
    """For every rule and item the explanation has the outcome and the missing boxes of the assessment."""
    outcomes: Counter[str] = Counter()
    with Assessor.from_rulesets("chemicals", "diversion", plugins=discover(entry_points=False)) as assessor:
        for one in generate(100, 7, 0.5):
            plan, judgement, case = assessor.judge(one)
            told = assess(plan, JudgedDeclaration(one.id, one.version, judgement, assessor.engine))
            expected = entries(told)
            for number, unit in enumerate(plan.units):
                if unit.kind is not UnitKind.RULE:
                    continue
                for at in (HEADER,) if unit.scope is Scope.DECLARATION else range(len(case.items)):
                    why = explanation(plan, judgement.explain(number, at))
                    missing = sorted({each.box for each in why.missing})
                    assert (why.outcome, missing) == expected.get((unit.name, why.item), ("no hit", []))
                    outcomes[why.outcome] += 1
    assert all(outcomes[one] > 5 for one in ("hit", "undetermined", "no hit"))


def entries(told: Assessment) -> dict[tuple[str, int | None], tuple[str, list[str]]]:
    """Outcome and missing boxes of each rule and item that an assessment names."""
    found: dict[tuple[str, int | None], tuple[str, list[str]]] = {}
    found.update({(one.rule, one.item): ("hit", []) for one in told.hits})
    found.update({(one.rule, one.item): ("exempt", []) for one in told.exempt})
    found.update({(one.rule, one.item): ("undetermined", one.missing) for one in told.undetermined})
    found.update({(one.rule, one.item): (one.outcome, one.missing) for one in told.monitor})
    return found
