"""What is marked beside a number: revised since the edition before, or provisional."""

from metrics.choices import Status

KEY = ("measure", "table", "region", "force", "primary_type", "abroad")
REVISED, PROVISIONAL = " [r]", " [p]"


def revised_in(revisions) -> set[tuple]:
    """Return the keys of the figures that changed and are shown with their change."""
    return {
        tuple(row[name] for name in KEY)
        for row in revisions
        if row["status"] == Status.OK and row["change"]
    }


def provisional(snapshot) -> str:
    """Return what stands in the header of each column of numbers of a provisional release."""
    return PROVISIONAL * bool(snapshot.get("provisional"))
