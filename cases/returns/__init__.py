"""Regional returns: reading what a region keeps in a spreadsheet, and landing it whole."""

from cases.returns.landing import land_return
from cases.returns.problems import ReturnRefused

__all__ = ["ReturnRefused", "land_return"]
