"""Windows over past declarations, for a whole history at once.

`past_of` reads the history, once for each stage (`stages`: a window that counts outcomes needs what it counts judged
first) → rows that add up (`extract`, `engines.facts`, `tables`) → DuckDB on disk (`compute`), by queries that Spark
understands too (`sql`) → files of values, read back message by message (`recorded`). What a window means is said in
`core.windows`; what a declaration gives to one in `engines.contributions`.
"""

from stce_rules.replay.windows.history import HistoryOfWindows, past_of
from stce_rules.replay.windows.recorded import RecordedPast

__all__ = ["HistoryOfWindows", "RecordedPast", "past_of"]
