"""Floor 9: the doors of hosts that do not call Python: HTTP, a folder, a database.

Enters: messages in any installed format. Leaves: for each declaration the bytes of its assessment, or why there is
none. Promise: every door calls the same assessor and writes the same bytes; no rule is judged here.
"""
