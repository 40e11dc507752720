"""A history judged on a Spark cluster: the same plan, the same judging, the same tables of results.

files of the history → Spark gives each to a worker (`run`), which reads and judges it as one machine does (`task`) →
one stream of Arrow (`stream`) → Spark writes it, then parts it into the two tables → summary. `cluster` begins the
session and tells its faults. Cutting up, sending, trying again and committing are Spark's work; none of it is here.
"""

from stce_rules.replay.spark.cluster import Cluster
from stce_rules.replay.spark.run import replay_on_spark

__all__ = ["Cluster", "replay_on_spark"]
