"""What may be seen only as published: the one door from live figures to releases."""

from metrics.choices import Status


def as_published(measure, span, cell: dict, basis: str) -> tuple[None, Status]:
    """Return the value and status of a cell in the latest release: without one, not available."""
    return None, Status.NOT_AVAILABLE
