"""The table of exchange rates."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from stce_rules.core.span import Source
from stce_rules.language.checking.findings import Findings
from stce_rules.plan.model import Rate
from stce_rules.rulesets.rates import read_rates

HEAD = "from,base,quote,rate,source\n"


def _read(text: str) -> tuple[tuple[Rate, ...], list[str]]:
    findings = Findings()
    return read_rates(Source("rates.csv", text), findings), [one.code for one in findings.found]


def test_rates_are_exact() -> None:
    """A rate is the number written, not the nearest a machine can hold."""
    rates, codes = _read(HEAD + '2026-01-01,EUR,USD,1.1,"ECB, daily"\n\n2026-02-01, EUR ,JPY,171,\n')
    assert codes == []
    assert rates == (
        Rate(date(2026, 1, 1), "EUR", "USD", Fraction(11, 10), "ECB, daily"),
        Rate(date(2026, 2, 1), "EUR", "JPY", Fraction(171)),
    )


def test_columns_stand_in_any_order() -> None:
    """The first line names the columns; the source may be left out."""
    rates, codes = _read("rate,quote,base,from\n1.1,USD,EUR,2026-01-01\n")
    assert codes == []
    assert rates == (Rate(date(2026, 1, 1), "EUR", "USD", Fraction(11, 10)),)


@pytest.mark.parametrize(
    "row",
    [
        "2026-1-1,EUR,USD,1.1",
        "2026-02-30,EUR,USD,1.1",
        ",EUR,USD,1.1",
        "2026-01-01,eur,USD,1.1",
        "2026-01-01,EUR,,1.1",
        "2026-01-01,EUR,USD,0",
        "2026-01-01,EUR,USD,-1",
        "2026-01-01,EUR,USD,1e3",
        "2026-01-01,EUR,USD,1/3",
        "2026-01-01,EUR,USD,nan",
        "2026-01-01,EUR,USD,١",
        "2026-01-01,EUR,USD",
        "2026-01-01,EUR,USD,1,2,3",
        "2026-01-01,EUR,EUR,1",
    ],
)
def test_a_faulty_row_is_told(row: str) -> None:
    """A row that is not a day, two currencies and a rate is told, and is no rate."""
    rates, codes = _read(HEAD + row + "\n")
    assert (rates, codes) == ((), ["E821"])


@pytest.mark.parametrize(
    "text", ["", "from,base,quote\n", "from,base,quote,rate,rate\n", HEAD + '2026-01-01,EUR,USD,"1\n', "\0\n"]
)
def test_a_faulty_table_is_told(text: str) -> None:
    """A table without its columns gives no rate and a fault."""
    rates, codes = _read(text)
    assert rates == ()
    assert set(codes) == {"E820"}


def test_two_rates_of_a_day_are_told() -> None:
    """One pair of currencies has one rate for a day, also when both are the same."""
    _, codes = _read(HEAD + "2026-01-01,EUR,USD,1.1,\n2026-01-01,EUR,USD,1.1,\n")
    assert codes == ["E822"]


def test_a_row_may_run_over_lines() -> None:
    """A source in quotes may hold a line break; faults after it are told at their own line."""
    findings = Findings()
    read_rates(Source("rates.csv", HEAD + '2026-01-01,EUR,USD,1.1,"a\nb"\n2026-01-01,EUR,XYZ,1,\n'), findings)
    assert [one.place for one in findings.found] == ["rates.csv:4:16"]
