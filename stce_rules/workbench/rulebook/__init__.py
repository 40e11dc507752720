"""Rulesets as a book, and the language as a reference: for those who read rules, not those who write them.

paths → `making` (a `book`: each unit with its text, its plain reading, examples, lists; parts in `reading`, `speaks`) →
`changes` (what differs from an earlier book) → `page` (HTML to read and print; parts in `entries`, `indexes`).
`reference` makes the reference of the language from grammar, catalogue, checker and codes; parts in `grammar`,
`operators`.
"""

from stce_rules.workbench.rulebook.book import Book
from stce_rules.workbench.rulebook.changes import Change, changes_of
from stce_rules.workbench.rulebook.making import book_of
from stce_rules.workbench.rulebook.page import book_page

__all__ = ["Book", "Change", "book_of", "book_page", "changes_of"]
