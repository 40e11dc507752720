"""Floor 1: facts about the codes that declarations and rules are written in.

One module per kind of code: `cas`, `hs`, `countries`, `places`, `units`, `currencies`. Promise of all of them: pure
functions over the shipped files in `data/` (sources and dates: data/SOURCES.md); a file is read when first asked for,
never at import; what is not known gives None, False or an empty tuple, never an error.
"""
