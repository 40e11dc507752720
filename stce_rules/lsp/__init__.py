"""Floor 9: the language server. No rule is judged here.

the editor → `server` (the protocol) → `desk` (settings, what is told) with `workspace` (`documents`, and the rulesets
they belong to) → `work` (on a thread of its own, the newest edit first): read, `judged` (check and lint, kept by
`dependence`), compared, `lenses` (examples) → `published` (by files).
What the editor asks for: `answers`, by `features` (pure, in our own forms) and `actions`; `converted` alone knows the
forms of the protocol.
"""
