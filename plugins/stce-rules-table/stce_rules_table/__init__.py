"""Tables as declarations: a CSV or Parquet file, read by a map of its columns.

map file → `mapfile` (`TableMap`, checked against the boxes of a declaration) → `bound` to a table → `csvrows` or
`parquetrows` (rows, one at a time) → `assemble` (declarations, and rows that were refused). `adapter` finds the map.
"""

from stce_rules_table.adapter import TableAdapter
from stce_rules_table.mapfile import parse_map, read_map, shipped_maps
from stce_rules_table.model import TableMap

__all__ = ["TableAdapter", "TableMap", "parse_map", "read_map", "shipped_maps"]
