"""The words of a manifest: YAML nodes read as plain words.

Enters: the nodes of a manifest. Leaves: their texts, each with its place; a node of another form is told, never passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from stce_rules.core.span import Source, Span
from stce_rules.language.checking.findings import Findings


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words of the manifest and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """Reads YAML nodes as plain words."""

    source: Source
    findings: Findings

    def pairs(self, node: yaml.MappingNode) -> Iterator[tuple[Cell, yaml.Node]]:
        """The keys of a mapping with their values, each key once."""
        seen: set[str] = set()
        for key, value in node.value:
            cell = self.text(key)
            if cell is None:
                continue
            if cell.text in seen:
                self.findings.add("E814", cell.span, f"'{cell.text}' stands twice", "leave one of them out")
                continue
            seen.add(cell.text)
            yield cell, value

    def text(self, node: yaml.Node | None) -> Cell | None:
        """One word or text."""
        if node is None:
            return None
        span = self.span(node)
        if not isinstance(node, yaml.ScalarNode):
            self.findings.add("E813", span, "a single word or text is needed here", "write it as 'key: value'")
        elif not node.value.strip():
            self.findings.add("E813", span, "nothing is written here", "write a value, or leave the key out")
        else:
            return Cell(node.value.strip(), span)
        return None

    def texts(self, node: yaml.Node | None) -> Iterator[Cell]:
        """A list of texts; a single text is a list of one."""
        many = node.value if isinstance(node, yaml.SequenceNode) else [node]
        yield from (cell for one in many if (cell := self.text(one)) is not None)

    def known(self, node: yaml.MappingNode, keys: Sequence[str], what: str) -> Iterator[tuple[Cell, yaml.Node]]:
        """The keys of a mapping that are known, with their values; the others are told."""
        for key, value in self.pairs(node):
            if key.text in keys:
                yield key, value
            else:
                self.findings.unknown_name("E811", key.span, what, key.text, keys)

    def span(self, node: yaml.Node) -> Span:
        """Where a node stands, up to the end of its first line."""
        start, end = node.start_mark.index, node.end_mark.index
        line_end = self.source.text.find("\n", start)
        return self.source.span(start, min(end, line_end) if line_end >= 0 else end)
