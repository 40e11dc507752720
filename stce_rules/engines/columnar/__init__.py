"""Many declarations at a time: each sentence judged once for each distinct box, each rule once for each distinct case.

boxes by number (`books`, `batch`) → the rules a row leaves possible (`postings`), but for those that another box of it
rules out (`ruled_out`) → truths of a rule's sentences, one box judged for all that a sentence cannot tell apart
(`leaves`, `columns`, `alike`), packed into a key (`slots`, `keys`) → one judging for each key that was not met before
(`combinations`; `crossing` for rules that look beyond one subject) → findings by row (`passing`). Candidates and keys
come from one of two kernels, `arrays` (NumPy) or `compiled` (Numba). What boxes, truths and outcomes mean is said
elsewhere: a box is judged by `core.semantics`, a rule by `engines.judging`, here as everywhere.
"""

from stce_rules.engines.columnar.engine import ColumnarEngine

__all__ = ["ColumnarEngine"]
