"""Floor 2: rule text to a checked program.

text → `parse` (syntax tree, a span on every node) → `resolve` (names become fields, lists, indicators) → `check`
(typed, closed program, or diagnostics) → `program`. `format` goes back from syntax to the canonical layout.
"""
