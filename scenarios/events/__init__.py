"""Events: days that go wrong, read from files of their own and composed with any scenario."""
