"""Decision tables: one row a rule, columns of conditions and effects, cells with the values of the language.

A workbook or CSV file → `reading` (`workbook` with `marks`, `delimited`; `cells`) → `headings` (what columns mean) →
`rows` (each row as a draft of a rule: `conditions`, `values`, `drafts`) → `importing` (checked as rules are, told by
cell, laid out). Rules → `fitting` (what of a rule stands in which column) → `exporting` (proved by `sameness`) →
`writing`. `surroundings` are the rules and lists that a table is checked with.
"""
