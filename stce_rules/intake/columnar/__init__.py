"""Record batches of canonical columns to numbered boxes, as the columnar engine wants them.

`rests_on` says which columns a box is read from; `cells` numbers what stands in a column; `numbers` and `texts` number
amounts and texts by what rules can tell apart; `batch` reads a box for each number, from a declaration that holds
nothing else, so that a box is the same whichever way its declaration came.
"""

from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.intake.columnar.reader import Reader

__all__ = ["ArrowBatch", "Reader"]
