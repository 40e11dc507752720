"""What an editor offers where the caret stands, one module for each thing it can do.

Enters: `surroundings` (a document, its ruleset as last read, what plugins bring) and an offset. Leaves: frozen records
with places in characters, which the server turns into those of the protocol. Promise: pure functions; no text and no
offset makes one fail, since a text that is being written seldom is whole.

`completion` what may be written here · `hover` what this means · `definition` where it comes from · `references` where
it is used · `rename` · `symbols` the statements of a file · `folding` what can be folded.
Behind them: `place` (the statement at the caret, in spite of its faults), `names` (what is named where), `known` and
`keywords` (what there is to say of codes and words).
"""
