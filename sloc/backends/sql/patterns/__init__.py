"""RE2 patterns in the words of an engine whose regular expressions are of another kind."""
