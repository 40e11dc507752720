"""What the cells of a column look like.

Enters: texts of one column. Leaves: which part of those that say something are commodity codes, countries, numbers and
the like; in which forms its days and numbers are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from stce_rules.intake.tables.forms import DAY, date_form, number_form, read_day, read_decimal
from stce_rules.intake.tables.model import DateForm, Fault
from stce_rules.reference import cas, countries, currencies, hs

__all__ = ["Contents"]

_FORMS = ("YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YYYY", "D/M/YYYY", "MM/DD/YYYY", "M/D/YYYY",
          "YYYY/MM/DD", "DD-MM-YYYY", "DD-MMM-YYYY", "D-MMM-YY", "DD MMM YYYY", "D MMM YYYY", "DD.MM.YY", "DD/MM/YY",
          "MM/DD/YY", "YYYY.MM.DD")  # fmt: skip
"""Asked in this order; days before months, as most of the world writes them."""

_TIMES = ("", " hh:mm", " hh:mm:ss", "Thh:mm", "Thh:mm:ss", " h:mm", " h:mm:ss")
_HALVES = (" h:mm AM", " h:mm:ss AM", " h:mmAM", " h:mm:ssAM")
_HALF = re.compile(r"[ap]\.?\s?m\.?$", re.IGNORECASE)
_TURNED = {"DD": "MM", "MM": "DD", "D": "M", "M": "D"}
_SIGNS = ((".", ""), (".", ","), (",", "."), (",", ""), (",", " "), (".", " "), (".", "'"))
"""Signs of numbers, decimal and between thousands, in the order in which they are asked."""

_CODE = re.compile(r"\d{4}|\d{5,12}")
_BLANKS = {"", "-", "--", "n/a", "na", "null", "none", ".", "nan"}


@dataclass(frozen=True)
class Contents:
    """One column."""

    cells: tuple[str, ...]

    @cached_property
    def said(self) -> list[str]:
        """Cells that say something."""
        return [text for cell in self.cells if (text := cell.strip()).casefold() not in _BLANKS]

    @cached_property
    def blanks(self) -> list[str]:
        """Texts that say nothing, besides the empty one."""
        return sorted({text for cell in self.cells if (text := cell.strip()) and text.casefold() in _BLANKS})

    @cached_property
    def distinct(self) -> set[str]:
        """What is said, each once."""
        return set(self.said)

    def part(self, fits: Iterable[bool]) -> float:
        """Which part of the distinct texts fit; 0 of a column that says nothing."""
        found = list(fits)
        return sum(found) / len(found) if found else 0.0

    @cached_property
    def hs(self) -> float:
        """Commodity codes: of 4 to 12 digits, whose first six or four are in some edition."""
        return self.part(_is_hs(one) for one in self.distinct)

    @cached_property
    def short_codes(self) -> bool:
        """Whether codes have lost a leading zero: some have an odd number of digits, or few fit as they are."""
        digits = [one for one in self.distinct if one.isdigit()]
        return bool(digits) and any(len(one) % 2 for one in digits)

    @cached_property
    def longest(self) -> int:
        """Characters of the longest cell."""
        return max(map(len, self.distinct), default=0)

    @cached_property
    def country(self) -> float:
        """Countries by two letters."""
        return self.part(countries.is_code(one.upper()) for one in self.distinct)

    @cached_property
    def alpha3(self) -> float:
        """Countries by three letters."""
        return self.part(len(one) == 3 and one.isalpha() and len(countries.suggest(one)) == 1 for one in self.distinct)

    @cached_property
    def currency(self) -> float:
        """Currencies of ISO 4217."""
        return self.part(currencies.is_code(one.upper()) for one in self.distinct)

    @cached_property
    def cas(self) -> float:
        """CAS numbers with the right check digit."""
        return self.part(any(cas.is_valid(one.strip()) for one in re.split(r"[;|/,]", text)) for text in self.distinct)

    @cached_property
    def flags(self) -> bool:
        """Whether all cells are a yes or no, or one of a few marks of a finding."""
        return 0 < len(self.distinct) <= 3 and all(len(one) <= 5 for one in self.distinct)

    @cached_property
    def signs(self) -> tuple[str, str] | None:
        """Decimal sign and mark between thousands, with which all cells are numbers; None when they are none."""
        for decimal, thousands in _SIGNS:
            form = number_form(decimal, thousands)
            if self.distinct and not any(isinstance(read_decimal(one, form), Fault) for one in self.distinct):
                return decimal, thousands
        return None

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Forms that together read nearly all cells as days, no cell in two ways; none when they are no days.

        `YYYY-MM-DD` alone stands for all that is read without any form.
        """
        left, chosen = set(self.distinct), list[str]()
        every = _ALL + _IN_HALVES if any(_HALF.search(one) for one in left) else _ALL
        while left and len(chosen) < 4:
            counts = [(sum(_fits(one, form) for one in left), -place, form) for place, form in enumerate(every)]
            count, _, form = max(counts)
            if count < max(1, len(self.distinct) // 50):
                break
            chosen.append(form)
            left = {one for one in left if not _fits(one, form)}
        forms = _forms(chosen)
        if forms and self._are_days(forms):
            return tuple(chosen)
        return ("YYYY-MM-DD",) if self._are_days(DAY) else ()

    def _are_days(self, forms: tuple[DateForm, ...]) -> bool:
        return self.part(not isinstance(read_day(one, forms), Fault) for one in self.distinct) >= 0.9

    @cached_property
    def doubtful_dates(self) -> bool:
        """Whether day and month could be meant the other way round in every cell."""
        named = [one for one in self.dates if "MMM" not in one and not one.startswith("Y")]
        other = _forms([re.sub("AM|DD|MM|D|M", lambda part: _TURNED.get(part[0], part[0]), one) for one in named])
        return bool(other) and not any(isinstance(read_day(one, other), Fault) for one in self.distinct)


_ALL = tuple(f"{form}{time}" for time in _TIMES for form in _FORMS)
_IN_HALVES = tuple(f"{form}{time}" for time in _HALVES for form in _FORMS)


def _forms(written: Sequence[str]) -> tuple[DateForm, ...]:
    return tuple(form for one in written if (form := date_form(one)) is not None)


def _fits(text: str, written: str) -> bool:
    form = date_form(written)
    return form is not None and not isinstance(read_day(text, (form,)), Fault)


def _is_hs(text: str) -> bool:
    digits = text.replace(".", "").replace(" ", "")
    if not _CODE.fullmatch(digits):
        return False
    return any(
        bool(hs.editions_of(one[:6] if len(one) >= 6 else one[:4]))
        for one in (digits, f"0{digits}")
        if len(one) % 2 == 0
    )
