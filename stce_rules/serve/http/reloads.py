"""Rulesets that were loaded again, told to whoever keeps the service."""

from __future__ import annotations

import structlog

from stce_rules.assessor import Assessor, Reloaded
from stce_rules.core.diagnostics import as_data
from stce_rules.serve.http.measured import Measured

__all__ = ["tell_reloaded"]

_LOG: structlog.typing.FilteringBoundLogger = structlog.get_logger("stce_rules.rulesets")


def tell_reloaded(assessor: Assessor, measured: Measured, reloaded: Reloaded) -> None:
    """Log and count a reload, or the faults that keep the old plan in force."""
    measured.loaded(assessor.plan, faults=reloaded.faults)
    named = {"ruleset": reloaded.ruleset.name, "version": reloaded.ruleset.version, "hash": reloaded.ruleset.hash}
    if reloaded.faults:
        _LOG.error(
            "rulesets refused, those of before stay", **named, diagnostics=[as_data(one) for one in reloaded.faults]
        )
    else:
        _LOG.info("rulesets loaded again", **named)
