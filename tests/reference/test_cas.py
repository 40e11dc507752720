"""CAS numbers, declared and in descriptions."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stce_rules.reference import cas, tables

DASHES = "-‐‑‒–—―−﹘﹣－⁃⁻₋˗➖─━ー\u00ad"
DIGIT_FORMS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"

bodies = st.integers(min_value=5000, max_value=999_999_999).map(str)
numbers = bodies.map(lambda body: f"{body[:-2]}-{body[-2:]}-{cas.check_digit(body)}")


def read(text: str) -> list[tuple[str, str, bool]]:
    """Each number found, the characters it was read from, and whether it is valid."""
    return [(one.number, text[one.start : one.end], one.valid) for one in cas.find(text)]


def found(text: str) -> list[str]:
    """The valid numbers found."""
    return [one.number for one in cas.find(text) if one.valid]


@pytest.mark.parametrize("number", ["756-79-6", "67-64-1", "50-00-0", "7732-18-5", "2387496-14-0", "58-08-2"])
def test_numbers_of_real_chemicals_are_valid(number: str) -> None:
    """Published numbers pass the check digit."""
    assert cas.is_valid(number)
    assert cas.check_digit(number[:-1]) == int(number[-1])


@pytest.mark.parametrize(
    "number", ["756-79-5", "756796", "0756-79-6", "5-79-6", "756-79-66", "", "７５６-79-6", " 67-64-1"]
)
def test_anything_but_the_exact_form_is_not_valid(number: str) -> None:
    """A wrong digit, missing dashes, leading zeros, other digits and spaces are not the exact form."""
    assert not cas.is_valid(number)


@given(numbers)
def test_one_wrong_check_digit_is_always_noticed(number: str) -> None:
    """Of the ten last digits exactly one makes the number valid, and it is the correction of all."""
    variants = [f"{number[:-1]}{digit}" for digit in range(10)]
    assert [one for one in variants if cas.is_valid(one)] == [number]
    assert {cas.correction(one) for one in variants} == {number}


@given(numbers, st.data())
def test_the_check_digit_notices_nine_in_ten_wrong_digits(number: str, data: st.DataObject) -> None:
    """A changed digit in the body gives a valid number only if it shifts the sum by a multiple of ten."""
    place = data.draw(st.sampled_from([i for i, c in enumerate(number[:-1]) if c != "-" and i > 0]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    typo = number[:place] + digit + number[place + 1 :]
    weight = sum(c != "-" for c in number[place:-1])
    assert cas.is_valid(typo) == (weight * (int(digit) - int(number[place])) % 10 == 0)


def test_nothing_but_a_number_has_a_correction() -> None:
    """Text that is not written as a CAS number is not corrected."""
    assert cas.correction("756796") is None
    assert cas.correction("acetone") is None


@pytest.mark.parametrize(
    "written",
    [
        "756-79-6",
        "756796",
        "756–79–6",
        " 756 - 79 - 6 ",
        "756 79 6",
        "000756-79-6",
        "０７５６－７９－６",
        "CAS 756-79-6",
        "CAS-Nr.: 756796",
        "756\u00ad79\u00ad6",
        "756-79-6\u200b",
        "756.79.6",
        "٧٥٦-٧٩-٦",
    ],
)
def test_declared_values_are_read_in_any_form(written: str) -> None:
    """Dashes, spaces, zeros and digits of any kind give the same number."""
    assert cas.normalised(written) == "756-79-6"


@pytest.mark.parametrize("written", ["", "756-79-5", "n/a", "7-9-6", "12345678901234", "756-79-6 67-64-1", "DMMP", "-"])
def test_other_declared_values_are_not_read(written: str) -> None:
    """A wrong check digit, several numbers, or no number give none."""
    assert cas.normalised(written) is None


@given(st.text(max_size=30))
def test_a_declared_value_is_a_valid_number_or_none(text: str) -> None:
    """Whatever is declared, what comes out is valid."""
    number = cas.normalised(text)
    assert number is None or cas.is_valid(number)


@given(numbers)
def test_a_valid_number_is_its_own_normal_form(number: str) -> None:
    """Reading a number as declared does not change it, nor does leaving out its dashes."""
    assert cas.normalised(number) == number
    assert cas.normalised(number.replace("-", "")) == number


def test_listed_chemicals_have_names() -> None:
    """A listed chemical has a name, another number has none."""
    assert cas.name_of("756-79-6") == "dimethyl methylphosphonate"
    assert cas.name_of("50-00-0") is None
    assert cas.name_of("rubbish") is None


def test_every_row_of_names_is_well_formed() -> None:
    """Each chemical is listed once, under a valid number, with a short name and a source."""
    rows = tables.rows("cas_names.csv")
    assert len(rows) == len({row[0] for row in rows}) > 350
    for number, name, source in rows:
        assert cas.is_valid(number)
        assert 2 <= len(name) <= 80
        assert name == name.strip()
        assert source in {"CWC", "AG", "EU_DU", "EU_ML", "US_CCL", "NSG", "goods"}


@pytest.mark.parametrize(
    "text",
    [
        "acetone 67-64-1",
        "acetone (67-64-1), drums",
        "67-64-1",
        "acetone 67-64-1.",
        "acetone 67-64-1 - 25 kg",
        "CAS67-64-1",
        "cas:67-64-1",
        "CAS No. 67-64-1",
        "CAS-Nr.: 67-64-1",
        "CAS N° 67-64-1",
        "CAS n.º 67-64-1",
        "CAS#67-64-1",
        "CAS # 67641",
        "CASRN 67-64-1",
        "CAS Registry Number: 67-64-1",
        "C.A.S. 67-64-1",
        "KAS 67 64 1",
        "КАС № 67-64-1",
        "CAS番号 67-64-1",
        "CAS登録番号：６７－６４－１",
        "CAS号：67-64-1",
        "رقم CAS: ٦٧-٦٤-١",
        "丙酮67-64-1的",
        "CAS 67.64.1",
        "CAS 67/64/1",
        "CAS 67 - 64 - 1",
        "CAS 00067-64-1",
        "CAS 67-641",
        "CAS 67-64-1PURITY99",
        "CAS\n67-64-1",
        "CAS-n:o 67-64-1",
        "EC 200-662-2 CAS 67-64-1",
        "67-64-1² see note",
        "acetone 67\u200b-64\u2060-1",
        "CAS 1: 67-64-1",
        "67-64-1/200-662-2",
        "case 67-64-1",
    ],
)
def test_numbers_are_found_however_they_are_written(text: str) -> None:
    """Acetone is found under every cue, dash, spacing and script."""
    assert found(text) == ["67-64-1"]


@pytest.mark.parametrize(
    "text",
    [
        "shipped 2020-10-5",
        "born 12-05-6",
        "1-67-64-1",
        "67-64-1-2",
        "P/N 67-64-1",
        "part no. 67-64-1",
        "tel. 67-64-1",
        "lot 67-64-1",
        "+67-64-1",
        "#67-64-1",
        "1.67-64-1",
        "2,67-64-1",
        "67-64-1.5",
        "AB67-64-1",
        "67-64-1A",
        "67-64-2",
        "67641",
        "67 64 1",
        "toluene-108-88-3",
        "10 - 20 - 3",
        "en cas de 100 kg",
        "cas 12000 kg",
        "cash 67641",
        "12345678",
        "ISBN 978-3-16-148410-0",
        "+49 30 901820",
        "2024-05-17",
        "08:30-09:15",
        "",
        "no number here",
        "CAS no. unknown",
    ],
)
def test_what_is_no_cas_number_is_not_found(text: str) -> None:
    """Dates, telephone, part and longer numbers, bare digits and the French word `cas` are passed over."""
    assert read(text) == []


def test_a_listed_chemical_needs_less_around_it() -> None:
    """The number of a listed chemical is found behind a hyphen or with spaced dashes, where chance would not put it."""
    assert found("DMMP-756-79-6") == ["756-79-6"]
    assert found("DMMP 756 - 79 - 6") == ["756-79-6"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CAS 67-64-1, 108-88-3 and 71-43-2; 25 kg", ["67-64-1", "108-88-3", "71-43-2"]),
        ("CAS 67-64-1/108-88-3", ["67-64-1", "108-88-3"]),
        ("67-64-1,108-88-3", ["67-64-1", "108-88-3"]),
        ("CAS-Nr. 67-64-1 und 108-88-3", ["67-64-1", "108-88-3"]),
        ("CAS 67-64-1 (50 %), CAS 108-88-3 (50 %)", ["67-64-1", "108-88-3"]),
        ("CAS 67641, 108883", ["67-64-1", "108-88-3"]),
        ("CAS 67-64-1, 25000 kg", ["67-64-1"]),
        ("CAS 67-64-1, 2024-10-6", ["67-64-1"]),
        ("CAS 67-64-1 25 3", ["67-64-1"]),
        ("67-64-1 and again 67-64-1", ["67-64-1", "67-64-1"]),
    ],
)
def test_all_numbers_of_a_list_are_found(text: str, expected: list[str]) -> None:
    """Numbers follow one another after one cue; masses and dates among them are not numbers."""
    assert [number for number, _, _ in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CAS 67-64-9", [("67-64-9", "67-64-9", False)]),
        ("CAS no 756795 drums", [("756-79-5", "756795", False)]),
        ("CAS 1: 67-64-9", [("67-64-9", "67-64-9", False)]),
        ("CAS 67-64-1, 108-88-4", [("67-64-1", "67-64-1", True), ("108-88-4", "108-88-4", False)]),
        ("CAS 67-64-1 (50%) 108-88-4 (50%)", [("67-64-1", "67-64-1", True)]),
        ("CAS 67641, 12345 boxes", [("67-64-1", "67641", True)]),
    ],
)
def test_a_wrong_number_after_a_cue_is_told(text: str, expected: list[tuple[str, str, bool]]) -> None:
    """After the word CAS a number whose check digit fails is not valid, so that it is not taken for a blank."""
    assert read(text) == expected


@given(numbers, st.lists(st.sampled_from(DASHES), min_size=2, max_size=2), st.sampled_from(DIGIT_FORMS), st.data())
def test_a_cue_finds_a_number_in_every_dress(number: str, dashes: list[str], digits: str, data: st.DataObject) -> None:
    """Any dash, any digits, any invisible character between them: the number and its place are found."""
    first, second, last = number.split("-")
    plain = f"{first}{dashes[0]}{second}{dashes[1]}{last}"
    dressed = "".join(digits[int(c)] if c.isascii() and c.isdigit() else c for c in plain)
    at = data.draw(st.integers(1, len(dressed) - 1))
    written = dressed[:at] + data.draw(st.sampled_from(["", *INVISIBLE])) + dressed[at:]
    text = f"pure solvent, CAS No. {written} in drums"
    assert read(text) == [(number, written, True)]


@given(st.sampled_from(sorted(row[0] for row in tables.rows("cas_names.csv"))), st.sampled_from([" ", "(", ": ", "/"]))
def test_a_listed_number_is_found_without_a_cue(number: str, before: str) -> None:
    """Every listed chemical is found from its number alone."""
    assert found(f"chemical{before}{number}, drums") == [number]


noise = st.text(
    st.sampled_from("0123456789" * 3 + "-" * 8 + " .,/()#:;%casCASnoNr°№" + DASHES + INVISIBLE + "٤７²ßİКас番号"),
    max_size=60,
)


@settings(max_examples=400)
@given(noise)
@example("CAS" + "0" * 60)
@example("CAS " + "1-" * 30)
@example("İCAS 67-64-1")
def test_noise_gives_ordered_places_apart_from_each_other(text: str) -> None:
    """Whatever the text, places are in it, in order, apart, begin and end with a digit, and hold what is reported."""
    ends = 0
    for one in cas.find(text):
        assert ends <= one.start < one.end <= len(text)
        assert text[one.start].isdigit()
        assert text[one.end - 1].isdigit()
        assert one.valid == cas.is_valid(one.number)
        ends = one.end


@given(noise)
@example("KAS no 67641")
@example("c.a.s. 67 64 1")
def test_plain_letters_hide_no_number(text: str) -> None:
    """A character that does not show sends any text the long way, which finds the same."""
    assert cas.find(text) == cas.find(f"{text}\u200b")


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """No text is refused, and without digits nothing is found."""
    spans = cas.find(text)
    assert not spans or any(character.isdigit() for character in text)


def test_random_dates_phones_and_serials_give_nothing() -> None:
    """Of 30,000 numbers that are something else, none is taken for a CAS number."""
    chance = random.Random(7)
    texts = [
        text
        for _ in range(6000)
        for text in (
            f"dated {chance.randint(1990, 2030)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            f"made {chance.randint(1990, 2030)}-{chance.randint(1, 12):02}-{chance.randint(1, 9)}",
            f"phone +{chance.randint(1, 99)}-{chance.randint(10, 999)}-{chance.randint(100000, 9999999)}",
            f"serial {chance.randint(10000, 9999999999)}",
            f"P/N {chance.randint(100, 9999)}-{chance.randint(10, 99)}-{chance.randint(0, 9)}",
        )
    ]
    assert [text for text in texts if cas.find(text)] == []
