"""The table of findings of a batch, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar.declared import DeclaredColumns
from stce_rules.replay.columnar.distinct import Distinct, narrow
from stce_rules.replay.columnar.verdicts import OUTCOMES, Verdicts
from stce_rules.replay.result_tables import findings_schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Findings", "findings_table"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings in the order of results: declaration, number of the goods item (-1 for none), combination."""

    declarations: Ints
    numbers: Ints
    combinations: Ints


def findings_table(
    plan: Plan,
    verdicts: Verdicts,
    found: Findings,
    stated: DeclaredColumns,
    places: tuple[str, Ints],
    decided: tuple[Ints, Ints],
    evidence: Sequence[str] | None,
) -> pa.Table:
    """The table, many cells coded and numbers as narrow as they may be: all of a batch wait in memory to be written.

    `places`: source and first row of declarations; `decided`: scores and channels.
    """
    import pyarrow as pa

    source, rows = places
    scores, ranks = decided
    text = pa.string()
    which, of = found.declarations, found.combinations
    of_rules = np.asarray([unit.version for unit in plan.units], dtype=np.int64)

    def told(values: Sequence[object], codes: Ints, rows: Ints) -> pa.DictionaryArray:
        return Distinct(list(values), codes).at(rows, text)

    columns = {
        "source": told([source], np.zeros(stated.count, dtype=np.int64), which),
        "row": pa.array(narrow(rows)[which]),
        "declaration": pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), stated.ids),
        "version": stated.version.at(which, pa.int64()),
        "date": stated.days.at(which, pa.date32()),
        "rule": told([unit.name for unit in plan.units], verdicts.units, of),
        "rule_version": pa.array(narrow(of_rules)[verdicts.units][of]),
        "item": pa.array(narrow(found.numbers), mask=found.numbers < 0),
        "outcome": told(OUTCOMES, verdicts.outcomes, of),
        "points": pa.array(narrow(verdicts.points)[of]),
        "channel": told([*CHANNELS, None], np.where(verdicts.floors < 0, len(CHANNELS), verdicts.floors), of),
        "declaration_channel": told(CHANNELS, ranks, which),
        "score": pa.array(narrow(scores)[which]),
        "missing": _coded_lists(verdicts.told).take(pa.array(verdicts.tells[of])),
        "evidence": pa.nulls(len(which)) if evidence is None else pa.array(evidence, text),
    }
    return pa.table({name: columns[name] for name in findings_schema().names})


def _coded_lists(lists: Sequence[Sequence[str]]) -> pa.ListArray:
    """Lists of texts, each text once."""
    import pyarrow as pa

    plain = pa.array(lists, pa.list_(pa.string()))
    return pa.ListArray.from_arrays(plain.offsets, plain.values.dictionary_encode())
