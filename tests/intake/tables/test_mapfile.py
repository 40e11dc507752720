"""Maps: what they may say, and the report of every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules import StceError
from stce_rules.core.diagnostics import report
from stce_rules.core.span import Source
from stce_rules.intake.tables.mapfile import parse_map, read_map
from stce_rules.intake.tables.shape import DECLARATION, ITEM, Boxes, One, Several

HEAD = "declaration: {id: No}\n"


def faults(text: str) -> str:
    """The report of a map with faults."""
    with pytest.raises(StceError) as error:
        parse_map(Source("m.yaml", text))
    return report(error.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "E730 m.yaml:1:1: the map is empty"),
        ("declaration: {id: No", "E730 m.yaml:1:21: the map is not YAML here"),
        ("[" * 5000, "E730 m.yaml:1:1: the map is nested too deeply"),
        ("- id", "E733 m.yaml:1:1: a group of keys belongs here"),
        (HEAD + "delimeter: ;", "E731 m.yaml:2:1: no such key of a map: 'delimeter'"),
        (HEAD + "item:\n  net_mass: Kg", "E732 m.yaml:3:3: no such box: 'net_mass'"),
        (HEAD + "item:\n  parties: [{roll: =buyer}]", "E732 m.yaml:3:14: no such box: 'roll'"),
        (HEAD + "item: {net_mass_kg: {column: M, units: kg}}", "E731 m.yaml:2:33: no such key of the box"),
        (HEAD + "encoding: latin", "E733 m.yaml:2:11: 'latin' is no encoding known here"),
        (HEAD + "delimiter: ';;'", "E733 m.yaml:2:12: ';;' is no delimiter"),
        (HEAD + "header: 0", "E733 m.yaml:2:9: '0' is no whole number from 1 to 1000"),
        (HEAD + "rows: many", "E733 m.yaml:2:7: 'many' is no word for rows"),
        (HEAD + "decimal: ','\nthousands: ','", "E733 m.yaml:3:12: 'decimal' and 'thousands' are the same"),
        (HEAD + "dates: [DD.MM]", "E733 m.yaml:2:9: 'DD.MM' is no form of a date"),
        (HEAD + "columns: [No]\nheader: 2", "E733 m.yaml:2:1: 'columns' is for a table without a header row"),
        (HEAD + "item: {origin: {column: O, countries: alpha-4}}", "'alpha-4' is no way to write countries"),
        (HEAD + "item: {net_mass_kg: =heavy}", "E733 m.yaml:2:21: 'heavy' is not a number"),
        (HEAD + "item: {net_mass_kg: {column: M, unit: =l}}", "E733 m.yaml:2:39: 'l' is not a unit of mass"),
        (HEAD + "item: {net_mass_kg: {column: M, dates: DD}}", "'dates' does not go with 'net_mass_kg', which holds"),
        (HEAD + "item: {cas: {column: C, unit: =g}}", "'unit' does not go with 'cas', which holds a list of texts"),
        (HEAD + "item: {hs: {column: H, digits: x}}", "'x' is no whole number from 1 to 20"),
        (HEAD + "item: {hs: {digits: 6}}", "E734 m.yaml:2:12: 'hs' does not say which column fills it"),
        (HEAD + "item: {hs: []}", "E733 m.yaml:2:12: 'hs' names no column"),
        (HEAD + "item: {hs: ''}", "E733 m.yaml:2:12: 'hs' names no column"),
        (HEAD + "item: {hs: {column: H, others: keep}}", "E734 m.yaml:2:32: 'others' goes with 'values'"),
        (HEAD + "item: {parties: {role: =buyer}}", "E733 m.yaml:2:17: 'parties' is a list"),
        (HEAD + "item: {value: Price}", "E733 m.yaml:2:15: a group of keys belongs here"),
        (HEAD + "item: {extra: {use: {column: U, type: word}}}", "E733 m.yaml:2:39: 'word' is no type"),
        ("declaration: {id: No, flow: =inport}", "must be one of import, export, transit"),
        ("declaration: {id: No, flow: {column: F, values: {1: in}}}", "must be one of import, export, transit"),
        ("declaration: {id: No, id: Number}", "E735 m.yaml:1:23: 'id' stands twice"),
        ("declaration: {date: Day}", "E734 m.yaml:1:1: the map does not say where the id stands"),
        ("item: {hs: HS}", "E734 m.yaml:1:1: the map has no 'declaration'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(text: str, expected: str) -> None:
    """Each fault of a map has a code, the place in the map, and one sentence."""
    assert expected in faults(text)


def test_a_misspelt_word_is_told_with_the_right_one() -> None:
    """Keys, boxes and words that are nearly right are told with what was probably meant."""
    assert "did you mean 'delimiter'?" in faults(HEAD + "delimeter: ;")
    assert "did you mean 'net_mass_kg'?" in faults(HEAD + "item: {net_mas_kg: Kg}")
    assert "did you mean 'declarations'?" in faults(HEAD + "rows: declaration")


def test_all_faults_are_told_at_once() -> None:
    """One reading of a map tells every fault of it."""
    told = faults("delimeter: ;\ndeclaration: {id: No, datum: D}\nitem: {hs: {column: H, digits: x}}")
    assert [line[:4] for line in told.splitlines() if line[:1] == "E"] == ["E731", "E732", "E733"]


def test_the_report_points_into_the_map() -> None:
    """The report shows the line of the map with a caret under the fault."""
    assert faults(HEAD + "item: {net_mas_kg: Kg}") == (
        "E732 m.yaml:2:8: no such box: 'net_mas_kg'\n"
        "    item: {net_mas_kg: Kg}\n"
        "           ^^^^^^^^^^\n"
        "  help: did you mean 'net_mass_kg'?"
    )


def test_a_map_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A map that is not UTF-8, or too long to be one, is told by its name."""
    path = tmp_path / "x.map.yaml"
    path.write_bytes(b"declaration: {id: N\xe9}")
    with pytest.raises(StceError, match="the map is not UTF-8"):
        read_map(path)
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(StceError, match="longer than 1,048,576 bytes"):
        read_map(path)


def test_boxes_with_countries_and_days_are_known() -> None:
    """Every box whose name says country or day is read as one; those of masses are in kilograms."""

    def kinds(boxes: Boxes, prefix: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for name, shape in boxes.parts.items():
            match shape:
                case One(kind):
                    found[prefix + name] = kind.name
                case Boxes() as inner:
                    found |= kinds(inner, f"{prefix}{name}.")
                case Several(of):
                    found |= kinds(of, f"{prefix}{name}[].")
                case _:
                    pass
        return found

    every = kinds(DECLARATION) | kinds(ITEM, "item.")
    assert {name for name, kind in every.items() if kind == "COUNTRY"} == {
        *("destination", "dispatch_country", "parties[].country", "payment_country", "route[].country"),
        *("item.destination", "item.dispatch_country", "item.parties[].country", "item.origin"),
    }  # fmt: skip
    assert {name for name, kind in every.items() if kind == "DATE"} == {
        "date", "documents[].expires", "item.documents[].expires",
    }  # fmt: skip
    assert {name for name, kind in every.items() if kind == "MASS"} == {"item.net_mass_kg", "item.gross_mass_kg"}
