"""From a saved answer back to the records that it was counted from."""

from metrics.addresses import behind
from metrics.choices import Disclosure
from metrics.models import SavedQuestion

ASKED = ("period", "from", "to", "basis")


def lines_of(question: SavedQuestion) -> list[tuple[dict, str]]:
    """Return each row of the answer with the address of the records, as known then.

    What may be sent out holds published numbers: other records may stand behind those.
    """
    asked = {name: question.parameters[name][0] for name in ASKED if name in question.parameters}
    asked["known_at"] = question.known_at.isoformat()
    is_live = question.disclosure == Disclosure.MANAGEMENT
    return [
        (row, _address(row, asked, question.answer["by"]) if is_live else "")
        for row in question.answer["rows"]
    ]


def _address(row, asked, by):
    if row["value"] is None:
        return ""
    cell = {name: row[name] for name in by}
    return behind(row["measure"], {**asked, **cell}, abroad=row["abroad"])
