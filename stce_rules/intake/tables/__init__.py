"""Tables as declarations: one goods item in each row, read by a map of the columns.

map file → `mapfile` (`TableMap`, checked against the boxes of a declaration) → `bound` to a table → `csvrows` or
`parquetrows` (rows, one at a time) → `assemble` (declarations, and rows that were refused). `adapter` finds the map;
a table whose columns are named as boxes (`columns`) needs none. `arrow` hands the same rows over as record batches.
"""
