"""A small ruleset to write a book of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.workbench.rulebook import Book, book_of

MANIFEST = """\
name: desk
title: Goods of the desk
version: 3
language: 1
edition: 2022
owner: Chemical desk
legal_basis: ["Some Act, Article 3", "Some Regulation"]
lists:
  goods: goods.yaml
"""
RULES = """\
use edition 2022
parameter heavy is 20 t

indicator precursor "Listed precursor"
  regime "CWC 2.B"
  for each item
  when any of:
      - cas is in list goods.watched
      - hs is 2931.41
    end
  unless concentration is at most 30% because "weak mixture"
  example "DMMP" cas 756-79-6 expect hit
end

rule "R-1" "Precursor to a country in conflict"
  version 2 status active owner "Desk"
  regime "CWC 2.B", "EU 1C350"
  effective from 2022-01-01 review by 2027-01-01
  applies to exports, transits
  for each item where hs is chapter 29
  when precursor and destination is in (SS, SY) and net mass is more than heavy
  unless licence is valid because "a permit covers it"
  then add 60 points, at least red, refer to "Authority"
  if unknown ask for "data sheet"
  because "Precursors need a licence."
  example "no licence" hs 2931.41, cas 756-79-6, destination SS, net mass 30 t expect hit with red
  example "mass blank" hs 2931.41, cas 756-79-6, destination SS, net mass missing
      expect undetermined
end

rule "R-2" "Draft with few others"
  status draft
  for each declaration
  when no item shows precursor and not rule "R-1" hits
  then add 5 points
end

exemption "X-1" "Returned goods"
  for each item
  lifts rules "R-1"
  when procedure is "3151"
  because "returned unaltered"
end

decision
  red when score is at least 50
  green otherwise
end
"""
GOODS = """\
watched:
  of: cas
  source: Annex
  as_of: 2026-06-01
  review_every: 12 months
  members: [{value: 756-79-6, name: DMMP}, {value: 111-48-8, until: 2025-12-31}]
"""

Make = Callable[..., Book]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The book of a ruleset of these texts; each text may be changed before."""

    def made(rules: str = RULES, goods: str = GOODS, manifest: str = MANIFEST) -> Book:
        folder = tmp_path / "desk"
        folder.mkdir(exist_ok=True)
        for name, text in (("ruleset.yaml", manifest), ("rules.stce", rules), ("goods.yaml", goods)):
            (folder / name).write_text(text, encoding="utf-8")
        return book_of([folder])

    return made
