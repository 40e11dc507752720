"""A small ruleset and an editor that is at work on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Editor

MANIFEST = """\
name: desk
title: A ruleset on the desk
version: 1
language: 1
edition: 2022
files: [rules.stce]
lists: {hubs: lists/hubs.csv}
"""
LISTS = "list,of,value,source\ntransit,countries,AE,own\ntransit,countries,MY,own\n"
COMMON = """\
# what several rules look for
indicator precursor "Precursor, by its number"
  for each item
  when cas is 756-79-6
  example "DMMP" cas 756-79-6 expect hit
  example "water" cas 7732-18-5 expect no hit
  example "number left out" cas missing expect undetermined
end
"""
RULES = """\
use rules from "common.stce"

rule "D-1" "Precursor by way of a hub"
  owner "Desk"
  for each item
  when precursor
   and destination is in list hubs.transit
  then add 40 points, at least yellow
  if unknown ask for "safety data sheet"
  because "Precursors go on from there."
  example "to Dubai" cas 756-79-6, destination AE expect hit with yellow
  example "to Norway" cas 756-79-6, destination NO expect hit
end
"""
# The second example of the rule is wrong: it comes out as no hit.


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder of a ruleset with two rule files and a file of lists."""
    folder = tmp_path.resolve() / "desk"
    (folder / "lists").mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "lists" / "hubs.csv").write_text(LISTS, encoding="utf-8")
    (folder / "common.stce").write_text(COMMON, encoding="utf-8")
    (folder / "rules.stce").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, warm: tuple[str, ...]) -> Iterator[Editor]:
    """An editor with its server, in a folder that holds nothing."""
    with Editor(warm, cwd=tmp_path_factory.mktemp("elsewhere"), options={"on": "2026-11-22"}) as one:
        yield one


@pytest.fixture
def editor(started: Editor) -> Iterator[Editor]:
    """The editor with nothing open, before and after."""
    yield started
    for uri in list(started.versions):
        started.close(uri)
    started.told.clear()
