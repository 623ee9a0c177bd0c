"""Signals in figures: which months, and which regions, are worth a look."""
