"""Whether the examples of a ruleset would notice a mistake in it.

rulesets → `mutants` (each unit with one thing changed; `conditions`, `ends`, `effects` are the kinds of changes) →
`extended` (all mutants of a unit in one plan, beside it; `equal` takes away those that are the same rule in other
words) → `alive` (which of them no example notices) → `accepted` (survivors that an author has accepted, with the
reason) → `mutate` (all of it) → `report`.
"""

from __future__ import annotations

from stce_rules.testing.mutation.mutate import Mutation, Survivor, mutate

__all__ = ["Mutation", "Survivor", "mutate"]
