"""What each rule found in a replay, for an editor to show beside it.

Enters: a folder or file that `stce replay` wrote. Leaves: for each rule how many declarations it hit, and how many it
left undetermined. Promise: a file is read once, and again only when it has changed.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.parquet_file import require_pyarrow
from stce_rules.replay.summary import Summary

__all__ = ["Hits", "hits_of"]

_AGAIN = "give the folder or the findings that 'stce replay' wrote"
_SHADOW = "monitor "


@dataclass(frozen=True, slots=True)
class Hits:
    """Declarations that a rule hit, and that it may hit; of a rule in shadow, what it would have done."""

    declarations: int
    undetermined: int

    @property
    def said(self) -> str:
        """In words."""
        open_ones = f", undetermined in {self.undetermined:,}" if self.undetermined else ""
        noun = "declaration" if self.declarations == 1 else "declarations"
        return f"hit {self.declarations:,} {noun}{open_ones} in the last replay"


def hits_of(path: Path) -> Mapping[str, Hits]:
    """The rules that a replay tells of. Raises StceError (E665, E942)."""
    try:
        if path.is_dir():
            return _of_summary(path / "summary.json")
        if path.name.lower().endswith(".parquet"):
            return _counted(_of_parquet(path))
        return _counted(_of_lines(path))
    except (OSError, EOFError, msgspec.DecodeError, KeyError) as fault:
        raise _unreadable(path) from fault


def _of_summary(path: Path) -> Mapping[str, Hits]:
    summary = msgspec.json.decode(path.read_bytes(), type=Summary)
    return {
        one.rule: Hits(one.declarations_hit, one.declarations_undetermined)
        for one in (*summary.rules, *summary.monitor)
    }


_Row = tuple[str, object, str]
"""Rule, what is known of the declaration, outcome."""


class _Line(msgspec.Struct):
    """What is needed of a line of findings."""

    rule: str
    outcome: str
    source: str = ""
    row: int = 0


def _of_lines(path: Path) -> Iterator[_Row]:
    decoder = msgspec.json.Decoder(_Line)
    packed = path.name.lower().endswith(".gz")
    with gzip.open(path) if packed else path.open("rb") as lines:
        for line in lines:
            one = decoder.decode(line)
            yield one.rule, (one.source, one.row), one.outcome


def _of_parquet(path: Path) -> Iterator[_Row]:
    require_pyarrow(str(path))
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=["rule", "source", "row", "outcome"]):
                columns = batch.to_pydict()
                yield from zip(
                    columns["rule"],
                    zip(columns["source"], columns["row"], strict=True),
                    columns["outcome"],
                    strict=True,
                )
    except pa.ArrowException as fault:
        raise _unreadable(path) from fault


def _counted(rows: Iterable[_Row]) -> Mapping[str, Hits]:
    hit: dict[str, set[object]] = {}
    open_ones: dict[str, set[object]] = {}
    for rule, declaration, outcome in rows:
        match outcome.removeprefix(_SHADOW):
            case "hit":
                hit.setdefault(rule, set()).add(declaration)
            case "undetermined":
                open_ones.setdefault(rule, set()).add(declaration)
            case _:
                pass
    return {
        rule: Hits(len(hit.get(rule, ())), len(open_ones.get(rule, set()) - hit.get(rule, set())))
        for rule in sorted(hit.keys() | open_ones.keys())
    }


def _unreadable(path: Path) -> StceError:
    message = "this cannot be read as the findings of a replay"
    return StceError(Diagnostic("E942", message, where=str(path), help=_AGAIN))
