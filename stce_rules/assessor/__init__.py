"""Floor 8: one declaration judged for a host, from rulesets loaded to the assessment handed over."""

from stce_rules.assessor.assessor import Assessor
from stce_rules.assessor.host import plugin

__all__ = ["Assessor", "plugin"]
