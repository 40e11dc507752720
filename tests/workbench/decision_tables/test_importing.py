"""What the cells of a table say as rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.core.span import Source
from stce_rules.language.format import format as laid_out
from stce_rules.workbench.decision_tables.delimited import read_delimited, write_delimited
from stce_rules.workbench.decision_tables.importing import Imported, import_table
from stce_rules.workbench.decision_tables.reading import read_table
from stce_rules.workbench.decision_tables.surroundings import surroundings_of
from tests.workbench.decision_tables import books

CONTEXT = """\
use edition 2022
list hubs of countries is AE, MY end
list watched of hs is 2931.41, heading 8401 end
list words of phrases is "nozzle", "centrifug*" end
parameter trace is 10%
measure uts in MPa written "UTS" end
indicator precursor "Precursor"
  for each item
  when cas is 756-79-6
end
indicator detour "Detour"
  for each declaration
  when route detour is at least 40%
end
"""


def imported(tmp_path: Path, *columns: tuple[str, str], scope: str = "item") -> Imported:
    """A table with one rule that has these headings and cells."""
    (tmp_path / "common.stce").write_text(CONTEXT, encoding="utf-8")
    cells = [("id", "T-1"), ("title", "A rule"), ("points", "10"), ("for each", scope), *columns]
    raw = write_delimited([[one for one, _ in cells], [one for _, one in cells]])
    around = surroundings_of(None, (tmp_path / "common.stce",))
    return import_table(read_delimited(raw, "risk.csv"), around)


def when(made: Imported) -> str:
    """The words between `when` and `then`, on one line."""
    assert made.diagnostics == ()
    assert made.text is not None
    return " ".join(made.text.partition("  when ")[2].partition("  then ")[0].split())


@pytest.mark.parametrize(
    ("heading", "cell", "sentence"),
    [
        ("hs", "2931.41", "hs is 2931.41"),
        ("hs", "8401", "hs is heading 8401"),
        ("HS", "28", "hs is chapter 28"),
        ("hs", "293141", "hs is 2931.41"),
        ("hs", "2931 41 00", "hs is 2931.41.00"),
        ("hs", "28.01", "hs is heading 2801"),
        ("hs", "2931.41; 8401\n2801 to 2853",
         "any of: - hs is in (2931.41, heading 8401) - hs is from heading 2801 to heading 2853 end"),
        ("hs", "not 2931.41; list watched", "none of: - hs is 2931.41 - hs is in list watched end"),
        ("hs", "exactly 2931.41", "hs is exactly 2931.41"),
        ("hs in list", "watched", "hs is in list watched"),
        ("cas", "756-79-6; missing", "any of: - cas is 756-79-6 - cas is missing end"),
        ("destination", "AE; MY", "destination is in (AE, MY)"),
        ("destination", "not AE", "destination is not AE"),
        ("destination", "list hubs as of 2020-01-01", "destination is in list hubs as of 2020-01-01"),
        ("destination not in list", "hubs", "destination is not in list hubs"),
        ("destination", "NO", "destination is NO"),
        ("net mass at least", "25 kg", "net mass is at least 25 kg"),
        ("net mass is at least [kg]", "25", "net mass is at least 25 kg"),
        ("net mass", "at least 25 kg; missing", "any of: - net mass is at least 25 kg - net mass is missing end"),
        ("net mass", "1 kg to 25 kg", "net mass is from 1 kg to 25 kg"),
        ("net mass", "not between 1 kg and 25 kg", "net mass is not between 1 kg and 25 kg"),
        ("concentration at most", "trace", "concentration is at most trace"),
        ("concentration more than [%]", "30", "concentration is more than 30%"),
        ("description", "pump; centrifug*", 'description mentions any of ("pump", "centrifug*")'),
        ("description", "gas centrifuge", 'description mentions "gas centrifuge"'),
        ("description", '"not for sale"', 'description mentions "not for sale"'),
        ("description", "not toy", 'description does not mention "toy"'),
        ("description", "list words", "description mentions any of list words"),
        ("description mentions all of", "steel; tube", 'description mentions all of ("steel", "tube")'),
        ("description does not mention", "toy", 'description does not mention "toy"'),
        ("description states uts at least", "2050 MPa", "description states uts at least 2050 MPa"),
        ("end use is", "textile dyeing", 'end use is "textile dyeing"'),
        ("procedure", "1040; X002", "procedure is in (1040, X002)"),
        ("consignee", "Example Trading FZE", 'consignee is "Example Trading FZE"'),
        ("consignee country differs from", "destination", "consignee country differs from destination"),
        ("consignee is the same as", "end user", "consignee is the same as end user"),
        ("route", "AE; MYPKG", "route passes through any of (AE, MYPKG)"),
        ("route", "not list hubs", "route avoids list hubs"),
        ("route avoids", "AE", "route avoids AE"),
        ("licence", "valid", "licence is valid"),
        ("flow", "export", "flow is export"),
        ("date at least", "2026-01-01", "date is at least 2026-01-01"),
        ("indicator", "precursor", "precursor"),
        ("indicator", "precursor; detour", "any of: - precursor - detour end"),
        ("indicator", "not precursor", "not precursor"),
        ("precursor", "yes", "precursor"),
        ("detour", "no", "not detour"),
        ("licence is valid", "x", "licence is valid"),
        ("total net mass by consignee over 30 days more than", "30 kg",
         "total net mass by consignee over 30 days is more than 30 kg"),
        ("number of declarations by importer over 1 week at least", "3",
         "number of declarations by importer over 1 week is at least 3"),
        ("either hs", "2931.41", "hs is 2931.41"),
    ],
)  # fmt: skip
def test_a_cell_is_a_sentence(tmp_path: Path, heading: str, cell: str, sentence: str) -> None:
    """A heading and a cell read as one sentence, several values as alternatives, `not` as the opposite."""
    assert when(imported(tmp_path, (heading, cell))) == sentence


def test_sentences_of_declarations(tmp_path: Path) -> None:
    """A whole sentence as a heading is affirmed or denied by its cells."""
    found = imported(tmp_path, ("at least 2 items show precursor", "yes"), ("detour", "no"), scope="declaration")
    assert when(found) == "at least 2 items show precursor and not detour"


def test_columns_are_joined(tmp_path: Path) -> None:
    """Cells of a row must all hold, of those under 'either' one; 'where' narrows, 'unless' lifts."""
    found = imported(
        tmp_path, ("where origin", "CN"), ("hs", "chapter 28"), ("either cas", "756-79-6"),
        ("either description", "dmmp"), ("hs", "not 2801.10"), ("unless licence", "valid"),
        ("unless destination", "NO"), ("unless because", "permit"), ("ask for", 'licence; "a; b"'),
        ("if unknown channel", "Red"), ("because", "why"), ("regime", "CWC 2.B\nEU 1C350"),
    )  # fmt: skip
    assert found.text is not None
    assert (
        found.text.partition("edition 2022\n")[2]
        == """
