"""Data quality: what to put right in the data of a period, rule by rule, with the rows."""

from metrics.quality.base import MOST_ROWS, Finding, Line, Scope
from metrics.quality.findings import findings

__all__ = ["MOST_ROWS", "Finding", "Line", "Scope", "findings"]
