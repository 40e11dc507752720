"""Rules in the rule language: every rule is active, has points and a channel, and no list outside the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from benchmarks.machine import WORK
from benchmarks.rules import (
    Diverted,
    Goods,
    Heavier,
    Mentions,
    Places,
    Presents,
    Rule,
    Substances,
    Test,
    Worth,
    rules,
)


def ruleset_text(count: int, seed: int) -> str:
    """A rule file of so many rules."""
    return text_of(rules(count, seed))


def text_of(chosen: Iterable[Rule]) -> str:
    """A rule file of these rules."""
    return "use edition 2022\n\n" + "\n".join(_rule(one) for one in chosen)


def written(chosen: Sequence[Rule]) -> Path:
    """A file of these rules, kept between runs so that its plan can be kept too."""
    text = text_of(chosen)
    path = WORK / f"benchmark-{len(chosen)}-{sha256(text.encode()).hexdigest()[:8]}.stce"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    return path


def _rule(rule: Rule) -> str:
    sentences = [_either(some) for some in rule.asked]
    unless = '  unless licence is valid because "a permit covers it"\n' if rule.unless_licensed else ""
    return (
        f'rule "{rule.name}" "Rule {rule.number}"\n  for each item\n  when {" and ".join(sentences)}\n{unless}'
        f"  then add {rule.points} points, at least {rule.channel}\n"
        f'  if unknown ask for "data sheet"\n  because "benchmark"\nend\n'
    )


def _either(tests: Sequence[Test]) -> str:
    sentences = " or ".join(map(_sentence, tests))
    return sentences if len(tests) == 1 else f"({sentences})"


_BOXES = {"consignee": "consignee country", "text": "description", "name": "consignee name"}
"""What the rule language calls fields that peers know by a shorter name."""


def _sentence(test: Test) -> str:
    match test:
        case Goods(sentence=sentence):
            return sentence
        case Places(field, codes, elsewhere):
            return f"{_BOXES.get(field, field)} is {'not ' * elsewhere}in ({', '.join(codes)})"
        case Mentions(phrases, field):
            quoted = ", ".join(f'"{one}"' for one in phrases)
            return f"{_BOXES[field]} mentions any of ({quoted})"
        case Substances(numbers, stated):
            found = f"cas is in ({', '.join(numbers)})"
            return f"(cas is stated and {found})" if stated else found
        case Heavier(kilograms):
            return f"net mass is more than {kilograms} kg"
        case Worth(euros):
            return f"item value is at least {euros // 1000},000 EUR"
        case Presents(document):
            return f'document is "{document}"'
        case Diverted():
            return "consignee country differs from destination"
        case _:
            assert_never(test)
