"""One declaration on one sheet: what is recommended, why, and what is missing.

a judged declaration → `told` (a case file: assessment, account of the channel, explanations, lists) → `sheet` (a page
to print and sign).
"""

from stce_rules.workbench.casefile.sheet import sheet
from stce_rules.workbench.casefile.told import CaseFile, Given, case_file

__all__ = ["CaseFile", "Given", "case_file", "sheet"]
