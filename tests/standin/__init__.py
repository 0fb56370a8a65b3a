"""A small rulebook and a check by keywords, made of the same page objects as the real ones, to develop pages with."""
