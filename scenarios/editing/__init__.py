"""Edits of a scenario from forms and tables, as settings `path=value` or in its text.

a key of the schema + a person's words -> setting -> merged with those before -> into the text
"""
