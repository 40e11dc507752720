"""Floor 0: values, truth, fields, the declaration, the assessment, spans and diagnostics.

Nothing here reads a file, a clock or the network. The only library used is msgspec, for the declaration that crosses
the wire (see docs/decisions/0002-msgspec-in-core.md).
"""
