"""`ruleset.yaml`: what a ruleset says of itself.

Enters: the text of a manifest. Leaves: its values with their places, or every fault of it. Promises: what is not
known is refused, never passed over; values are the words as written, so a version 1.10 is not 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from stce_rules.core.span import Source, Span
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.literals import day_of
from stce_rules.language.lists import interval_of
from stce_rules.reference import hs
from stce_rules.rulesets.manifest_words import Cell, Words
from stce_rules.rulesets.policy import Policy, read_policy

LANGUAGE = "1"
"""The version of the rule language that is read here."""

KEYS = ("name", "title", "version", "language", "edition", "owner", "legal_basis", "files", "lists", "rates", "lint")
_NEEDED = ("name", "version", "language")
_OF_LIST_FILE = ("file", "source", "as_of", "review_every")
_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_ALIAS = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Written:
    """A path as written, and where; no place for what a host gave."""

    path: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of lists as a manifest names it, with what it says of a list that does not say so itself."""

    file: Written
    source: str = ""
    as_of: date | None = None
    review_every: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A ruleset's own words. `files` None means every rule file of the folder; `edition` None, the newest."""

    name: str
    version: str
    title: str = ""
    owner: str = ""
    legal_basis: tuple[str, ...] = ()
    edition: int | None = None
    files: tuple[Written, ...] | None = None
    lists: Mapping[str, ListFile] = field(default_factory=dict)
    rates: Written | None = None
    lint: Policy = field(default_factory=Policy)


def read_manifest(source: Source, findings: Findings) -> Manifest | None:
    """The manifest of a text, as far as it can be read; None when its rules cannot be read by it at all."""
    root = _root(source, findings)
    if root is None:
        return None
    reader = Words(source, findings)
    nodes = {key.text: node for key, node in reader.known(root, KEYS, "key of a manifest")}
    for needed in _NEEDED:
        if needed not in nodes:
            findings.add("E812", source.span(0, 0), f"the manifest has no '{needed}'", f"add a line '{needed}: …'")
    return _made(reader, nodes)


def _root(source: Source, findings: Findings) -> yaml.MappingNode | None:
    mend = "write one 'key: value' on each line"
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        start = min(mark.index, len(source.text)) if mark else 0
        mend = "write one 'key: value' on each line, all at the start of the line, a text that holds ':' in quotes"
        findings.add("E810", source.span(start, start), "the manifest is not YAML here", mend)
        return None
    except RecursionError:
        findings.add("E810", source.span(0, 0), "the manifest is nested too deeply", mend)
        return None
    if isinstance(root, yaml.MappingNode):
        return root
    findings.add(
        "E810", source.span(0, 0), "the manifest is empty" if root is None else "the manifest has no keys", mend
    )
    return None


def _made(reader: Words, nodes: Mapping[str, yaml.Node]) -> Manifest | None:
    findings = reader.findings
    name = reader.text(nodes.get("name"))
    if name and not _NAME.fullmatch(name.text):
        mend = "a name is lower-case letters and digits, with dots, hyphens or underscores between them"
        findings.add("E813", name.span, f"'{name.text}' is no name of a ruleset", mend)
    language = reader.text(nodes.get("language"))
    if language and language.text != LANGUAGE:
        mend = f"this version reads language {LANGUAGE}; a ruleset in another needs the version that reads it"
        findings.add("E815", language.span, f"language '{language.text}' is not known here", mend)
        return None
    edition = reader.text(nodes.get("edition"))
    if edition and not re.fullmatch(r"[0-9]{4}", edition.text):
        findings.add("E813", edition.span, f"'{edition.text}' is no HS edition", "write the year, such as 2022")
        edition = None
    elif edition and int(edition.text) not in hs.EDITIONS:
        known = ", ".join(map(str, hs.EDITIONS))
        findings.add("E111", edition.span, f"there is no HS edition {edition.text} here", f"editions are {known}")
        edition = None
    version, title = reader.text(nodes.get("version")), reader.text(nodes.get("title"))
    owner, rates = reader.text(nodes.get("owner")), reader.text(nodes.get("rates"))
    return Manifest(
        name=name.text if name else "",
        version=version.text if version else "",
        title=title.text if title else "",
        owner=owner.text if owner else "",
        legal_basis=tuple(one.text for one in reader.texts(nodes.get("legal_basis"))),
        edition=int(edition.text) if edition else None,
        files=tuple(Written(one.text, one.span) for one in reader.texts(nodes["files"])) if "files" in nodes else None,
        lists=dict(_lists(reader, nodes.get("lists"))),
        rates=Written(rates.text, rates.span) if rates else None,
        lint=read_policy(reader, nodes.get("lint")),
    )


def _lists(reader: Words, node: yaml.Node | None) -> Iterator[tuple[str, ListFile]]:
    """Aliases of list files with their paths, and what is said of them."""
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        mend = "write 'lists: {cwc: lists/cwc.csv}', or leave it out and write 'use lists from' in the rules"
        reader.findings.add("E813", reader.span(node), "lists are named by an alias each", mend)
        return
    for key, value in reader.pairs(node):
        found = _list_file(reader, value)
        if not _ALIAS.fullmatch(key.text):
            mend = "an alias is small letters, digits and underscores, and begins with a letter"
            reader.findings.add("E813", key.span, f"'{key.text}' is no alias", mend)
        elif found is not None:
            yield key.text, found


def _list_file(reader: Words, node: yaml.Node) -> ListFile | None:
    """A path, or a mapping with the path under `file`."""
    if not isinstance(node, yaml.MappingNode):
        cell = reader.text(node)
        return None if cell is None else ListFile(Written(cell.text, cell.span))
    said: dict[str, Cell] = {}
    for key, value in reader.pairs(node):
        if key.text not in _OF_LIST_FILE:
            reader.findings.unknown_name("E811", key.span, "key of a file of lists", key.text, _OF_LIST_FILE)
        elif (cell := reader.text(value)) is not None:
            said[key.text] = cell
    if "file" not in said:
        mend = "write {file: lists/cwc.csv}"
        reader.findings.add("E812", reader.span(node), "the file of lists has no 'file'", mend)
        return None
    file, as_of, review_every = said["file"], said.get("as_of"), said.get("review_every")
    return ListFile(
        Written(file.text, file.span),
        said["source"].text if "source" in said else "",
        None if as_of is None else day_of(as_of.text, as_of.span, reader.findings),
        "" if review_every is None else interval_of(review_every.text, review_every.span, reader.findings),
    )
