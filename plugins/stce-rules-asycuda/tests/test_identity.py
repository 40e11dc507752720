"""Which declaration a message is."""

from __future__ import annotations

import io

import pytest
from stce_rules_asycuda import ADAPTER

from stce_rules.core.declaration import Declaration

OFFICE = "<Office_segment><Customs_clearance_office_code>JM1</Customs_clearance_office_code></Office_segment>"
ITEM = "<Item><Licence_number>1</Licence_number></Item>"


def _id(inner: str) -> str:
    (one,) = ADAPTER.read(io.BytesIO(f"<ASYCUDA>{inner}{ITEM}</ASYCUDA>".encode()), "m.xml")
    assert isinstance(one, Declaration)
    return one.id


@pytest.mark.parametrize(
    ("registration", "name"),
    [
        ("<Serial_number>C</Serial_number><Number>79</Number><Date>11/12/25</Date>", "JM1/2025/C79"),
        ("<Number>79</Number><Date>2025-12-11</Date>", "JM1/2025/79"),
        ("<Number>79</Number><Date/>", "JM1/79"),
    ],
)
def test_a_registered_declaration_is_named_by_its_registration(registration: str, name: str) -> None:
    """Office, year and number; the year is known though the day may not be."""
    assert _id(f"<Identification>{OFFICE}<Registration>{registration}</Registration></Identification>") == name


def test_the_stated_year_of_registration_goes_first() -> None:
    """Not the year of a date, where the year itself is stated."""
    inner = "<Number>79</Number><Date>01/01/26</Date>"
    year = "<Assessment_notice><Registration_year>2025</Registration_year></Assessment_notice>"
    registration = f"<Identification>{OFFICE}<Registration>{inner}</Registration></Identification>"
    assert _id(year + registration) == "JM1/2025/79"


def test_a_declaration_that_is_not_registered_is_named_by_its_declarant() -> None:
    """The reference is the declarant's own, so the declarant's code is part of the name."""
    reference = "<Reference><Year>2026</Year><Number>R-9</Number></Reference>"
    assert _id(f"<Declarant><Declarant_code>200</Declarant_code>{reference}</Declarant>") == "200/2026/R-9"


def test_a_name_made_of_the_content_changes_with_the_content() -> None:
    """The same content has the same name however it is laid out; another has another."""
    assert _id("") == _id("\n  ")
    assert _id("<Traders/>") != _id("")
    assert _id("<Property><Selected_page>1</Selected_page></Property>") != _id(
        "<Property><Selected_page>2</Selected_page></Property>"
    )
