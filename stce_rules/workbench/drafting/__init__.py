"""A rule from an interview.

`questions` (what is asked, in an officer's words) → `interview` (one answer at a time, each checked at once) or
`filed` (all answers from a file) → `answers` (the answers as one row of a decision table, so that both read alike) →
`composing` (the rule, with `witnesses`: examples that the reference engine has judged) → `placing` (into a rule file,
in canonical layout). `meaning` says what codes stand for.
"""
