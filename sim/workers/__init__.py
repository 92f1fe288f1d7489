"""Workers: threads or processes that do one kind of work, and end when they are left.

Both are contexts that give a function: it takes a task, and returns the future of the work on it.
"""
