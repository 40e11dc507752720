"""UN/EDIFACT customs declarations (CUSDEC) and cargo reports (CUSCAR), for STCE Rules.

`segments` cuts bytes into segments, `interchange` those into messages; `grammar` knows their groups, `directory` the
names of their elements, `mapping` which qualifier fills which box. `readers` takes segments to `journey`, `papers` and
`goods`, which fill what `declaring` makes a declaration of; `customs` and `cargo` do so for the two kinds of messages.
"""

from stce_rules_edifact.adapter import EdifactAdapter

__all__ = ["EdifactAdapter"]
