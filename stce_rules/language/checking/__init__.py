"""The passes of the checker: from words of a parsed file to a typed program.

`language.check` puts them together; nothing else imports from here but `language.lists`.
"""
