# ruff: noqa: E501 (a table is as wide as it is)
"""Maps proposed for tables nobody has described."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.core.span import Source
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.intake.tables.model import TableMap
from stce_rules.intake.tables.proposing import propose
from stce_rules.intake.tables.sampling import sample_text
from stce_rules.intake.tables.wording import worded


def proposed(raw: bytes) -> tuple[str, TableMap]:
    """The text of the proposal, which is a map that can be read."""
    text = worded(propose(sample_text(io.BytesIO(raw), "t.csv")), "t.csv")
    return text, parse_map(Source("t.yaml", text))


def declarations(raw: bytes) -> list[Declaration]:
    """What the table gives by its proposal, without a fault."""
    found = list(TableAdapter(given=proposed(raw)[1]).read(io.BytesIO(raw), "t.csv"))
    read = [one for one in found if isinstance(one, Declaration)]
    assert len(read) == len(found)
    assert [issue for one in read for issue in one.parse_issues] == []
    return read


FRENCH = """\
Relevé des exportations;;;;;;;;;;
Num déclaration;Date d'enregistrement;Bureau de douane;Code SH;Désignation des marchandises;Poids net (kg);Valeur;Devise;Pays de destination;Nom du destinataire;Mode de transport
26FR1;13/06/2026;FR000040;84012000;Centrifugeuse à gaz et pièces détachées, neuves;1.250,50;10.000,00;EUR;SSD;Société Exemple de Juba;1
26FR2;02/06/2026;FR000040;29307000;Thiodiglycol en fûts, pour l'encre;25,00;1.000,00;EUR;NOR;Exemple Norvège;4
"""
RUSSIAN = """\
nomer_dt\tdata_registratsii\tkod_tnved\tnaimenovanie_tovara\tves_netto\tstrana_naznacheniya\tgruzopoluchatel
26RU1\t13.06.2026\t8401200000\tцентрифуга газовая, новая, в ящиках\t1 250,5\tSS\tООО Пример
26RU2\t14.06.26\t2930700000\tтиодигликоль в бочках, технический\t25\tNO\tАО Образец и сыновья
"""
SPANISH = """\
Nro Declaración,Fecha,Aduana,Partida Arancelaria,Descripción de la mercancía,Peso Neto,País de origen,País destino,Consignatario,Valor FOB,Moneda
26ES1,2026-06-13,ES0801,8401.20.00,Centrífuga de gas nueva en cajas de madera,1250.5,CN,SS,Ejemplo Comercial SA,1000,USD
26ES2,2026-06-14,ES0801,2930.70.00,Tiodiglicol en tambores de acero azules,25,DE,NO,Otra Empresa de Ejemplo,20,USD
"""


@pytest.mark.parametrize(
    ("text", "encoding", "stated"),
    [(FRENCH, "windows-1252", "windows-1252"), (FRENCH, "utf-8", ""), (FRENCH, "utf-16", "utf-16"),
     (FRENCH, "utf-16-le", "utf-16-le"), (RUSSIAN, "windows-1251", "windows-1251"), (RUSSIAN, "utf-8-sig", ""),
     (RUSSIAN, "koi8-r", "koi8-r"), (SPANISH, "windows-1252", "windows-1252")],
)  # fmt: skip
def test_tables_of_several_languages_and_encodings(text: str, encoding: str, stated: str) -> None:
    """Names in French, Russian spelled in Latin letters and Spanish; every cell is read by the proposal as it stands."""
    found, table = proposed(text.encode(encoding))
    assert (f"encoding: {stated}" in found) == bool(stated)
    first, second = declarations(text.encode(encoding))
    assert (first.date, second.date) == ("2026-06-13", "2026-06-02" if text is FRENCH else "2026-06-14")
    assert (first.destination, second.destination) == ("SS", "NO")
    assert first.items[0].hs is not None
    assert first.items[0].hs.startswith("8401")
    assert str(first.items[0].net_mass_kg) in ("1250.50", "1250.5")
    assert first.items[0].description is not None
    assert "entr" in first.items[0].description.lower() or "центр" in first.items[0].description
    assert [one.role for one in first.parties] == ["consignee"]
    assert table.used


def test_signs_delimiter_header_and_dates_of_a_text() -> None:
    """A title above the header, semicolons, decimal commas and days before months."""
    text, _ = proposed(FRENCH.encode())
    for line in ('delimiter: ";"', "header: 2", 'decimal: ","', 'thousands: "."', 'dates: ["DD/MM/YYYY"]',
                 "  value: {amount: Valeur, currency: Devise}"):  # fmt: skip
        assert line in text
    assert "# flow: =import" in text


def test_a_day_that_could_be_a_month_is_asked_about() -> None:
    """Nobody can tell 02/06 from 06/02; the remark says so."""
    assert "or is the month first?" in proposed(b"id,Date,hs\nA,02/06/2026,2930\nB,03/06/2026,8401\n")[0]
    assert "or is the month first?" not in proposed(b"id,Date,hs\nA,02/16/2026,2930\nB,03/06/2026,8401\n")[0]


def test_several_styles_of_days() -> None:
    """All styles that stand in a column are named, so that every cell is read."""
    raw = b"MRN,Date,HS\n" + b"".join(
        f"A{n},{day},2930\n".encode()
        for n, day in enumerate(["13.06.2026", "2026-06-14", "15-Jun-2026", "16.6.2026 12:30"] * 3)
    )
    assert [one.date for one in declarations(raw)[:4]] == [
        "2026-06-13",
        "2026-06-14",
        "2026-06-15",
        "2026-06-16T12:30:00",
    ]


def test_codes_without_their_leading_zeros_are_filled_up() -> None:
    """A code of an odd number of digits has lost one."""
    text, _ = proposed(b"MRN,Tariff code\nA,1012100\nB,84012000\nC,29307000\nD,28111990\n")
    assert "hs: {column: Tariff code, digits: 8}" in text


def test_columns_are_told_by_their_contents_too() -> None:
    """Nameless codes, days, and chemicals are proposed, with a remark."""
    raw = b"ref,c1,c2,c3\n" + b"".join(
        f"R{n},{code},{cas},2026-06-0{n}\n".encode()
        for n, (code, cas) in enumerate(
            [("293070", "111-48-8"), ("840120", "756-79-6"), ("281119", "7719-12-2"), ("850440", "")], 1
        )
    )
    text, _ = proposed(raw)
    assert "hs: c1   # by its contents; check it" in text
    assert "cas: c2   # by its contents; check it" in text
    assert "date: c3   # by its contents; check it" in text


def test_contents_forbid_what_a_name_suggests() -> None:
    """A destination of street names, and masses in words, are left out."""
    text, _ = proposed(b"MRN,Destination,Net mass\nA,Harbour Road 5,heavy\nB,Old Town,light\n")
    assert "destination: Destination" not in text
    assert "net_mass_kg" not in text.split("# No column")[0]


def test_a_table_without_an_id_is_proposed_one() -> None:
    """A map needs an id; which column it is stays a question."""
    text, _ = proposed(b"what,where\nx,SS\ny,NO\nz,NO\n")
    assert "  id: what   # no column is called an id" in text


def test_names_that_yaml_would_read_otherwise() -> None:
    """Colons, hashes, quotation marks and equal signs in names."""
    raw = b'MRN,"HS: code","=mass, net #1","Dest ""x"" destination"\nA,2930,1,SS\nB,8401,2,NO\n'
    assert [one.destination for one in declarations(raw)] == ["SS", "NO"]
    assert [str(one.items[0].net_mass_kg) for one in declarations(raw)] == ["1", "2"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"id,hs\n", b"\x00\x01\x02" * 500, b"PK\x03\x04\0\0\0\0"])
def test_what_is_no_table_gets_no_proposal(raw: bytes) -> None:
    """An empty file, a header alone, and bytes."""
    with pytest.raises(StceError, match="E681"):
        proposed(raw)


def test_the_korean_sample_gets_a_usable_proposal(korea: Path) -> None:
    """Without an edit it reads all rows; what it asks for is written out."""
    text, table = proposed(korea.read_bytes())
    for line in ("  id: Declaration ID", "  date: Date", "  hs: HS6 Code", "  net_mass_kg: Net Mass", "  origin: Country of Origin",
                 "  # value: {amount: Item Price, currency: =EUR}   # in which currency?", "  dispatch_country: Country of Departure",
                 '    finding: {column: Fraud, values: {"0": "", "1": "fraud"}}', "#   destination "):  # fmt: skip
        assert line in text
    with korea.open("rb") as stream:
        found = list(TableAdapter(given=table).read(stream, "kr.csv"))
    assert len(found) == 1800
    assert all(isinstance(one, Declaration) and not one.parse_issues for one in found)


def test_blank_rows_above_the_header_count() -> None:
    """The row that the proposal names is the one that is read as header, whatever stands above it."""
    raw = b"Export of June;;;\n\n;;;\nMRN;Date;HS;Kg\n26A;13.06.2026;29307000;1,5\n26B;14.06.2026;84012000;2\n"
    assert "header: 4" in proposed(raw)[0]
    assert [(one.id, one.date) for one in declarations(raw)] == [("26A", "2026-06-13"), ("26B", "2026-06-14")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            ("2026-06-13T09:05:06Z", "2026-06-14 10:00:00.5+02:00"),
            ("2026-06-13T09:05:06", "2026-06-14T10:00:00"),
        ),
        (("13/6/2026 9:05", "14/6/2026 19:05"), ("2026-06-13T09:05:00", "2026-06-14T19:05:00")),
        (("6/13/2026 9:05:00 AM", "6/14/2026 12:05:00 PM"), ("2026-06-13T09:05:00", "2026-06-14T12:05:00")),
        (("13/6/2026 9:05 a. m.", "14/6/2026 9:05 p. m."), ("2026-06-13T09:05:00", "2026-06-14T21:05:00")),
        (("13-Jun-2026 09:05PM", "14-Jun-2026 12:05am"), ("2026-06-13T21:05:00", "2026-06-14T00:05:00")),
    ],
)
def test_times_with_zones_and_hours_of_one_digit(written: tuple[str, str], expected: tuple[str, str]) -> None:
    """Moments as programs write them, and as spreadsheets do, are days too."""
    raw = f"MRN,Acceptance date,HS\nA,{written[0]},2930\nB,{written[1]},8401\n".encode()
    assert tuple(one.date for one in declarations(raw)) == expected


def test_am_is_no_month() -> None:
    """Whether day and month could be meant the other way round does not hang on the M of AM."""
    day = "02/06/2026 9:30 AM"
    text, _ = proposed(f"id,Date,hs\nA,{day},2930\nB,{day},8401\n".encode())
    assert 'dates: ["DD/MM/YYYY h:mm AM"]   # or is the month first?' in text


def test_who_selected_is_read_where_the_words_are_known() -> None:
    """Known words need no values, whatever their case; what others mean is asked, with those that are known settled."""
    table = "MRN,HS,Fraud,Selected by\nA,2930,x,Random\nB,8401,y,{}\n"
    text, _ = proposed(table.format("RULE").encode())
    assert "    selected_by: Selected by\n" in text
    assert [one.outcome and one.outcome.selected_by for one in declarations(table.format("RULE").encode())] == [
        "random",
        "rule",
    ]
    asked, _ = proposed(table.format("tip-off").encode())
    assert '# selected_by: {column: Selected by, values: {"Random": random, "tip-off": rule}}' in asked
