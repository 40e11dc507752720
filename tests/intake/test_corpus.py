"""Every fault of a declaration has a file with the exact report an officer gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.codes.declarations import TABLE
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError, render, report
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.intake import adapters, ndjson
from stce_rules.intake.normalise import normalise
from stce_rules.intake.refusal import Refused

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "declarations"
FILES = sorted(FOLDER.glob("*.ndjson"))
LIMIT = 60_000
"""Bytes of a line; the real limit would need a fixture of 16 MB."""

WITH_PLUGIN = CATALOGUE.extended(
    [Field("inspected before", FieldType.BOOLEAN, Level.ITEM, "items[].extra.inspected_before", "seen before")]
)


class Failing:
    """An adapter of a plugin that stops at what its maker did not foresee."""

    name = "failing"
    title = "a format of its own"

    def recognises(self, head: bytes, name: str) -> bool:
        """Everything."""
        return True

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """One declaration, then it fails."""
        yield from ndjson.read(stream, name=name)
        raise KeyError("segment LOC")


def reported(path: Path) -> str:
    """All that is said of a file: refused lines, and what could not be read in the others."""
    if path.stem == "foreign_format":
        with pytest.raises(StceError) as refused:
            adapters.choose(adapters.BUILT_IN, path.read_bytes(), "message.edi")
        return f"{refused.value}\n"
    if path.stem == "adapter_that_fails":
        read = adapters.read(path, adapters=[Failing()], name=path.name)
        return "".join(f"{report(one.diagnostics)}\n" for one in read if isinstance(one, Refused))
    lines: list[str] = []
    for one in ndjson.read(path, name=path.name, limit_bytes=LIMIT):
        if isinstance(one, Refused):
            lines.append(report(one.diagnostics))
        else:
            lines += [
                render(Diagnostic(issue.code, issue.message, where=f"{one.id}: {issue.place}"))
                for issue in normalise(one, WITH_PLUGIN).issues
            ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_report_is_exactly_the_one_expected(path: Path) -> None:
    """A faulty file gives the report that stands beside it, to the letter."""
    assert reported(path) == path.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code[1:] < "660"])
def test_every_code_has_a_file(code: str) -> None:
    """Each code of declarations is met by a file of the corpus."""
    assert any(
        line.startswith(f"{code} ")
        for path in FILES
        for line in path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    )
