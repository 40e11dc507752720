"""Lists of denied parties as others publish them, each format a module: told by what stands in a file, read whole."""

from stce_rules_parties.lists import csl, ofac, opensanctions, un

__all__ = ["READERS"]

READERS = (opensanctions.READER, ofac.READER, un.READER, csl.READER)
