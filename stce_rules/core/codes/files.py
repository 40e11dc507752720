"""8xx: files, folders, manifests and lists."""

from __future__ import annotations

from stce_rules.core.codes.model import Code

TABLE: tuple[Code, ...] = ()
