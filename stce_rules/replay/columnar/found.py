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
from stce_rules.replay.columnar.distinct import Distinct
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
    """The table, some texts coded. `places`: source and first row of declarations; `decided`: scores and channels."""
    import pyarrow as pa

    source, rows = places
    scores, ranks = decided
    text, whole = pa.string(), pa.int64()
    which, of = found.declarations, found.combinations
    units, floors = verdicts.units[of], verdicts.floors[of]
    of_rules = np.asarray([unit.version for unit in plan.units], dtype=np.int64)
    days, version = stated.days, stated.version
    columns = {
        "source": Distinct([source], np.zeros(len(which), dtype=np.int32)).coded(),
        "row": pa.array(rows[which]),
        "declaration": pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), stated.ids),
        "version": Distinct(version.values, version.codes[which]).array(whole),
        "date": Distinct(days.values, days.codes[which]).array(pa.date32()),
        "rule": Distinct([unit.name for unit in plan.units], units).coded(),
        "rule_version": pa.array(of_rules[units]),
        "item": pa.array(found.numbers, mask=found.numbers < 0),
        "outcome": Distinct(list(OUTCOMES), verdicts.outcomes[of]).coded(),
        "points": pa.array(verdicts.points[of]),
        "channel": Distinct([*CHANNELS, None], np.where(floors < 0, len(CHANNELS), floors)).coded(),
        "declaration_channel": Distinct(list(CHANNELS), ranks[which]).coded(),
        "score": pa.array(scores[which]),
        "missing": _coded_lists(verdicts.told).take(pa.array(verdicts.tells[of])),
        "evidence": pa.nulls(len(which), text) if evidence is None else pa.array(evidence, text),
    }
    return pa.table({name: columns[name] for name in findings_schema().names})


def _coded_lists(lists: Sequence[Sequence[str]]) -> pa.ListArray:
    """Lists of texts, each text once."""
    import pyarrow as pa

    plain = pa.array(lists, pa.list_(pa.string()))
    return pa.ListArray.from_arrays(plain.offsets, plain.values.dictionary_encode())
