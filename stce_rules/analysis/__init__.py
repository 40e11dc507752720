"""Floor 8, above replay: from what a replay wrote to figures, comparisons and reports.

the folder of a replay (`result_tables`) → `tables` (a small database beside memory) → `measure` (figures, of which
`figures` is the struct) → terminals, CSV, reports. Two replays of one history → `compare` → a sign-off.
"""
