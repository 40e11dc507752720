"""Floor 8: what tests rulesets and engines.

`examples` judges the `example` lines of rulesets, as `stce test` does; `coverage` tells which truths of each condition
they have seen, `suggesting` writes those that are missing, `mutation` changes rules and tells what none notices.
`conformance` is the kit that holds an engine, a plugin's too, to what the language means. `messages` holds an adapter
to its promises, whatever comes.
"""
