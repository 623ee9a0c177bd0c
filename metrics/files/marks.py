"""What is marked beside a number: revised since the edition before, or provisional."""

from metrics.choices import Status

KEY = ("measure", "table", "region", "force", "primary_type", "abroad")
REVISED, PROVISIONAL = " [r]", " [p]"
NOTES, NO_NOTE = "Notes", "No note"


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


def revised_note(names) -> str:
    """Return what stands in the column Notes of a row; `names` are of its revised numbers."""
    return f"{REVISED.strip()} {', '.join(names)}" if names else ""


def with_notes(header, rows, notes) -> tuple[list, list[list]]:
    """Return a header and its rows with a column Notes, if there is anything to note.

    No cell of a table is blank, so a row without a note says that it has none.
    """
    if not any(notes):
        return header, rows
    told = [note or NO_NOTE for note in notes]
    return [*header, NOTES], [[*row, note] for row, note in zip(rows, told, strict=True)]
