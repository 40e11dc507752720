"""Lists of denied parties, and what compares names with them, for STCE Rules."""
