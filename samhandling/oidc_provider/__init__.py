"""A strict OpenID provider with invented people, for tests and the demo: `app.provider`. Not for anything real."""
