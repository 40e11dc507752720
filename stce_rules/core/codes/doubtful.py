"""4xx: legal, but probably not what was meant."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = ()
