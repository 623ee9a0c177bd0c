"""Rounding a number that is shown: always half away from zero, never half to even."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value, places: int = 0) -> Decimal:
    """Return a number with so many decimals, as whoever checks it on paper rounds it.

    A float is taken for the number that it is written as, so that 2.25 is 2.3.
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def rounded(value: Decimal, base: int) -> Decimal:
    """Return the nearest multiple of `base`, where the mode of a release asks for it."""
    if base == 1:
        return value
    return base * ((2 * value + base) // (2 * base))
