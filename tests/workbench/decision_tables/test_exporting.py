"""Rules as tables, and back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import Parsed, parse
from stce_rules.rulesets.find import shipped
from stce_rules.testing.chance import ruleset_text
from stce_rules.workbench.decision_tables.delimited import read_delimited, write_delimited
from stce_rules.workbench.decision_tables.exporting import Exportable, export_rules, tabled
from stce_rules.workbench.decision_tables.headings import Known
from stce_rules.workbench.decision_tables.importing import import_table
from stce_rules.workbench.decision_tables.marks import marks_of, sheets_of
from stce_rules.workbench.decision_tables.reading import read_table
from stce_rules.workbench.decision_tables.sameness import same
from stce_rules.workbench.decision_tables.surroundings import surroundings_of
from stce_rules.workbench.decision_tables.writing import table_bytes, template


def rules_of(text: str) -> dict[str, syntax.RuleStatement]:
    """The rules of a text by their names."""
    found = parse(Source("rules.stce", text)).file.statements
    return {one.name.text: one for one in found if isinstance(one, syntax.RuleStatement)}


@pytest.mark.parametrize("name", sorted(shipped()))
@pytest.mark.parametrize("kind", [".xlsx", ".csv"])
def test_the_shipped_rulesets_go_round(name: str, kind: str, tmp_path: Path) -> None:
    """Every exported rule comes back saying the same, every other one is told, and a second round changes nothing."""
    folder = shipped()[name]
    made = export_rules([folder])
    path = tmp_path / f"risk{kind}"
    path.write_bytes(table_bytes(made.headings, made.rows, kind, path.name))
    exported, before = {row[0] for row in made.rows}, dict[str, syntax.RuleStatement]()

    def without(parsed: Parsed) -> Parsed:
        kept = []
        for one in parsed.file.statements:
            if isinstance(one, syntax.RuleStatement):
                before[one.name.text] = one
            if not isinstance(one, syntax.RuleStatement) or one.name.text not in exported:
                kept.append(one)
        return replace(parsed, file=replace(parsed.file, statements=tuple(kept)))

    around = surroundings_of(folder / "from_table.stce")
    back = import_table(read_table(path), replace(around, parsed=tuple(map(without, around.parsed))))
    assert back.diagnostics == ()
    assert back.text is not None
    after = rules_of(back.text)
    assert after.keys() == exported
    assert all(same(after[one], before[one]) for one in exported)
    assert len(made.left_out) == len(before) - len(exported)
    assert len(exported) > len(before) / 2
    known = Known(CATALOGUE, around.indicators)
    editions = {row[0]: int(row[made.headings.index("edition")]) for row in made.rows}
    again = tabled(Exportable(one, editions[name], known) for name, one in after.items())
    assert again.left_out == ()
    path.write_bytes(table_bytes(again.headings, again.rows, kind, path.name))
    once_more = import_table(read_table(path), replace(around, parsed=tuple(map(without, around.parsed))))
    assert once_more.text == back.text


@given(st.integers(min_value=0, max_value=2**32))
def test_rules_by_chance_go_round(seed: int) -> None:
    """Whatever a rule says, it comes back from a table saying the same, or is told not to fit."""
    text = ruleset_text(Random(seed), windows=True)
    parsed = parse(Source("rules.stce", text))
    indicators = {one.name.text for one in parsed.file.statements if isinstance(one, syntax.IndicatorStatement)}
    known = Known(CATALOGUE, frozenset(indicators))
    rules = rules_of(text)
    made = tabled(Exportable(one, 2022, known) for one in rules.values())
    assert len(made.rows) + len(made.left_out) == len(rules)
    if not made.rows:
        return
    sheet = read_delimited(write_delimited([made.headings, *made.rows]), "risk.csv")
    others = tuple(one for one in parsed.file.statements if not isinstance(one, syntax.RuleStatement))
    kept = tuple(one for name, one in rules.items() if name not in {row[0] for row in made.rows})
    around = replace(surroundings_of(None), parsed=(replace(parsed, file=syntax.File((*others, *kept))),))
    back = import_table(sheet, around)
    assert [one for one in back.diagnostics if one.code.startswith("E")] == []
    assert back.text is not None
    after = rules_of(back.text)
    assert [same(one, rules[name]) for name, one in after.items()] == [True] * len(made.rows)
    again = tabled(Exportable(one, 2022, known) for one in after.values())
    assert again.left_out == ()
    sheet = read_delimited(write_delimited([again.headings, *again.rows]), "risk.csv")
    assert import_table(sheet, around).text == back.text


def test_what_is_not_the_same() -> None:
    """Rules that differ in a value, a negation, an effect or a word are told apart."""
    rule = (
        'rule "A" "t"\n  for each item\n  when hs is in (2931.41, 2801.10) and not cas is 756-79-6\n'
        "  then add 10 points\nend\n"
    )
    (one,) = rules_of(rule).values()
    for before, after in (
        ("2801.10", "2801.20"), ("and not cas", "and cas"), ("10 points", "11 points"), ('"t"', '"u"'),
        (" and ", " or "), ("hs is in", "hs is not in"), ("each item", "each item where origin is CN"),
    ):  # fmt: skip
        (other,) = rules_of(rule.replace(before, after)).values()
        assert not same(one, other)
    for before, after in (
        ("hs is in (2931.41, 2801.10)", "(hs is 2801.10 or hs is 2931.41)"),
        ("not cas is 756-79-6", "cas is not 756-79-6"),
        ("hs is in (2931.41, 2801.10) and not cas is 756-79-6", "not cas is 756-79-6 and hs is in (2931.41, 2801.10)"),
    ):
        (other,) = rules_of(rule.replace(before, after)).values()
        assert same(one, other)


# ---- what a spreadsheet program gets


def test_formulas_are_texts() -> None:
    """What a spreadsheet program would obey as a formula is written as text, and comes back as it was."""
    texts = ["=1+1", "+1", "-1", "@x", "'=1", "\t=1", "plain", "'quoted'"]
    raw = write_delimited([["id", "title"], *([f"A{at}", one] for at, one in enumerate(texts))])
    written = [row[1] for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")))][1:]
    assert [one for one in written if one[0] in "=+-@\t\r"] == []
    read = read_delimited(raw, "risk.csv")
    assert [row[1].text for row in read.rows[1:]] == [one.strip() for one in texts]


def test_a_workbook_holds_texts_only(tmp_path: Path) -> None:
    """Codes and formulas are texts in a workbook; the headings stay in sight and are explained on a second sheet."""
    raw = table_bytes(("id", "title", "hs", "points"), (("=1+1", "@x", "0701.90", "10"),), ".xlsx", "risk.xlsx")
    assert raw == table_bytes(("id", "title", "hs", "points"), (("=1+1", "@x", "0701.90", "10"),), ".xlsx", "risk.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    assert book.sheet_names == ["Rules", "Fields"]
    assert book.get_sheet_by_name("Rules").to_python() == [
        ["id", "title", "hs", "points"],
        ["=1+1", "@x", "0701.90", "10"],
    ]
    helped = {row[0] for row in book.get_sheet_by_name("Fields").to_python()}
    assert {"id", "hs", "consignee country", "channel", "examples"} <= helped
    assert sheets_of(raw) == (("Rules", True), ("Fields", True))
    assert marks_of(raw, "Rules").errors == {}
    with ZipFile(io.BytesIO(raw)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet


def test_the_table_to_begin_with_is_a_table() -> None:
    """The template is imported without a fault."""
    headings, rows = template()
    sheet = read_delimited(write_delimited([headings, *rows]), "risk.csv")
    assert import_table(sheet, surroundings_of(None)).diagnostics == ()
