"""Floor 7: plugins, found, isolated and put in order.

entry points → `announced` (loaded plugins) → `registered` (each with its hooks verified) → `brought` (what they bring,
checked) → `discover` (merged, sorted, without conflicts).
"""

from stce_rules.plugins.discover import Listing, Plugins, discover

__all__ = ["Listing", "Plugins", "discover"]
