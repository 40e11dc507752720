"""A folder that hosts drop messages into, and take answers from.

`layout` says where a file stands and moves it; `watching` answers what was dropped. See docs/hosts/folder.md.
"""
