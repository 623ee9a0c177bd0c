"""Rounding a number that is shown, where the mode of a release asks for it."""

from decimal import Decimal


def rounded(value: Decimal, base: int) -> Decimal:
    """Return the nearest multiple of `base`; half way goes up."""
    if base == 1:
        return value
    return base * ((2 * value + base) // (2 * base))
