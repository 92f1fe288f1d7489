"""The decision page: options on the same random days, in plain words, to be printed and sent."""
