"""How a part of a whole is said in words."""

# Below this a share says more than it knows: the count is given instead.
SMALLEST_BASE = 10


def share(part, whole):
    """Return “7 of 20 (35%)”, or without a percentage where there are fewer than ten."""
    if whole < SMALLEST_BASE:
        return f"{part} of {whole}"
    return f"{part} of {whole} ({(200 * part + whole) // (2 * whole)}%)"
