"""Texts that change are read as if each were read for the first time."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random

import pytest

from stce_rules.core.span import Source, Span
from stce_rules.language.parse import parse
from stce_rules.language.reparse import Reread, reparse

ROOT = Path(__file__).parents[2]
TEXTS = [
    *sorted((ROOT / "rulesets").glob("*/*.stce")),
    *sorted((ROOT / "tests" / "corpus" / "good").glob("*/*.stce")),
    *sorted((ROOT / "tests" / "corpus" / "bad" / "shape").glob("*.stce")),
]
SNIPPETS = (
    "end", "end\n", "\n", "rule ", "rule\n", "list ", "list x of", " hits", "in list\n", "of\n", "is", ">", '"', "# ",
    "(", "-", "indicator x ", 'rule "A" "B"', "use edition 2022\n", "\r\n", "\r", "\u0430", "\u201c", "\U0001f600",
    "\u202e", "when a and b or c", "parameter p is 3 kg\n",
    '\nrule "Z" "z"\n  for each item\n  when hs is 2931.41\n  then add 1 points\nend\n',
)  # fmt: skip


def _plain(one: object) -> object:
    """Everything in a form, spans included, since forms do not compare these."""
    if isinstance(one, Span):
        return one.source.name, one.source.text == "" or one.start, one.end
    if isinstance(one, tuple):
        return tuple(_plain(each) for each in one)
    if is_dataclass(one):
        return type(one).__name__, tuple(_plain(getattr(one, field.name)) for field in fields(one))
    return one


def _same(got: Reread, source: Source) -> bool:
    fresh = parse(source)
    spans_here = all(one.span.source is source for one in got.parsed.file.statements)
    return (
        spans_here
        and _plain(got.parsed.file) == _plain(fresh.file)
        and _plain(got.parsed.diagnostics) == _plain(fresh.diagnostics)
    )


def _edited(text: str, chance: Random) -> str:
    start = chance.randrange(len(text) + 1)
    match chance.randrange(5):
        case 0:
            return text[:start] + chance.choice(SNIPPETS) + text[start:]
        case 1:
            return text[:start] + text[start + chance.choice((1, 1, 1, 5, 60, 400)) :]
        case 2:
            return text[:start] + chance.choice("abz \n\"'.,0#") + text[start:]
        case 3:  # a piece is moved
            end = min(len(text), start + chance.choice((3, 30, 300)))
            piece, rest = text[start:end], text[:start] + text[end:]
            to = chance.randrange(len(rest) + 1)
            return rest[:to] + piece + rest[to:]
        case _:  # lines are written twice
            line = text.rfind("\n", 0, start) + 1
            return text[:line] + text[line : line + 200] + text[line:]


@pytest.mark.parametrize("path", TEXTS, ids=lambda one: f"{one.parent.name}-{one.stem}")
def test_edits_give_what_parsing_gives(path: Path) -> None:
    """After each of a row of edits, tree and faults are those of the whole text, places included."""
    chance = Random(path.name)
    text = path.read_text(encoding="utf-8", errors="replace")
    before = reparse(Source(path.name, text), None)
    for _ in range(12):
        source = Source(path.name, _edited(before.source.text, chance))
        before = reparse(source, before)
        assert before.source.text == source.text
        assert _same(before, before.source), source.text
