"""The conformance kit: what every engine must answer, written down by hand from the language reference.

Enters: how an engine is made. Leaves: every answer that is not as written down, in words; nothing when it conforms.
The cases stand in `cases/*.yaml`, for officers to read; an engine of a plugin is held to them by one line of a test:
`assert check_engine(make) == ()`.

A case is the text of a ruleset with declarations in canonical JSON and what each must give: `outcomes` by rule (a
list where there are several goods items; what is not named is `no hit`), and where it matters `score`, `channel`,
`missing` and other members of the assessment, or `evidence` by rule. A case with a `sentence` is the short form: a
rule `R` for each item whose condition is the sentence, a rule `N` that denies it, and boxes that make the sentence
true, false and unknown. All declarations of a case are the past of one another, by their dates. Beside what is written
down, the whole assessment and every tree of reasons must be those of the reference engine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml

from stce_rules.core.assessment import Assessment, Evidence, Exempt, Hit, Monitored, Undetermined
from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import Contributions
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import HEADER, JudgedUnit
from stce_rules.plan.model import Plan, Scope
from stce_rules.rulesets.load import load
from stce_rules.testing.matching import WORDS
from stce_rules.testing.past import InMemoryPast, Message

__all__ = ["ConformanceCase", "Expected", "check_engine", "conformance_cases"]

MakeEngine = Callable[[Plan, Surroundings], Engine]

_A_DAY = "2026-06-01"
"""The day of declarations that say none; `date: null` leaves it blank."""

_Outcomes = dict[str, str | list[str]]


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a declaration must give; what is None is not looked at."""

    outcomes: _Outcomes
    shadow: _Outcomes = {}
    score: int | None = None
    channel: str | None = None
    sampled: bool | None = None
    ask_for: list[str] | None = None
    refer_to: list[str] | None = None
    flags: list[str] | None = None
    missing: list[str] | None = None
    alarms: list[str] | None = None
    evidence: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class ConformanceCase:
    """The files of a ruleset by name, and declarations with what each must give."""

    name: str
    files: tuple[tuple[str, str], ...]
    judged: tuple[tuple[Declaration, Expected], ...]


def conformance_cases() -> tuple[ConformanceCase, ...]:
    """All cases, in the order of the files."""
    folder = files("stce_rules.testing") / "cases"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return tuple(case for one in found for case in _cases(one.name[: -len(".yaml")], one.read_text(encoding="utf-8")))


def check_engine(make: MakeEngine) -> tuple[str, ...]:
    """What an engine answers otherwise than written down, or otherwise than the reference engine."""
    return tuple(said for case in conformance_cases() for said in _disagreements(case, make))


def _disagreements(case: ConformanceCase, make: MakeEngine) -> Iterator[str]:
    plan = _plan(case.files)
    subjects = [normalise(declaration) for declaration, _ in case.judged]
    told_of_all = zip(case.judged, subjects, strict=True)
    past = InMemoryPast(
        plan,
        (Message(subject, declaration.version, declaration.action) for (declaration, _), subject in told_of_all),
        lambda past: ReferenceEngine(plan, Surroundings(past=past, matcher=WORDS)),
    )
    surroundings = Surroundings(past=past, matcher=WORDS)
    with closing(make(plan, surroundings)) as engine:
        oracle = ReferenceEngine(plan, surroundings)
        for (declaration, expected), subject in zip(case.judged, subjects, strict=True):
            assessment, trees = _answer(engine, plan, subject)
            told = [*_wrong(plan, len(subject.items), assessment, expected)]
            if (assessment, trees) != _answer(oracle, plan, subject):
                told.append("the assessment or its reasons are not those of the reference engine")
            yield from (f"{case.name}, {declaration.id}: {one}" for one in told)


def _answer(engine: Engine, plan: Plan, case: Case) -> tuple[Assessment, list[JudgedUnit]]:
    """All that an engine says of a declaration, without its name."""
    judgement = engine.judge(case)
    trees = [
        judgement.explain(number, at)
        for number, unit in enumerate(plan.units)
        for at in ((HEADER,) if unit.scope is Scope.DECLARATION else range(len(case.items)))
    ]
    return assess(plan, JudgedDeclaration(case.id, 1, judgement, "")), trees


# ---- what was written down against what came out


