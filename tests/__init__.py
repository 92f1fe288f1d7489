"""A package, so that `tests.auditor` is ours and not that of an installed library."""
