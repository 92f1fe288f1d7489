"""Workers: threads or processes that do numbered pieces of work, and end when they are left.

Both are contexts that give a function: it takes a number, and returns the future of the work on it.
"""
