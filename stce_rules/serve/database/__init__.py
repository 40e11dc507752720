"""A database of the host: a view that is read, and tables of our own that answers are written into.

`view` reads declarations as they come, `answers` keeps what was answered and how far the view was read, `polling` goes
from the one to the other. No table of the host's is ever written. See docs/hosts/database.md.
"""
