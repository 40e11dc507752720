"""Quantities beside the written forms of a measure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core import measures, text
from stce_rules.core.measures import StatedQuantity, Unit, stated

PRESSURE: tuple[Unit, ...] = (
    ("Pa", Fraction(1, 10**6), Fraction(0)),
    ("mPa", Fraction(1, 10**9), Fraction(0)),
    ("kPa", Fraction(1, 1000), Fraction(0)),
    ("MPa", Fraction(1), Fraction(0)),
    ("GPa", Fraction(1000), Fraction(0)),
    ("N/mm2", Fraction(1), Fraction(0)),
    ("ksi", Fraction("6.894757"), Fraction(0)),
    ("bar", Fraction(1, 10), Fraction(0)),
)
FREQUENCY: tuple[Unit, ...] = (
    ("mHz", Fraction(1, 1000), Fraction(0)),
    ("Hz", Fraction(1), Fraction(0)),
    ("kHz", Fraction(1000), Fraction(0)),
    ("MHz", Fraction(10**6), Fraction(0)),
    ("hertz", Fraction(1), Fraction(0)),
)
TEMPERATURE: tuple[Unit, ...] = (
    ("°C", Fraction(1), Fraction("273.15")),
    ("C", Fraction(1), Fraction("273.15")),
    ("K", Fraction(1), Fraction(0)),
)
LENGTH: tuple[Unit, ...] = (
    ("mm", Fraction(1, 1000), Fraction(0)),
    ("m", Fraction(1), Fraction(0)),
    ("inch", Fraction("0.0254"), Fraction(0)),
)
SHARE: tuple[Unit, ...] = (("%", Fraction(1), Fraction(0)),)

MEASURES: dict[str, tuple[tuple[str, ...], tuple[Unit, ...]]] = {
    "uts": (("UTS", "tensile strength", "Rm"), PRESSURE),
    "freq": (("output frequency", "output freq", "o/p frequency", "Ausgangsfrequenz"), FREQUENCY),
    "temp": (("operating temperature",), TEMPERATURE),
    "od": (("OD", "outside diameter"), LENGTH),
    "conc": (("concentration", "purity", "assay"), SHARE),
}

# Measure, line of trade text, and what is read in MPa, Hz, K, m or percent:
# "5" exact, "5..7" range, ">=5" ">5" "<=5" "<5" bounds, several apart by spaces, "" nothing.
LINES = [
    ("uts", "MARAGING STEEL BARS GRADE C-350, UTS 2400 MPA, DIA 90 MM", "2400"),
    ("uts", "Maraging steel 18Ni(300) round bar, UTS 2050 MPa", "2050"),
    ("uts", "maraging steel 18Ni(350), tensile strength: 2,450 N/mm²", "2450"),
    ("uts", "steel bar 1.6359 with tensile strength of 2.1 GPa", "2100"),
    ("uts", "Stahl 1.6358, Rm = 2,1 GPa", "2100"),
    ("uts", "Vergütungsstahl Rm min. 1 950 N/mm2", ">=1950"),
    ("uts", "Vergütungsstahl Rm min. 1\u202f950 N/mm^2", ">=1950"),
    ("uts", "Rm 2.050,5 MPa", "2050.5"),
    ("uts", "Rm 1'950 MPa", "1950"),
    ("uts", "2.4 GPa UTS maraging rod", "2400"),
    ("uts", "2050 MPa ultimate tensile strength bars", "2050"),
    ("uts", "rods, 2050 MPa min. tensile strength", ">=2050"),
    ("uts", "rods, UTS >= 2050 MPa", ">=2050"),
    ("uts", "rods, UTS ≥2050MPa", ">=2050"),
    ("uts", "rods, UTS > 2050 MPa", ">2050"),
    ("uts", "rods, UTS not less than 2050 MPa at room temperature", ">=2050"),
    ("uts", "rods, UTS not exceeding 1200 MPa", "<=1200"),
    ("uts", "rods with tensile strength exceeding 1200 MPa", ">1200"),
    ("uts", "rods with tensile strength below 880 MPa", "<880"),
    ("uts", "max. tensile strength 880 MPa", "<=880"),
    ("uts", "min UTS 2050 MPa", ">=2050"),
    ("uts", "UTS 2050 MPa min.", ">=2050"),
    ("uts", "UTS 2050 MPa or more", ">=2050"),
    ("uts", "UTS 2050 MPa min elongation 8%", "2050"),
    ("uts", "UTS 1900-2100 MPa", "1900..2100"),
    ("uts", "UTS between 1900 and 2100 MPa", "1900..2100"),
    ("uts", "UTS 1.9 GPa to 2100 MPa", "1900..2100"),
    ("uts", "UTS (MPa): 2050", "2050"),
    ("uts", "Tensile strength [MPa] min 2050; elongation [%] 8", ">=2050"),
    ("uts", "UTS, MPa 1900-2100, hardness 52 HRC", "1900..2100"),
    ("uts", "UTS, min. 2050 MPa", ">=2050"),
    ("uts", "UTS 297 ksi (2048 MPa)", "2047.742829"),
    ("uts", "fluid for UTS rig, viscosity 2050 mPa.s", ""),
    ("uts", "UTS 2050 mpa", ""),
    ("uts", "UTS 2050 mPa", "0.00000205"),
    ("uts", "UTS 2050 Mpa", "2050"),
    ("uts", "UTS 2050 ㎫", "2050"),
    ("uts", "UTS 2.05 x 10³ MPa", "2050"),
    ("uts", "UTS 2.05e3 MPa", "2050"),
    ("uts", "2.4 GPa UTS and 2.3 GPa yield strength", "2400"),
    ("uts", "2.4 GPa UTS, 2.3 GPa yield strength", "2400"),
    ("uts", "2.4 GPa UTS 2.3 GPa yield strength", "2400 2300"),
    ("uts", "high tensile strength, grade 5, proof stress 880 MPa", ""),
    ("uts", "high tensile strength. Working pressure 20 MPa", ""),
    ("uts", "high tensile strength; working pressure 20 MPa", ""),
    ("uts", "UTS 2050 hydro tested 20 MPa", ""),
    ("uts", "UTS at 20 C 2050 MPa", ""),
    ("uts", "UTS per ASTM E8 2050 MPa", "2050"),
    ("uts", "UTS of the bars after ageing and machining is a good 2050 MPa", ""),
    ("uts", "aluminium alloy 7075-T6 tubes, UTS as per mill certificate", ""),
    ("uts", "maraging steel C-350 MPa tested, UTS see certificate", ""),
    ("uts", "hydraulic press 2050 bar", ""),
    ("uts", "UTS 2050 MPa (long.), UTS 1990 MPa (trans.)", "2050 1990"),
    ("uts", "UTS 50 MPa/m", ""),
    ("uts", "ultimate tensile strength (UTS) 2050 MPa", "2050"),
    ("freq", "frequency converter, output frequency 0-600 Hz", "0..600"),
    ("freq", "FREQUENCY CONVERTER 3 PHASE O/P FREQUENCY 0..2 KHZ 15 KW", "0..2000"),
    ("freq", "VFD 600 Hz output frequency", "600"),
    ("freq", "VFD, output frequency up to 600 Hz", "<=600"),
    ("freq", "VFD, maximum output frequency 1,000 Hz", "<=1000"),
    ("freq", "VFD, output frequency adjustable from 300 Hz", ">=300"),
    ("freq", "VFD, output freq. 400 hertz", "400"),
    ("freq", "VFD, output frequency 600 Hz +/- 5%", "600"),
    ("freq", "VFD, output frequency 600 ± 5 Hz", "600"),
    ("freq", "VFD, output frequency ±0.1 Hz", ""),
    ("freq", "static inverter output frequency 50/60 Hz", "50 60"),
    ("freq", "inverter input 50 Hz output frequency 600 Hz", "600"),
    ("freq", "inverter input 50 Hz, output frequency 600 Hz, 3 phase", "600"),
    ("freq", "inverter 600 Hz max. output frequency", "<=600"),
    ("freq", "inverter OUTPUT FREQUENCY-600HZ", "600"),
    ("freq", "inverter output frequency 3 phase 600 Hz", "600"),
    ("freq", "inverter VFD-600 Hz output frequency", ""),
    ("freq", "inverter output frequency 0.6 kHz", "600"),
    ("freq", "inverter output frequency 0,125 kHz", "125"),
    ("freq", "inverter output frequency 2 x 600 Hz", ""),
    ("freq", "inverter output voltage 400 V, 50 Hz", ""),
    ("freq", "output frequency, voltage 400 V 50 Hz", ""),
    ("freq", "Umrichter Ausgangsfrequenz bis zu 1000 Hz", "<=1000"),
    ("freq", "Umrichter Ausgangsfrequenz 0 bis 1000 Hz", "0..1000"),
    ("freq", "Umrichter, Ausgangsfrequenz: mindestens 600 Hz", ">=600"),
    ("freq", "1000-600 Hz output frequency", ""),
    ("freq", "a 600-Hz output frequency drive", "600"),
    ("freq", "output frequency ６００ Hz", "600"),
    ("temp", "sensor, operating temperature -40 to +85 °C", "233.15..358.15"),
    ("temp", "sensor, operating temperature: −40 ºC", "233.15"),
    ("temp", "cryostat, operating temperature 4.2 K", "4.2"),
    ("od", "7075-T6 tubes, OD 4.125 inch", "0.104775"),
    ("od", "7075-T6 tubes, OD 75mm x 3mm", "0.075"),
    ("od", "7075-T6 tubes, OD 75 x 3 mm", ""),
    ("od", "tubes, outside diameter 3/4 inch", ""),
    ("od", "tubes, outside diameter 3½ inch", ""),
    ("od", "tubes, outside diameter over 75 mm", ">0.075"),
    ("conc", "thiodiglycol, purity 98% min, drums", ">=98"),
    ("conc", "cleaning mixture, concentration less than 5 %", "<5"),
    ("conc", "TEA 85% purity", "85"),
    ("conc", "assay: 99.5%w/w", "99.5"),
]


def shown(quantity: StatedQuantity) -> str:
    """The interval in the notation of the table."""

    def number(value: Fraction) -> str:
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.12f}".rstrip("0")

    if quantity.low is None:
        assert quantity.high is not None
        return ("<=" if quantity.high_included else "<") + number(quantity.high)
    if quantity.high is None:
        return (">=" if quantity.low_included else ">") + number(quantity.low)
    assert quantity.low_included
    assert quantity.high_included
    if quantity.low == quantity.high:
        return number(quantity.low)
    return f"{number(quantity.low)}..{number(quantity.high)}"


def read(measure: str, line: str) -> tuple[StatedQuantity, ...]:
    """What is stated of a measure in a line."""
    return stated(text.read(line), *MEASURES[measure])


@pytest.mark.parametrize(("measure", "line", "expected"), LINES)
def test_lines_of_trade_text(measure: str, line: str, expected: str) -> None:
    """A quantity beside a written form is read as an officer reads it, and nothing else is."""
    assert " ".join(map(shown, read(measure, line))) == expected


@pytest.mark.parametrize(
    ("line", "covered"),
    [
        ("bars, UTS min. 2050 MPa, dia 90 mm", "UTS min. 2050 MPa"),
        ("bars, 2.4 GPa UTS, dia 90 mm", "2.4 GPa UTS"),
        ("Stäbe – Rm ≥ 1\u202f950 N/mm², Ø 90", "Rm ≥ 1\u202f950 N/mm²"),
        ("UTS 2050 ㎫ bars", "UTS 2050 ㎫"),
        ("ultimate tensile strength (UTS) 2050 MPa", "UTS) 2050 MPa"),
        ("UTS (MPa): 2050; 8%", "UTS (MPa): 2050"),
    ],
)
def test_the_place_covers_form_and_number(line: str, covered: str) -> None:
    """The place given is that of the written form and the number in the text as it was declared."""
    (quantity,) = read("uts", line)
    assert line[quantity.start : quantity.end] == covered


def test_no_units_reads_nothing() -> None:
    """A measure without units finds nothing."""
    assert stated(text.read("UTS 2050 MPa"), ("UTS",), ()) == ()


WHOLE = st.integers(min_value=1, max_value=999_999_999)
WRITINGS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "comma": lambda n: f"{n:,}",
    "space": lambda n: f"{n:,}".replace(",", " "),
    "thin space": lambda n: f"{n:,}".replace(",", "\u2009"),
    "apostrophe": lambda n: f"{n:,}".replace(",", "'"),
    "german": lambda n: f"{n:,}".replace(",", ".") + ",0",
    "full width": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
}


@given(WHOLE, st.sampled_from(sorted(WRITINGS)), st.sampled_from(["{} UTS", "UTS {}", "UTS: {}", "of UTS = {}, ok"]))
def test_every_writing_of_a_number_is_the_same_number(number: int, writing: str, frame: str) -> None:
    """However the thousands are written, the number is read exactly."""
    (quantity,) = read("uts", frame.format(f"{WRITINGS[writing](number)} MPa"))
    assert quantity.low == quantity.high == number


@given(st.integers(0, 10**6), st.integers(1, 3), st.sampled_from(".,"), st.sampled_from(PRESSURE))
def test_decimals_and_units_are_exact(number: int, places: int, mark: str, unit: Unit) -> None:
    """A decimal number in any unit of the measure becomes the exact value in the base unit."""
    whole, rest = divmod(number, 10**places)
    if mark == "," and places == 3 and 0 < whole < 1000:
        return  # thousands
    spelling, factor, offset = unit
    (quantity,) = read("uts", f"bar, UTS {whole}{mark}{rest:0{places}} {spelling}")
    assert quantity.low == quantity.high == Fraction(number, 10**places) * factor + offset


PIECES = """UTS|Rm|tensile-strength|2050|1 950|2,1|7075-T6|MPa|N/mm²|GPa|-|to|min.|≥|up to|;|.|,|(|)|steel|x|/|+/-|50|%
|½|㎫|between|and|10^3|C-350""".replace("\n", "").split("|")
TRADE_TEXT = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


@given(TRADE_TEXT | st.text(max_size=60))
def test_any_text_is_read_without_fault(line: str) -> None:
    """Whatever the text, the ends are in order and the place holds a written form and a digit."""
    for quantity in read("uts", line):
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        covered = line[quantity.start : quantity.end]
        assert any(c.isnumeric() for c in covered)
        forms = [text.phrase(form) for form in MEASURES["uts"][0]]
        assert any(form and text.find(text.read(covered), form) for form in forms)


@given(TRADE_TEXT)
def test_another_clause_changes_nothing(line: str) -> None:
    """What is stated before a semicolon does not depend on what follows it."""
    before = read("uts", f"{line};")
    assert read("uts", f"{line}; spare parts 20 MPa") == before


@given(TRADE_TEXT, st.sampled_from(["UTS", "tensile strength", "Rm 2050", "steel*", "tensile str*", "x"]))
def test_forms_stand_where_the_text_finds_them(line: str, form: str) -> None:
    """The first place of a written form is the place that `mentions` gives."""
    folded, sought = text.read(line), text.phrase(form)
    assert sought is not None
    first = text.find(folded, sought)
    places = measures._forms(folded, (form,))
    assert (places[0] if places else None) == first
