"""Floor 7: a ruleset folder, a rule file or a name to a checked plan.

a path or name → `find` (a manifest's folder or a rule file) → `manifest` → `gather` (rule files, lists and rates,
read) → the language's checker → `load` (one plan of all) → `cache` (the same plan, kept on disk); `changes`
tells whether any of it has changed since.
"""

from stce_rules.rulesets.cache import Planned, plan_of, user_folder
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import Loaded, check_paths, load
from stce_rules.rulesets.manifest import Manifest

__all__ = ["Loaded", "Manifest", "Planned", "check_paths", "load", "plan_of", "shipped", "user_folder"]
