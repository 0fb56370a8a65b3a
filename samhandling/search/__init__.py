"""Search over rules, cases and decisions: the words, their index in both databases, and the page."""
