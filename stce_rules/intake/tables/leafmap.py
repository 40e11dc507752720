"""The leaves of a map: where a value comes from, and how its cells are read.

A leaf is the name of a column; `=` and a constant; keys that say more; or a list of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import yaml

from stce_rules.intake.tables.cells import mass_unit, read_cell
from stce_rules.intake.tables.forms import DAY, POINT, THOUSANDS, date_form, number_form
from stce_rules.intake.tables.model import Column, DateForm, Fault, How, Kind, Leaf, Value
from stce_rules.intake.tables.shape import Many, One
from stce_rules.intake.tables.yamlmap import Word, Words

__all__ = ["LeafReader", "Usual"]

_PLACE = ("column", "columns", "join", "constant")
_ANY = ("blanks", "values", "others")
_NUMBERS = ("decimal", "thousands")
_BY_KIND: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("digits",),
    Kind.HS: ("digits",),
    Kind.COUNTRY: ("countries",),
    Kind.WORD: (),
    Kind.DATE: ("dates",),
    Kind.NUMBER: _NUMBERS,
    Kind.WHOLE: _NUMBERS,
    Kind.MASS: (*_NUMBERS, "unit"),
    Kind.YES_NO: (),
}
_KEYS = frozenset((*_PLACE, *_ANY, "split", *(key for keys in _BY_KIND.values() for key in keys)))
_TYPES: Mapping[str, One | Many] = {
    "text": One(Kind.TEXT),
    "texts": Many(),
    "number": One(Kind.NUMBER),
    "yes-no": One(Kind.YES_NO),
    "date": One(Kind.DATE),
    "country": One(Kind.COUNTRY),
}
_UNIT = One(Kind.TEXT)


@dataclass(frozen=True, slots=True)
class Usual:
    """How cells are read where their leaf says nothing else."""

    blanks: frozenset[str] = frozenset({""})
    decimal: str = "."
    thousands: str = ""
    dates: tuple[DateForm, ...] = DAY


@dataclass(frozen=True, slots=True)
class LeafReader:
    """Reads leaves from their nodes; where it is `parted`, a box with one value may be split too."""

    words: Words
    usual: Usual
    parted: bool = False

    def leaves(self, name: str, node: yaml.Node, shape: One | Many) -> tuple[Leaf, ...]:
        """The leaves of a box."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found = tuple(leaf for one in nodes if (leaf := self._leaf(name, one, shape)) is not None)
        if not nodes:
            self.words.fault("E733", node, f"'{name}' names no column")
        return found

    def typed(self, node: yaml.Node) -> tuple[One | Many, yaml.Node]:
        """The type of a box under `extra`, and its node without the type."""
        if not isinstance(node, yaml.MappingNode):
            return _TYPES["text"], node
        rest = [(key, value) for key, value in node.value if key.value != "type"]
        types = [value for key, value in node.value if key.value == "type"]
        word = self.words.choice(types[0], _TYPES, "type") if types else None
        return _TYPES[word or "text"], yaml.MappingNode(node.tag, rest, node.start_mark, node.end_mark)

    def _leaf(self, name: str, node: yaml.Node, shape: One | Many) -> Leaf | None:
        kind = shape.kind if isinstance(shape, One) else Kind.TEXT
        if not isinstance(node, yaml.MappingNode):
            word = self.words.word(node)
            return None if word is None else self._short(name, node, word, self._how(shape, {}, self.usual))
        keys = self.words.keys(node, _KEYS, f"key of the box '{name}'")
        fitting = {*_PLACE, *_ANY, *_BY_KIND[kind], *(("split",) if self.parted or isinstance(shape, Many) else ())}
        for key, (word, _) in keys.items():
            if key not in fitting:
                holds = "a list of texts" if isinstance(shape, Many) else kind.value
                self.words.fault("E733", word.span, f"'{key}' does not go with '{name}', which holds {holds}")
        nodes = {key: value for key, (_, value) in keys.items() if key in fitting}
        how = self._how(shape, nodes, self.changed(nodes))
        return self._placed(name, node, nodes, how)

    # ---- where

    def _short(self, name: str, node: yaml.Node, word: Word, how: How) -> Leaf | None:
        """The name of a column, or `=` and a constant."""
        if word.text.startswith("=") and not word.in_quotes:
            return self._constant(name, Word(word.text[1:].strip(), word.span), how)
        return self._columns(name, node, (word,), "", how)

    def _placed(self, name: str, node: yaml.Node, nodes: Mapping[str, yaml.Node], how: How) -> Leaf | None:
        places = [key for key in ("column", "columns", "constant") if key in nodes]
        if len(places) != 1:
            mend = "write one of 'column', 'columns', 'constant'"
            self.words.fault("E734", node, f"'{name}' does not say which column fills it", mend)
            return None
        if "join" in nodes and places != ["columns"]:
            self.words.fault("E733", nodes["join"], "'join' goes with 'columns'")
        if places == ["constant"]:
            word = self.words.word(nodes["constant"])
            return None if word is None else self._constant(name, word, how)
        join = self.words.word(nodes["join"]) if "join" in nodes else None
        written = tuple(self.words.words(nodes[places[0]]))
        if places == ["column"] and len(written) > 1:
            self.words.fault("E733", nodes["column"], "'column' names one column; several stand under 'columns'")
        leaf = self._columns(name, node, written, " " if join is None else join.text, how)
        if leaf is None or "unit" not in nodes:
            return leaf
        return replace(leaf, unit=self._unit(nodes["unit"]))

    def _columns(self, name: str, node: yaml.Node, written: tuple[Word, ...], join: str, how: How) -> Leaf | None:
        columns = tuple(Column(word.text.strip(), word.span) for word in written)
        if not columns or not all(column.name for column in columns):
            self.words.fault("E733", node, f"'{name}' names no column")
            return None
        return Leaf(how, columns, join)

    def _constant(self, name: str, word: Word, how: How) -> Leaf | None:
        """A constant, written as in a canonical declaration."""
        value = read_cell(word.text, _plain(how))
        if value is None or isinstance(value, Fault):
            why = "nothing is written here" if value is None else value.message
            self.words.fault("E733", word.span, why, f"'{name}' holds {how.kind.value}")
            return None
        return Leaf(how, constant=value)

    def _unit(self, node: yaml.Node) -> Leaf | None:
        leaf = self._leaf("unit", node, _UNIT)
        symbols = [] if leaf is None else [leaf.constant, *(leaf.how.values or {}).values()]
        for symbol in symbols:
            if symbol is not None and mass_unit(str(symbol)) is None:
                mend = "write kg, g, t, lb, or a code such as KGM"
                self.words.fault("E733", node, f"'{symbol}' is not a unit of mass", mend)
        return leaf

    # ---- how

    def _how(self, shape: One | Many, nodes: Mapping[str, yaml.Node], usual: Usual) -> How:
        kind = shape.kind if isinstance(shape, One) else Kind.TEXT
        how = How(
            kind=kind,
            numbers=number_form(usual.decimal, usual.thousands),
            dates=usual.dates,
            blanks=usual.blanks,
            words=shape.words if isinstance(shape, One) else (),
        )
        if "digits" in nodes:
            how = replace(how, digits=self.words.whole(nodes["digits"], 1, 20))
        if "countries" in nodes:
            chosen = self.words.choice(nodes["countries"], ("alpha-2", "alpha-3"), "way to write countries")
            how = replace(how, alpha3=chosen == "alpha-3")
        if "split" in nodes:
            marks = tuple(word.text for word in self.words.words(nodes["split"]))
            if not all(marks):
                self.words.fault("E733", nodes["split"], "nothing is written here")
            how = replace(how, split=tuple(mark for mark in marks if mark))
        return self._translated(how, nodes)

    def _translated(self, how: How, nodes: Mapping[str, yaml.Node]) -> How:
        others = "fault"
        if "others" in nodes:
            others = self.words.choice(nodes["others"], ("fault", "keep", "blank"), "treatment of others") or "fault"
            if "values" not in nodes:
                self.words.fault("E734", nodes["others"], "'others' goes with 'values'")
        how = replace(how, others=others)  # type: ignore[arg-type]  # one of the three
        if "values" not in nodes:
            return how
        plain = _plain(how)
        values: dict[str, Value | None] = {}
        for key, (_, node) in self.words.keys(nodes["values"], None, "'values'").items():
            word = self.words.word(node)
            if word is None:
                continue
            meaning = read_cell(word.text, plain)
            if isinstance(meaning, Fault):
                self.words.fault("E733", word.span, meaning.message)
            else:
                values[key.strip()] = meaning
        return replace(how, values=values)

    def changed(self, nodes: Mapping[str, yaml.Node]) -> Usual:
        """The usual way, with what the nodes say anew."""
        usual = self.usual
        for key, node in nodes.items():
            usual = self._changed(usual, key, node)
        if usual.decimal == usual.thousands:
            node = nodes.get("thousands") or nodes["decimal"]
            self.words.fault("E733", node, "'decimal' and 'thousands' are the same")
            return replace(usual, decimal=".", thousands="")
        return usual

    def _changed(self, usual: Usual, key: str, node: yaml.Node) -> Usual:
        match key:
            case "blanks":
                written = (word.text.strip().casefold() for word in self.words.words(node))
                return replace(usual, blanks=frozenset({"", *written}))
            case "decimal":
                return replace(usual, decimal=self.words.choice(node, (".", ","), "decimal sign") or ".")
            case "thousands":
                return replace(usual, thousands=self.words.choice(node, THOUSANDS, "mark between thousands") or "")
            case "dates":
                return replace(usual, dates=self._dates(node) or DAY)
            case _:
                return usual

    def _dates(self, node: yaml.Node) -> tuple[DateForm, ...]:
        forms = [(word, date_form(word.text)) for word in self.words.words(node)]
        for word, form in forms:
            if form is None:
                mend = "write year, month and day once each, such as DD.MM.YYYY or D MMM YY"
                self.words.fault("E733", word.span, f"'{word.text}' is no form of a date", mend)
        return tuple(form for _, form in forms if form is not None)


def _plain(how: How) -> How:
    """How a value is read that is written as in a canonical declaration."""
    return replace(how, numbers=POINT, dates=DAY, values=None, alpha3=False, blanks=frozenset({""}))
