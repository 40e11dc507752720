"""Floor 7: a ruleset folder, a rule file or a name to a checked plan.

a path or name → `find` (a manifest's folder or a rule file) → `manifest` → `gather` (rule files, lists and rates,
read) → the language's checker → `load` (one plan of all) → `cache` (the same plan, kept on disk); `changes`
tells whether any of it has changed since. `authored` is a ruleset as its authors see it, faults included;
`kept` is what an editor keeps of its files from one key to the next.
"""
