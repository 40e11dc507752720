"""Floor 8: what authors of rules get beside the faults of a text.

`linting` (what is legal but doubtful) · `casefile` (an explanation on one sheet) · `rulebook` (rulesets as a book,
the language as a reference) · `decision_tables` (rules as tables of a workbook and back) · `drafting` (a rule from an
interview) · `highlighting` (the colours of editors).
"""
