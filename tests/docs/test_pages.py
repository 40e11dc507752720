"""Every page: what it shows can be read, its links lead somewhere, and what it runs does what it says."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest
import yaml

from stce_rules.core.diagnostics import has_errors, report
from stce_rules.core.span import Source
from stce_rules.language.parse import parse
from stce_rules.rulesets.load import load
from stce_rules.testing.examples import Standing, run_examples
from stce_rules.testing.report import words_of
from tests.docs.pages import REPOSITORY, Block, page, pages
from tests.docs.running import Workplace, run_page

_RUN = ("console", "python")


def _read_rules(block: Block, folder: Path) -> None:
    """A whole file is checked and its examples run; one that needs others is parsed, the page's commands check it."""
    if block.file is not None:
        found = parse(Source(block.file, block.text)).diagnostics
        assert not has_errors(found), report(found)
        return
    alone = folder / "block.stce"
    alone.write_text(block.text, encoding="utf-8")
    for one in run_examples(load([alone]), "reference"):
        assert one.standing is Standing.PASSED, f"line {block.line}: {words_of(one)}"


def _read(block: Block, folder: Path) -> None:
    match block.language:
        case "stce":
            _read_rules(block, folder)
        case "json":
            json.loads(block.text)
        case "yaml":
            yaml.safe_load(block.text)
        case "toml":
            tomllib.loads(block.text)
        case "csv":
            lines = block.text.splitlines()
            rows = list(csv.reader(lines, delimiter=";" if ";" in lines[0] else ",", strict=True))
            assert len({len(row) for row in rows}) == 1
        case "python" | "console" | "text":
            pass
        case other:
            pytest.fail(f"line {block.line}: nothing is known of blocks of '{other}'")


@pytest.mark.parametrize("name", pages())
def test_what_a_page_shows_can_be_read(name: str, tmp_path: Path) -> None:
    """Rules, tables and data in a page are faultless, except where a fault is the point."""
    for block in page(name).blocks:
        if "faulty" not in block.words:
            _read(block, tmp_path)


@pytest.mark.parametrize("name", pages())
def test_links_of_a_page_lead_somewhere(name: str) -> None:
    """A link to a file leads to a file or folder of the repository, and one to a heading to a heading."""
    for target in page(name).links:
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        led = (REPOSITORY / name).parent / path if path else REPOSITORY / name
        assert led.exists(), target
        if anchor:
            assert anchor in page(led.resolve().relative_to(REPOSITORY).as_posix()).anchors, target


@pytest.mark.slow
@pytest.mark.parametrize("name", [one for one in pages() if any(b.language in _RUN for b in page(one).blocks)])
def test_what_a_page_runs_does_what_it_says(name: str, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """Commands and programs of a page end and print as the page shows."""
    run_page(page(name), Workplace(tmp_path, warm))
