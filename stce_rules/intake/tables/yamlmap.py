"""YAML nodes of a map as plain words, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

import yaml

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source, Span

__all__ = ["Word", "Words", "root_of"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or text of the map, and where it stands. A text in quotes may be blank."""

    text: str
    span: Span
    in_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Reads nodes; what is wrong with them is noted in `found`."""

    source: Source
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, where: yaml.Node | Span, message: str, mend: str = "") -> None:
        """Note a fault."""
        span = where if isinstance(where, Span) else self.span(where)
        self.found.append(Diagnostic(code, message, span, help=mend))

    def unknown(self, code: str, span: Span, what: str, name: str, known: Iterable[str]) -> None:
        """Note that there is no such name, with what may have been meant."""
        choices = sorted(known)
        near = get_close_matches(name.lower(), choices, n=1, cutoff=0.6)
        mend = f"did you mean '{near[0]}'?" if near else f"there is {', '.join(choices)}"
        self.fault(code, span, f"no such {what}: '{name}'", mend)

    def keys(self, node: yaml.Node, known: Iterable[str] | None, what: str) -> dict[str, tuple[Word, yaml.Node]]:
        """The keys of a mapping, each once; those not known are faults."""
        if not isinstance(node, yaml.MappingNode):
            self.fault("E733", node, "a group of keys belongs here", "write one 'key: value' on each line below it")
            return {}
        allowed = None if known is None else set(known)
        keys: dict[str, tuple[Word, yaml.Node]] = {}
        for key, value in node.value:
            word = self.word(key)
            if word is None:
                continue
            if word.text in keys:
                self.fault("E735", word.span, f"'{word.text}' stands twice", "leave one of them out")
            elif allowed is not None and word.text not in allowed:
                self.unknown("E732" if what == "box" else "E731", word.span, what, word.text, allowed)
            else:
                keys[word.text] = (word, value)
        return keys

    def word(self, node: yaml.Node) -> Word | None:
        """One word or text."""
        if isinstance(node, yaml.ScalarNode):
            return Word(node.value, self.span(node), node.style in ("'", '"'))
        self.fault("E733", node, "a single word or text belongs here")
        return None

    def words(self, node: yaml.Node) -> Iterator[Word]:
        """A list of texts; a single text is a list of one."""
        for one in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            word = self.word(one)
            if word is not None:
                yield word

    def choice(self, node: yaml.Node, known: Iterable[str], what: str) -> str | None:
        """One of a few words."""
        word = self.word(node)
        if word is None:
            return None
        choices = tuple(known)
        if word.text in choices:
            return word.text
        near = get_close_matches(word.text.lower(), choices, n=1, cutoff=0.7)
        said = f"did you mean '{near[0]}'?" if near else "write one of " + ", ".join(f"'{one}'" for one in choices)
        self.fault("E733", word.span, f"'{word.text}' is no {what}", said)
        return None

    def whole(self, node: yaml.Node, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        word = self.word(node)
        if word is None:
            return None
        if word.text.isascii() and word.text.isdigit() and len(word.text) < 6 and least <= int(word.text) <= most:
            return int(word.text)
        self.fault("E733", word.span, f"'{word.text}' is no whole number from {least} to {most}")
        return None

    def span(self, node: yaml.Node) -> Span:
        """The characters of a node, on its first line."""
        start, end = node.start_mark.index, node.end_mark.index
        line_end = self.source.text.find("\n", start)
        return self.source.span(start, min(end, line_end) if line_end >= 0 else end)


def root_of(words: Words) -> yaml.Node | None:
    """The text as YAML; None with a fault when it is none."""
    text = words.source.text
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        start = min(mark.index, len(text)) if mark else 0
        mend = "write one 'key: value' on each line, and a text that holds ':' or '#' in quotes"
        words.fault("E730", words.source.span(start, start), "the map is not YAML here", mend)
        return None
    except RecursionError:
        words.fault("E730", words.source.span(0, 0), "the map is nested too deeply")
        return None
    if root is None:
        words.fault("E730", words.source.span(0, 0), "the map is empty")
    return root