rule "T-1" "A rule"
  regime "CWC 2.B", "EU 1C350"
  for each item where origin is CN
  when hs is chapter 28 and hs is not 2801.10
   and any of:
      - cas is 756-79-6
      - description mentions "dmmp"
    end
  unless licence is valid and destination is NO because "permit"
  then add 10 points, ask for "licence", ask for "a; b"
  if unknown at least red
  because "why"
end
"""
    )


def test_the_text_is_in_canonical_layout(tmp_path: Path) -> None:
    """What an import writes is what the formatter would write."""
    made = imported(
        tmp_path, ("hs", "2931.41; 8401"), ("examples", '"hit" hs 2931.41 expect hit\n"b" hs 2801.10 expect no hit')
    )
    assert made.text is not None
    source = Source("rules.stce", made.text)
    assert laid_out(surroundings_of(None).read(source).file, source) == made.text


def test_a_workbook_says_what_a_spreadsheet_shows(tmp_path: Path) -> None:
    """Percentages, days, formulas and codes of six digits are read as they are shown, from below a line of words."""
    path = tmp_path / "risk.xlsx"
    path.write_bytes(books.fine())
    made = import_table(read_table(path), surroundings_of(None))
    assert made.diagnostics == ()
    assert made.text is not None
    assert (
        made.text.partition("edition 2022\n")[2]
        == """
rule "B-1" "A rule"
  review by 2027-01-31
  for each item
  when hs is 2931.41 and cas is 756-79-6 and destination is SS and concentration is more than 30%
  then add 10 points
end

rule "B-2" "Another"
  for each item
  when hs is heading 8401 and destination is SS and procedure is 1040
  then add 10 points
end
"""
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("begin", ["", "sep={delimiter}\n"])
def test_delimiters_and_encodings(delimiter: str, encoding: str, begin: str) -> None:
    """Commas, semicolons and tabs, marks of Unicode and `sep=` of spreadsheet programs are told apart."""
    text = begin.format(delimiter=delimiter) + "id\ttitle\ths\tpoints\nÄ-1\td\u00e9tour\t2931.41\t10\n".replace(
        "\t", delimiter
    )
    made = import_table(read_delimited(text.encode(encoding), "risk.csv"), surroundings_of(None))
    assert (made.diagnostics, made.rules) == ((), 1)
    assert made.text is not None
    assert 'rule "Ä-1" "détour"' in made.text


def test_the_rest_of_the_ruleset_is_looked_at(tmp_path: Path) -> None:
    """Beside a manifest the lists, indicators and ids of the ruleset are known, and an id that it has is refused."""
    (tmp_path / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\nedition: 2017\n", encoding="utf-8")
    (tmp_path / "rules.stce").write_text(
        'list hubs of countries is AE end\nrule "OLD-1" "Old"\n  for each item\n  when hs is 2931.31\n'
        "  then add 1 points\nend\n",
        encoding="utf-8",
    )
    table = "id,title,hs,destination,points\nOLD-1,New,2931.31,list hubs,10\nNEW-1,New,2931.31,list hubs,10\n"
    around = surroundings_of(tmp_path / "table.stce")
    made = import_table(read_delimited(table.encode(), "risk.csv"), around)
    assert [(one.code, one.where) for one in made.diagnostics] == [("E250", "risk.csv, cell A2")]
    assert made.diagnostics[0].message.startswith("there already is a rule 'OLD-1', at line 2 of ")
    assert around.listed
    assert around.edition_of_file == 2017


def test_a_table_that_is_too_large() -> None:
    """A table of more rows or columns than rules ever need is refused."""
    for raw in (b"id\n" + b"x\n" * 20_000, b"id" + b",x" * 300):
        with pytest.raises(StceError, match="E921"):
            read_delimited(raw, "risk.csv")
