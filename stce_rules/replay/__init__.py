"""Floor 8: a history judged by rulesets, declaration by declaration, in memory that does not grow.

files, folders → `sources` (declarations, and what is no declaration) → `batches` → `judging`, by some `workers`, tables
by `table_judge`: each batch becomes rows of two tables (`result_tables`, made in `rows`) and counts (`tally`, `filled`)
→ `findings`, a file, or `folder`, which keeps a `journal` so that a replay can go on → `summary`. `run` puts them
together. Sources, judging and writers know nothing of each other, so another engine can judge other batches.
"""

from stce_rules.replay.run import Folder, Replay, Results, replay
from stce_rules.replay.summary import Summary

__all__ = ["Folder", "Replay", "Results", "Summary", "replay"]
