"""`figures.csv`: one line a cell, for machines."""

import csv
import io

from metrics.choices import Status
from metrics.files.marks import KEY, REVISED, provisional, revised_in
from metrics.files.words import MARKS
from toex.core.periods import parse
from toex.core.sheets import safe

COLUMNS = (
    *("reference", "period", "first", "last", "basis", "measure", "label", "unit", "table"),
    *("region", "force", "primary_type", "abroad", "value", "status", "unkeyed"),
    *("rules", "data_cut_at", "notes"),
)
NOT_KNOWN = "not-known"


def figures_csv(snapshot) -> bytes:
    """Return every figure of the snapshot as CSV in UTF-8; what is hidden has no value."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    measures = {each["code"]: each for each in snapshot["measures"]}
    revised = revised_in(snapshot["revisions"])
    for figure in snapshot["figures"]:
        is_revised = tuple(figure[name] for name in KEY) in revised
        notes = f"{REVISED * is_revised}{provisional(snapshot)}".strip()
        line = _line(snapshot, figure, measures[figure["measure"]])
        writer.writerow({**line, "notes": notes})
    return out.getvalue().encode()


def _line(snapshot, figure, measure):
    period, shown = parse(figure["period"]), figure["status"] == Status.OK
    texts = {
        "reference": snapshot["reference"],
        "period": period.name,
        "basis": "lead",
        "measure": measure["code"],
        "label": measure["label"],
        "unit": measure["unit"],
        "table": figure["table"],
        "region": figure["region"],
        "force": NOT_KNOWN if figure["force"] == "-" else figure["force"],
        "primary_type": figure["primary_type"],
        "rules": snapshot["rules"],
        "data_cut_at": snapshot["data_cut_at"],
    }
    return {name: safe(text) for name, text in texts.items()} | {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "abroad": "yes" if figure["abroad"] else "no",
        "value": _number(figure["value"]) if shown else "",
        "status": MARKS.get(figure["status"], "ok").strip("[]"),
        "unkeyed": _number(figure["unkeyed"]) if shown else "",
    }


def _number(value):
    return "" if value is None else str(value)
