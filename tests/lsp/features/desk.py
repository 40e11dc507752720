"""A ruleset of small texts with a caret, read as an editor would have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from stce_rules.core.span import Source, Span
from stce_rules.hooks import NONE, Contributions
from stce_rules.lsp.features.completion import Item, complete
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.rulesets.authored import author

TODAY = date(2026, 11, 22)
CARET = "¦"

LISTS = """\
risk:
  of: countries
  source: "own reading"
  as_of: 2026-06-01
  review_every: 12 months
  members: [SS, {value: MY, from: 2022-01-01, note: "transit"}]
precursors:
  of: cas
  members: [{value: 756-79-6, name: DMMP, source: "CWC 2.B.4"}, 111-48-8]
goods:
  of: hs
  members: [2931.41, heading 8401]
words:
  of: phrases
  members: [nozzle, pump]
permits:
  of: codes
  members: [{value: X002, name: dual-use permit}]
denied:
  of: parties
  members: ["Example Trading FZE"]
"""

COMMON = """\
use edition 2022
use lists from "lists/own.yaml" as own

parameter trace is 10%
parameter strong from 1995-01-01 is 2050 MPa from 2013-06-13 is 1950 MPa
measure uts in MPa written "UTS", "tensile strength" end
list hubs of countries is AE, MY end

indicator precursor "Listed precursor"
  regime "CWC 2.B"
  for each item
  when cas is in list own.precursors or hs is 2931.41
  unless concentration is at most trace because "weak mixture"
  example "DMMP" cas 756-79-6, hs 2931.41 expect hit
end

indicator detour "Route through a hub"
  for each declaration
  when route passes through list hubs
end
"""

RULES = """\
use rules from "common.stce"

rule "A-1" "Precursor to a country at risk"
  version 2 status active owner "Chemical desk"
  regime "CWC 2.B", "EU 1C350"
  for each item
  when precursor and destination is in list own.risk
  then add 60 points, at least red, ask for "safety data sheet"
  if unknown ask for "safety data sheet"
  because "no permit"
  example "hit" cas 756-79-6, destination SS expect hit with red
end

rule "A-2" "Strong steel, or much of it"
  for each declaration
  when description states uts at least strong or rule "A-1" hits
  then add 5 points
end

exemption "A-E1" "A permit"
  for each item
  lifts rules "A-1"
  when document is "X002"
end
"""

MANIFEST = 'name: desk\nversion: "1"\nlanguage: 1\n'


def desk(
    folder: Path,
    text: str | None = None,
    *,
    file: str = "rules.stce",
    more: Mapping[str, str] | None = None,
    contributions: Contributions = NONE,
) -> tuple[Surroundings, int]:
    """The ruleset of this module with one file as the editor has it, and its caret; without one, at the start."""
    files = {"ruleset.yaml": MANIFEST, "common.stce": COMMON, "rules.stce": RULES, "lists/own.yaml": LISTS}
    files |= more or {}
    if text is not None:
        files[file] = text
    caret = max(files[file].find(CARET), 0)
    files[file] = files[file].replace(CARET, "")
    for name, written in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    [read] = author([folder], contributions=contributions).rulesets
    source = Source((folder.resolve() / file).as_posix(), files[file])
    return Surroundings(source, TODAY, read.gathered, contributions), caret


def typing(around: Surroundings, text: str) -> tuple[Surroundings, int]:
    """The same ruleset while a text is being written that has not been read yet."""
    written = text.replace(CARET, "")
    return replace(around, source=Source(around.source.name, written)), text.index(CARET)


def offered(around: Surroundings, text: str) -> dict[str, Item]:
    """What is offered at the caret of a text, by label, in order."""
    return {one.label: one for one in complete(*typing(around, text)).items}


def chosen(around: Surroundings, text: str, label: str) -> str:
    """The text after an item was chosen."""
    now, caret = typing(around, text)
    found = complete(now, caret)
    item = next(one for one in found.items if one.label == label)
    start = found.start if item.start is None else item.start
    return now.source.text[:start] + (item.insert or item.label) + now.source.text[found.end :]


def marked(spans: tuple[Span, ...]) -> list[str]:
    """File, line and words of places."""
    return [f"{Path(one.source.name).name}:{one.line} {one.text}" for one in spans]
