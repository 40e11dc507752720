"""Floor 5: from raw bytes to a declaration ready to be judged.

Enters: a canonical JSON declaration, a file of them, or a message in an adapter's format. `adapters` chooses who
reads it, `ndjson` and `canonical` read the canonical form, `lenient` keeps what a faulty message does say,
`normalise` settles every box for the engines. Promise: a declaration that can be named is never lost; what could not
be read is told and is unknown.
"""
