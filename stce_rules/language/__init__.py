"""Floor 2: rule text to a checked program.

text → `parse` (syntax tree, a span on every node; its parts in `reading`) → `check` (names resolved, values typed, a
closed program or diagnostics; its parts in `checking`) → `program`. `format` goes back from syntax to the canonical
layout; its parts are in `writing`. `lists` reads the texts of list files. `reparse` reads a text that has changed, at
the cost of what has.
"""
