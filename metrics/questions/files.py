"""The answer as a file: one row a number, from what was stored and nothing else."""

import csv
import io

PARTS = ("region", "force", "primary_type", "month", "quarter")
COLUMNS = (
    *("reference", "measure", "label", "unit", "period", *PARTS, "abroad", "value", "status"),
    *("basis", "known_at", "rules", "disclosure"),
)


def csv_of(question) -> str:
    """Return a saved answer as CSV: codes, labels and numbers, and nothing that was typed."""
    answer = question.answer
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    for row in answer["rows"]:
        writer.writerow(
            {
                **answer,
                **{
                    name: "-" if row.get(name, "") is None else row.get(name, "") for name in PARTS
                },
                **{name: row[name] for name in ("measure", "label", "unit", "status")},
                "abroad": str(row["abroad"]).lower(),
                "value": "" if row["value"] is None else row["value"],
                "reference": question.reference,
                "disclosure": question.disclosure,
            }
        )
    return file.getvalue()


def _part(row, name):
    """Return a place, type or period; empty where the answer is not broken down by it."""
    value = row.get(name, "")
    return "-" if value is None else value
