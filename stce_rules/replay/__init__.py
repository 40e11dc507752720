"""Floor 8: a history judged by rulesets, declaration by declaration, in memory that does not grow.

files, folders → `sources` (declarations, and what is no declaration) → `judging`, in some processes (`workers`) →
`findings` (a row for each rule that was met) and `tally` (counts) → `summary`. `run` puts them together. Sources,
judging and writers know nothing of each other, so another engine can judge other batches.
"""

from stce_rules.replay.run import Replay, Results, replay
from stce_rules.replay.summary import Summary

__all__ = ["Replay", "Results", "Summary", "replay"]
