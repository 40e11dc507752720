"""What people state beside a history: sampling rates, and the capacity of offices.

Enters: a YAML file. Leaves: its lines as plain data, or every fault of it at its place. Promises: a key that is not
known is refused, never passed over; numbers are exact.

    source: Order 12/2025                          source: Staffing plan 2026
    rates:                                         offices:
      - {selected_by: random, rate: 2%}              DE004600:
      - {selected_by: rule, channel: red, rate: 1}     red: {per_day: 12, per_hour: 3, expected: 8}
                                                   others:
                                                     yellow: {per_day: 40}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TypeVar, cast, get_args

import yaml

from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.core.declaration import SelectedBy
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.span import Source, Span

__all__ = ["Capacity", "Limits", "Rates", "SamplingRate", "read_capacity", "read_rates"]


@dataclass(frozen=True, slots=True)
class SamplingRate:
    """Of declarations selected like this (None: in any way) in this channel (None: in any), `rate` were inspected."""

    selected_by: str | None
    channel: Channel | None
    rate: Fraction

    def fits(self, selected_by: str | None, channel: Channel) -> bool:
        """Whether it applies to a declaration."""
        return self.selected_by in (None, selected_by) and self.channel in (None, channel)


@dataclass(frozen=True, slots=True)
class Rates:
    """Sampling rates; the first line that fits a declaration applies to it."""

    source: str
    lines: tuple[SamplingRate, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an office can do of a channel: in a day, in an hour; and what it expects in a day."""

    per_day: int | None = None
    per_hour: int | None = None
    expected: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """Limits by office, and those of every office that is not named; each by channel, red or yellow."""

    source: str
    offices: Mapping[str, Mapping[Channel, Limits]]
    others: Mapping[Channel, Limits]

    def of(self, office: str | None, channel: Channel) -> Limits:
        """The limits of an office for a channel; none where nothing is stated."""
        return (self.others if office is None else self.offices.get(office, self.others)).get(channel, Limits())


def read_rates(path: Path) -> Rates:
    """The sampling rates of a file. Raises StceError (E843)."""
    reader = _opened(path, "E843")
    top = reader.keys(reader.root, ("source", "rates"))
    lines = []
    for node in reader.sequence(top.get("rates"), "rates", "write a line '- {selected_by: random, rate: 2%}' for each"):
        keys = reader.keys(node, ("selected_by", "channel", "rate"))
        selected = reader.word(keys.get("selected_by"), get_args(SelectedBy))
        channel = reader.word(keys.get("channel"), CHANNELS)
        rate = reader.number(keys.get("rate"), share=True)
        if "rate" not in keys:
            reader.fault(node, "the line has no 'rate'", "write 'rate: 2%'")
        elif rate is not None:
            lines.append(SamplingRate(selected, cast("Channel | None", channel), rate))
    return reader.whole(Rates(reader.text(top.get("source")), tuple(lines)))


def read_capacity(path: Path) -> Capacity:
    """The capacity of a file. Raises StceError (E844)."""
    reader = _opened(path, "E844")
    top = reader.keys(reader.root, ("source", "offices", "others"))
    offices = {name: reader.limits(node) for name, node in reader.keys(top.get("offices"), None).items()}
    others = reader.limits(top.get("others"))
    if not offices and not others:
        reader.fault(reader.root, "no capacity is stated", "write 'offices:' with the offices, or 'others:'")
    return reader.whole(Capacity(reader.text(top.get("source")), offices, others))


_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)")
_T = TypeVar("_T")
_MOST = 10**9
"""No office does more in a day."""


def _opened(path: Path, code: str) -> _Reader:
    try:
        source = Source(str(path), path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        why = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E881", f"'{path}' cannot be used: {why}", where=str(path))) from None
    except UnicodeDecodeError:
        raise StceError(
            Diagnostic(code, "the file is not UTF-8 text", where=str(path), help="save it as UTF-8")
        ) from None
    mend = "write one 'key: value' on each line"
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        at = min(mark.index, len(source.text)) if mark else 0
        raise StceError(Diagnostic(code, "the file is not YAML here", source.span(at, at), help=mend)) from None
    if not isinstance(root, yaml.MappingNode):
        raise StceError(Diagnostic(code, "the file has no keys", source.span(0, 0), help=mend))
    return _Reader(source, root, code)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads YAML nodes as plain words; faults are gathered, so that one run tells all of them."""

    source: Source
    root: yaml.MappingNode
    code: str
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, node: yaml.Node, message: str, mend: str) -> None:
        self.found.append(Diagnostic(self.code, message, self._span(node), help=mend))

    def whole(self, made: _T) -> _T:
        if self.found:
            raise StceError(self.found)
        return made

    def keys(self, node: yaml.Node | None, known: Sequence[str] | None) -> dict[str, yaml.Node]:
        """The values of a mapping by their keys; any key where none is `known`."""
        if node is None:
            return {}
        mend = f"the keys are {', '.join(known or ('names of offices',))}"
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "keys are needed here", mend)
            return {}
        read: dict[str, yaml.Node] = {}
        for key, value in node.value:
            word = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
            if not word or (known is not None and word not in known):
                self.fault(key, f"there is no key '{word}' here", mend)
            elif word in read:
                self.fault(key, f"'{word}' stands twice", "leave one of them out")
            else:
                read[word] = value
        return read

    def sequence(self, node: yaml.Node | None, name: str, mend: str) -> Iterator[yaml.Node]:
        if isinstance(node, yaml.SequenceNode) and node.value:
            yield from node.value
        else:
            self.fault(node or self.root, f"the file states no {name}", mend)

    def text(self, node: yaml.Node | None) -> str:
        return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""

    def word(self, node: yaml.Node | None, known: Sequence[str]) -> str | None:
        word = self.text(node)
        if node is not None and word not in known:
            self.fault(node, f"'{word}' is not known here", f"write one of {', '.join(known)}")
        return word or None

    def number(self, node: yaml.Node | None, *, share: bool = False) -> Fraction | None:
        """A number of 0 or more; as a share above 0 and at most 1, or in percent."""
        if node is None:
            return None
        written = _SHARE.fullmatch(self.text(node))
        number = None if written is None else Fraction(written[1]) / (100 if written[2] else 1)
        if share:
            if number is not None and 0 < number <= 1:
                return number
            self.fault(node, f"'{self.text(node)}' is no sampling rate", "write a share above 0 up to 1, or 2%")
        else:
            if number is not None and written is not None and not written[2] and number <= _MOST:
                return number
            self.fault(node, f"'{self.text(node)}' is no number of examinations", "write a number such as 12")
        return None

    def whole_number(self, node: yaml.Node | None) -> int | None:
        number = self.number(node)
        if node is not None and number is not None and number.denominator != 1:
            self.fault(node, f"'{self.text(node)}' is no whole number", "write a number such as 12")
        return None if number is None else int(number)

    def limits(self, node: yaml.Node | None) -> dict[Channel, Limits]:
        """`red: {per_day: 12}`, `yellow: …`."""
        read: dict[Channel, Limits] = {}
        for channel, value in self.keys(node, ("red", "yellow")).items():
            keys = self.keys(value, ("per_day", "per_hour", "expected"))
            day, hour = self.whole_number(keys.get("per_day")), self.whole_number(keys.get("per_hour"))
            read[cast("Channel", channel)] = Limits(day, hour, self.number(keys.get("expected")))
        return read

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        line_end = self.source.text.find("\n", start)
        return self.source.span(start, min(end, line_end) if line_end >= 0 else end)
