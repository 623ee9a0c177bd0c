"""The rows of a return that have problems, to be mended and sent again."""

from datetime import date, datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError

from cases.returns.reading import rows_of
from cases.returns.workbook import UNCALCULATED


def rows_to_mend(content, problems):
    """Yield the heading, then each row with problems as it was sent, with what to do beside it.

    `problems` are (“row 2”, column, sentence). A file that cannot be read on ends there.
    """
    told = {}
    for where, column, sentence in problems:
        told.setdefault(where, []).append(f"{column}: {sentence}" if column else sentence)
    try:
        for number, cells in rows_of(content, max_bytes=settings.RETURN_MAX_BYTES):
            row = f"row {number}"
            if number == 1 or row in told:
                before = ["row", "what to do"] if number == 1 else [number, ""]
                if row in told:
                    before[1] = " ".join(told[row])
                yield [*before, *map(_as_typed, cells)]
    except ValidationError:
        return


def _as_typed(cell):
    if cell is None or cell is UNCALCULATED:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else cell
