"""What the examples of a ruleset have shown of its conditions.

rulesets → `leaves` (the leaf conditions of each unit, and their truths in a tree of reasons) → `possible` (which truths
a leaf can have at all) → `measure` (which of them the unit's own examples have seen) → `report` (words and plain
data), `page` (one page, the sources with their leaves marked).
"""

from __future__ import annotations

from stce_rules.testing.coverage.measure import Coverage, LeafCoverage, UnitCoverage, coverage

__all__ = ["Coverage", "LeafCoverage", "UnitCoverage", "coverage"]
