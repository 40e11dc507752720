"""Batches of a table judged by the columnar engine, with the same results as declaration by declaration.

`judge` takes a batch through: numbered boxes (`intake.columnar`), findings (`engines.columnar`), scores and channels
(`decide.many`); `declared` and `found` make the two result tables, `counted` the counts.
"""

from stce_rules.replay.columnar.judge import ColumnarJudge

__all__ = ["ColumnarJudge"]
