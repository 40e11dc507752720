"""Messages of other formats, for adapters: a message being read, and XML that can do no harm.

An adapter fills a `Draft` from what it meets in a message, in whatever order; the draft becomes a declaration.
Of a message that is a tree, `xml` makes a `tree.Node`; `mapping` follows a table from it into the draft, with the
readers of `values`; `adapter` is the frame around both.
"""
