"""The examples that a ruleset lacks, written for an officer to confirm.

a unit and its coverage → `goals` (truths not seen, ends of limits not tried, mutants not noticed) → `wanting` (which
sentences must be what) → `samples` (facts that make a sentence true, false or unknown; `members` for what stands in or
outside a set) → `making` (`drafts` of whole examples) → `pool` (judged, with the goals that each reaches) → `suggest`
(as few as reach all goals) → `written` (their text, and the file with them).
"""

from __future__ import annotations

from stce_rules.testing.suggesting.suggest import Suggestion, suggest
from stce_rules.testing.suggesting.written import text_of, with_suggestions

__all__ = ["Suggestion", "suggest", "text_of", "with_suggestions"]
