"""A subset of Google's CEL with three-valued logic: parsed, checked against typed fields, compiled to Python, traced.

Pure: no files, no clock. What the subset holds is written for rule authors in `rules/README.md`.
"""
