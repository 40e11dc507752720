"""The text of a map to a `TableMap`.

Enters: YAML in the shape of the canonical declaration. Leaves: a map, or StceError with every fault of it (E730 to
E735), each with its line and column. Promise: what is not known is refused, never passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.span import Source
from stce_rules.intake.tables.leafmap import LeafReader, Usual
from stce_rules.intake.tables.model import Each, Every, First, Group, Groups, Kind, Node, TableMap, Value, leaves
from stce_rules.intake.tables.shape import DECLARATION, ITEM, Boxes, Extra, Many, One, Several, Shape
from stce_rules.intake.tables.yamlmap import Words, root_of

__all__ = ["ENCODINGS", "parse_map", "read_map"]

_MOST_BYTES = 1024 * 1024
_KEYS = ("table", "title", "encoding", "delimiter", "quote", "header", "columns", "rows", "declaration", "item",
         "blanks", "decimal", "thousands", "dates")  # fmt: skip
ENCODINGS = (
    "utf-8", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "ascii", "big5", "euc-jp", "euc-kr", "gb18030", "gbk",
    "koi8-r", "koi8-u", "shift_jis", *(f"windows-{number}" for number in (874, 932, 949, *range(1250, 1259))),
    *(f"iso-8859-{part}" for part in range(1, 17) if part != 12), "cp437", "cp850", "cp852", "cp855", "cp866",
)  # fmt: skip
_PARTED: Mapping[str, Literal["type", "country", "place", "stop"]] = {
    "type": "type", "country": "country", "place": "place", "stop": "stop"
}  # fmt: skip
"""Boxes of a document or stop of which one cell may hold several."""
_CODECS = {"windows-932": "cp932", "windows-949": "cp949", "windows-874": "cp874"}


def read_map(path: Path) -> TableMap:
    """The map of a file. Raises StceError (E730 to E735), and OSError when the file cannot be opened."""
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    name = str(path)
    if len(raw) > _MOST_BYTES:
        raise StceError(Diagnostic("E730", f"the map is longer than {_MOST_BYTES:,} bytes", where=name))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StceError(Diagnostic("E730", "the map is not UTF-8", where=name, help="save it as UTF-8")) from None
    return parse_map(Source(name, text))


def parse_map(source: Source) -> TableMap:
    """The map of a text. Raises StceError (E730 to E735)."""
    words = Words(source)
    root = root_of(words)
    made = None if root is None else _Reader(words).table(root)
    if words.found or made is None:
        raise StceError(words.found)
    return made


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a map from its nodes."""

    words: Words

    def table(self, root: yaml.Node) -> TableMap | None:
        """The whole map; None when it says nothing of a declaration. Faults are noted."""
        words = self.words
        keys = words.keys(root, _KEYS, "key of a map")
        nodes = {name: node for name, (_, node) in keys.items()}
        usual = LeafReader(words, Usual()).changed(nodes)
        if "declaration" not in nodes:
            words.fault("E734", words.source.span(0, 0), "the map has no 'declaration'", "add 'declaration: {id: …}'")
            return None
        declaration = self._group(nodes["declaration"], DECLARATION, usual)
        item = self._group(nodes["item"], ITEM, usual) if "item" in nodes else Group({})
        if "id" not in declaration.parts and not words.found:
            mend = "add 'id: …' with the column that holds it"
            words.fault("E734", keys["declaration"][0].span, "the map does not say where the id stands", mend)
        if "columns" in nodes and "header" in nodes:
            mend = "leave one of the two out"
            words.fault("E733", keys["columns"][0].span, "'columns' is for a table without a header row", mend)
        used = {column.name: column for part in (declaration, item) for leaf in leaves(part) for column in leaf.columns}
        return TableMap(
            name=self._text(nodes.get("table")) or Path(words.source.name).name,
            title=self._text(nodes.get("title")),
            declaration=declaration,
            item=item,
            encoding=self._encoding(nodes.get("encoding")),
            delimiter=self._mark(nodes.get("delimiter"), "delimiter"),
            quote=self._quote(nodes.get("quote")),
            header=0 if "columns" in nodes else self._header(nodes.get("header")),
            columns=tuple(word.text.strip() for word in words.words(nodes["columns"])) if "columns" in nodes else (),
            together=self._together(nodes.get("rows")),
            used=tuple(used.values()),
        )

    # ---- the table as a whole

    def _text(self, node: yaml.Node | None) -> str:
        word = None if node is None else self.words.word(node)
        return word.text.strip() if word else ""

    def _encoding(self, node: yaml.Node | None) -> str:
        encoding = node and self.words.choice(node, ENCODINGS, "encoding known here")
        return _CODECS.get(encoding, encoding) if encoding else "utf-8"

    def _header(self, node: yaml.Node | None) -> int:
        return (node and self.words.whole(node, 1, 1000)) or 1

    def _together(self, node: yaml.Node | None) -> bool:
        return node is None or self.words.choice(node, ("items", "declarations"), "word for rows") != "declarations"

    def _mark(self, node: yaml.Node | None, what: str) -> str:
        word = None if node is None else self.words.word(node)
        if word is None:
            return ""
        mark = "\t" if word.text == "tab" else word.text
        if len(mark) == 1 and mark not in "\r\n\0":
            return mark
        self.words.fault("E733", word.span, f"'{word.text}' is no {what}", "write one character, or the word tab")
        return ""

    def _quote(self, node: yaml.Node | None) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value == "none":
            return None
        return self._mark(node, "quotation mark") or '"'

    # ---- boxes

    def _group(self, node: yaml.Node, shape: Boxes, usual: Usual, *, parted: bool = False) -> Group:
        parts: dict[str, Node] = {}
        for name, (_, value) in self.words.keys(node, shape.parts, "box").items():
            parts[name] = self._node(name, value, shape.parts[name], usual, parted=parted)
        return Group(parts, shape.key, shape.needed, shape.needed_said)

    def _node(self, name: str, node: yaml.Node, shape: Shape, usual: Usual, *, parted: bool = False) -> Node:
        leaf = LeafReader(self.words, usual, parted)
        match shape:
            case One():
                return First(leaf.leaves(name, node, shape))
            case Many():
                return Every(leaf.leaves(name, node, shape))
            case Boxes():
                return self._group(node, shape, usual)
            case Several(of):
                if not isinstance(node, yaml.SequenceNode):
                    mend = "begin each part of the list with '- '"
                    self.words.fault("E733", node, f"'{name}' is a list", mend)
                    return Groups(())
                if name not in ("documents", "route"):
                    return Groups(tuple(self._group(one, of, usual) for one in node.value))
                parts = {**of.parts, "stop": One(Kind.TEXT)} if name == "route" else of.parts
                several = replace(of, parts=parts)
                return Groups(
                    tuple(self._each(one, self._group(one, several, usual, parted=True)) for one in node.value)
                )
            case Extra():
                return self._extra(node, usual)

    def _each(self, node: yaml.Node, group: Group) -> Group | Each:
        """A document or stop; many of them, where one cell holds several."""
        parted = {
            name: leaf
            for name, part in group.parts.items()
            for leaf in leaves(part)
            if leaf.how.split or (name == "stop" and leaf.columns)
        }
        if not parted:
            return group
        (name, leaf), *more = parted.items()
        fixed: dict[str, Value] = {}
        for other, part in group.parts.items():
            first = next(leaves(part), None)
            if other != name and first is not None and first.constant is not None:
                fixed[other] = first.constant
        if (
            more
            or name not in _PARTED
            or len(fixed) + 1 < len(group.parts)
            or len(list(leaves(group))) > len(group.parts)
        ):
            mend = "beside a type of documents or a stop that is split, write constants only, such as '=licence'"
            self.words.fault("E733", node, "parts of one cell do not go with other columns", mend)
        return Each(leaf, _PARTED.get(name, "type"), fixed)

    def _extra(self, node: yaml.Node, usual: Usual) -> Group:
        """Boxes of plugins: any name, and a `type` where it is not a text."""
        parts: dict[str, Node] = {}
        for name, (_, value) in self.words.keys(node, None, "extra").items():
            shape, rest = LeafReader(self.words, usual).typed(value)
            found = LeafReader(self.words, usual).leaves(name, rest, shape)
            parts[name] = Every(found) if isinstance(shape, Many) else First(found)
        return Group(parts)
