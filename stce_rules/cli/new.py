"""`stce new`: the beginning of a ruleset, to be changed into an officer's own; a rule from an interview."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from stce_rules.cli.new_rule import rule
from stce_rules.cli.screen import shown
from stce_rules.core.diagnostics import Diagnostic, StceError

_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
"""What `ruleset.yaml` takes for a name; a test holds the two together."""


@click.group("new")
def command() -> None:
    """Begin something new."""


command.add_command(rule)


@command.command("ruleset")
@click.argument("name")
@click.option("--in", "parent", default=".", metavar="DIR", help="The folder to put it into; this one unless given.")
def ruleset(name: str, parent: str) -> None:
    """Write the folder of a ruleset with an example of each part. Nothing that is there is overwritten."""
    if not _NAME.fullmatch(name):
        mend = "use lower-case letters and digits, with dots, hyphens or underscores between them"
        raise StceError(Diagnostic("E888", f"'{name}' is no name of a ruleset", where="NAME", help=mend))
    folder = Path(parent) / name
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        mend = "choose another name, or another folder with --in"
        raise StceError(Diagnostic("E887", f"'{folder}' is there already", where=str(folder), help=mend)) from None
    for path, text in _files(name).items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(shown(f"wrote {file}"))
    click.echo(shown(f"next: stce check {folder}"))


def _files(name: str) -> Mapping[str, str]:
    prefix = re.sub(r"[._]", "-", name).upper()
    return {
        path: text.replace("{name}", name).replace("{PREFIX}", prefix)
        for path, text in (
            ("ruleset.yaml", _MANIFEST),
            ("rules.stce", _RULES),
            ("lists/goods.csv", _GOODS),
            ("README.md", _README),
        )
    }


_MANIFEST = """\
name: {name}
title: What these rules are for
version: 1
language: 1
edition: 2022
owner: Who answers for them
legal_basis:
  - "The law they rest on"
files:
  - rules.stce
"""

_RULES = """\
use edition 2022
use lists from "lists/goods.csv" as goods

indicator watched_goods "Goods of the list"
  regime "Name of the control list"
  for each item
  when hs is in list goods.watched
  example "gas centrifuge" hs 8401.20 expect hit
  example "potatoes" hs 0701.90 expect no hit
  example "no commodity code" hs missing expect undetermined
end

rule "{PREFIX}-001" "Watched goods exported without a licence"
  version 1 status monitor
  regime "Name of the law"
  applies to exports
  for each item
  when watched_goods and licence is missing
  then add 40 points, at least yellow, ask for "export licence"
  if unknown ask for "commodity code"
  because "Goods of the list need a licence."
  example "without a licence" hs 8401.20, licence missing expect hit with yellow
  example "with a licence" hs 8401.20, licence "X002" expect no hit
end
"""

_GOODS = """\
list,value,name,source,note
watched,8401.20,machinery for isotopic separation,HS 2022,replace by the goods you watch
watched,9022.90,parts of X-ray apparatus,HS 2022,
"""

_README = """\
# {name}

What these rules look for, for whom, and the law they rest on.

- `ruleset.yaml`: name, version, owner, legal basis
- `rules.stce`: indicators say what to look for, rules what to do about it
- `lists/`: goods, countries and words as data, each row with its source

`stce check` finds faults, `stce test` runs the examples, `stce fmt` lays the rules out.
"""
