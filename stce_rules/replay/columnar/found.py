"""The table of findings of a batch, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar.declared import DeclaredColumns, Distinct
from stce_rules.replay.columnar.verdicts import Verdicts
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
    """The table, some texts coded. `places`: source and first row of declarations; `decided`: scores and channels."""
    import pyarrow as pa

    source, rows = places
    scores, ranks = decided
    text, whole = pa.string(), pa.int64()
    which, of = found.declarations, found.combinations
    count = len(which)
    units = [plan.units[unit] for unit in verdicts.units.tolist()]
    floors = [None if floor < 0 else CHANNELS[floor] for floor in verdicts.floors.tolist()]
    days, version = stated.days, stated.version
    columns = {
        "source": Distinct([source], np.zeros(count, dtype=np.int64)).coded(),
        "row": pa.array(rows[which]),
        "declaration": stated.ids.cast(text).take(pa.array(which)),
        "version": Distinct(version.values, version.codes[which]).array(whole),
        "date": Distinct(days.values, days.codes[which]).array(pa.date32()),
        "rule": Distinct([unit.name for unit in units], of).coded(),
        "rule_version": Distinct([unit.version for unit in units], of).array(whole),
        "item": pa.array(found.numbers, mask=found.numbers < 0),
        "outcome": Distinct(list(verdicts.outcomes), of).coded(),
        "points": pa.array(verdicts.points[of]),
        "channel": Distinct(list(floors), of).coded(),
        "declaration_channel": Distinct(list(CHANNELS), ranks[which]).coded(),
        "score": pa.array(scores[which]),
        "missing": Distinct([list(one) for one in verdicts.missing], of).array(pa.list_(text)),
        "evidence": pa.nulls(count, text) if evidence is None else pa.array(evidence, text),
    }
    return pa.table({name: columns[name] for name in findings_schema().names})
