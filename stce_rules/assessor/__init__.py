"""Floor 8: one declaration judged for a host, from rulesets loaded to the assessment handed over.

`assessor` is what a host holds; `loaded` a plan in force, `made` the way of one declaration through it. `records` and
`seen` keep what was answered and what windows held, `again` explains it years later; `budget` answers in time,
`watching` looks for rulesets that change, `host` is the plugin for a host's own manager.
"""

from stce_rules.assessor.assessor import Assessor
from stce_rules.assessor.budget import Budget
from stce_rules.assessor.host import plugin
from stce_rules.assessor.made import Answer
from stce_rules.assessor.watching import Reloaded

__all__ = ["Answer", "Assessor", "Budget", "Reloaded", "plugin"]
