"""Figures that stay exact and quick: counted beforehand, marked by the database, recounted.

`triggers` mark every change of what figures are counted from; `marks` turn marks into buckets
that are out of date; `buckets` recounts those and keeps them; `source` answers from them.
"""
