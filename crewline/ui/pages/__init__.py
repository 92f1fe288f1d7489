"""The pages; each has a `page.py` with `draw(say, draft)`, and rooms of its own beside it."""
