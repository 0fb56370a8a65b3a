"""A small rulebook and a check by keywords, built through the same page objects as the real ones, to develop and test pages with."""