def _wrong(plan: Plan, items: int, assessment: Assessment, expected: Expected) -> Iterator[str]:
    got = _outcomes(plan, items, assessment)
    for rule, outcomes in got.items():
        shadow = any(unit.name == rule and unit.status == "monitor" for unit in plan.units)
        written = (expected.shadow if shadow else expected.outcomes).get(rule, ["no hit"] * len(outcomes))
        wanted = [written] if isinstance(written, str) else written
        if outcomes != wanted:
            yield f"rule {rule} is {', '.join(outcomes)}, should be {', '.join(wanted)}"
    for rule in {*expected.outcomes, *expected.shadow} - {*got}:
        yield f"rule {rule} is not there"
    for member in ("score", "channel", "sampled", "ask_for", "refer_to", "flags", "missing", "alarms"):
        wanted, came = getattr(expected, member), getattr(assessment, member)
        if wanted is not None and wanted != came:
            yield f"{member} is {came!r}, should be {wanted!r}"
    entries: list[Hit | Exempt | Undetermined | Monitored] = [*assessment.hits, *assessment.exempt]
    entries += [*assessment.undetermined, *assessment.monitor]
    evidence = [(entry.rule, _said(one)) for entry in entries for one in entry.evidence]
    for rule, sentences in expected.evidence.items():
        said = [sentence for of, sentence in evidence if of == rule]
        if said != sentences:
            yield f"the evidence of {rule} is {said!r}, should be {sentences!r}"


def _said(one: Evidence) -> str:
    """A sentence with the value it was read from, and the list row: `destination is in list hubs: AE (row 1)`."""
    value = "blank" if one.value is None else one.value
    like = "" if one.like is None else f" is {one.like.percent}% like '{one.like.name}'"
    return f"{one.sentence}: {value}{like}" + ("" if one.list is None else f" (row {one.list.row})")


def _outcomes(plan: Plan, items: int, assessment: Assessment) -> dict[str, list[str]]:
    """The outcomes of each rule: for the declaration, or for each goods item by its place (numbered from 1)."""
    found: dict[tuple[str, int | None], str] = {}
    for word, entries in (
        ("hit", assessment.hits),
        ("exempt", assessment.exempt),
        ("undetermined", assessment.undetermined),
    ):
        found |= {(entry.rule, entry.item): word for entry in entries}
    found |= {(entry.rule, entry.item): entry.outcome for entry in assessment.monitor}
    subjects: dict[Scope, list[int | None]] = {Scope.DECLARATION: [None], Scope.ITEM: [*range(1, items + 1)]}
    return {
        unit.name: [found.get((unit.name, item), "no hit") for item in subjects[unit.scope]]
        for unit in plan.units
        if unit.is_recorded
    }


# ---- reading the cases


class _Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    declaration: dict[str, object]
    expect: Expected


class _Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case as it stands in a file."""

    case: str
    sentence: str = ""
    before: str = ""
    files: dict[str, str] = {}
    rules: str = ""
    true: list[dict[str, object]] = []
    false: list[dict[str, object]] = []
    unknown: list[dict[str, object]] = []
    declarations: list[_Declared] = []


_RULES = """\
use edition 2022
{before}
rule "R" "The sentence" for each item when {sentence} then add 10 points end
rule "N" "Its denial" for each item when not ({sentence}) then add 10 points end
"""
_SHORT: dict[str, _Outcomes] = {
    "true": {"R": "hit", "N": "no hit"},
    "false": {"R": "no hit", "N": "hit"},
    "unknown": {"R": "undetermined", "N": "undetermined"},
}


class _Plain(yaml.SafeLoader):
    """Reads NO, 25.10 and 2026-06-01 as the words they are; only whole numbers and `null` mean more."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":null"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _cases(topic: str, text: str) -> Iterator[ConformanceCase]:
    loader = _Plain(text)
    try:
        written = msgspec.convert(loader.get_single_data(), list[_Written], strict=False)
    finally:
        loader.dispose()
    for one in written:
        judged = [*_short(one), *((one_of.declaration, one_of.expect) for one_of in one.declarations)]
        named = [
            (_declaration(declaration, f"declaration {at}"), expected)
            for at, (declaration, expected) in enumerate(judged, start=1)
        ]
        rules = _RULES.format(before=one.before, sentence=one.sentence) if one.sentence else one.rules
        parts = (("rules.stce", rules), *sorted(one.files.items()))
        yield ConformanceCase(f"{topic}: {one.case}", parts, tuple(named))


def _short(one: _Written) -> Iterator[tuple[dict[str, object], Expected]]:
    """The declarations of the short form: the boxes of one goods item under `item`, those of the header beside it."""
    for word, boxes in (("true", one.true), ("false", one.false), ("unknown", one.unknown)):
        for box in boxes:
            header = dict(box)
            item = header.pop("item", {})
            yield {**header, "items": [item]}, Expected(outcomes=_SHORT[word])


def _declaration(written: Mapping[str, object], name: str) -> Declaration:
    """A declaration with what cases need not write: id, date, numbers of items."""
    whole: dict[str, object] = {"id": name, "date": _A_DAY, **written}
    items = msgspec.convert(whole.get("items", []), list[dict[str, object]])
    whole["items"] = [{"number": number, **item} for number, item in enumerate(items, start=1)]
    return decode(whole)


@cache
def _plan(parts: tuple[tuple[str, str], ...]) -> Plan:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in parts:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        manifest = Path(folder) / "ruleset.yaml"
        given = folder if manifest.exists() else Path(folder) / "rules.stce"
        return load([given], contributions=Contributions(matchers=(WORDS,))).plan
