"""How the figures of a release are laid out in tables: one class and one breakdown in each.

People, events, cases and threats never share a column; regions stand in their fixed order, and
the total comes last.
"""

from itertools import groupby

from metrics.choices import MeasureClass, Status, TableCode
from metrics.releases.take import UNKNOWN

TOTAL = "England and Wales"
ABROAD = "Abroad, not in the total"
BY = {
    TableCode.REGION: "region",
    TableCode.FORCE: "force",
    TableCode.TYPE: "primary exploitation type",
    TableCode.REGION_TYPE: "region and primary exploitation type",
}
UNITS = {  # of the cells of a table, as its title says
    MeasureClass.PEOPLE: "number of people",
    MeasureClass.EVENTS: "number of events",
    MeasureClass.SUMS: "months and pounds",
    MeasureClass.THREATS: "number of threats",
    MeasureClass.CASES: "number of cases",
    MeasureClass.PRODUCTS: "number of products",
    MeasureClass.REQUESTS: "number of requests",
    MeasureClass.TIMES: "days",
}
PLACE_NOT_KNOWN = ("Place not known", UNKNOWN)
PART_OF_PERIOD = "b"
REVISED = {"revised": True}


def tables_for(snapshot: dict, shown: dict, revised=frozenset()) -> list[dict]:
    """Return the tables; `shown` gives value and status by the key of a figure.

    `revised` are the keys of those that differ from the edition before.
    """
    shown = {key: (*told, key in revised) for key, told in shown.items()}
    tables = []
    for measure_class, measures in _classes(snapshot):
        for by in BY:
            rows = _rows(by, snapshot, measures, shown)
            if rows:
                tables.append(_table(len(tables) + 1, measure_class, measures, by, rows, snapshot))
    return tables


def _classes(snapshot):
    for _, group in groupby(snapshot["measures"], key=lambda measure: measure["class"]):
        measures = list(group)
        yield measures[0], measures


def _table(number, measure_class, measures, by, rows, snapshot):
    label = measure_class["class_label"]
    return {
        "code": f"{measure_class['class']}-by-{by.value.replace('_', '-')}",
        "title": f"Table {number}: {label} by {BY[by]}, {UNITS[measure_class['class']]}, "
        f"England and Wales, {snapshot['period']['label']}",
        "class": measure_class["class"],
        "by": by.value,
        "columns": [
            {"measure": each["code"], "label": each["label"], "unit": each["unit"]}
            for each in measures
        ],
        "rows": rows,
        "notes": [f"What may be added: {measure_class['adds_up']}", *_launched(by, rows)],
    }


def _launched(by, rows):
    if by == TableCode.REGION and any(PART_OF_PERIOD in row["notes"] for row in rows):
        return ["[b] The region joined the programme during this period."]
    return []


def _rows(by, snapshot, measures, shown):
    rows = [
        _row(label, code, notes, [(each["code"], by.value, *key) for each in measures], shown)
        for label, code, notes, key in _lines(by, snapshot)
    ]
    rows = [row for row in rows if row]
    if not rows:
        return []
    totals = [(TOTAL, "", False), (ABROAD, "abroad", True)]
    for label, code, abroad in totals:
        keys = [(each["code"], TableCode.NATION.value, "", "", "", abroad) for each in measures]
        if not abroad or any(key in shown for key in keys):
            rows.append({**_row(label, code, [], keys, shown, missing=0), "total": True})
    return rows


def _lines(by, snapshot):
    """Return label, code, notes and the rest of the key of every row, in its fixed order."""
    return LINES[by](snapshot)


def _regions(snapshot):
    for region in snapshot["regions"]:
        notes = _notes_of(region, snapshot["period"])
        yield region["name"], region["code"], notes, (region["code"], "", "", False)
    yield *PLACE_NOT_KNOWN, [], (UNKNOWN, "", "", False)


def _forces(snapshot):
    for force in snapshot["forces"]:
        yield force["name"], force["code"], [], ("", force["code"], "", False)
    yield *PLACE_NOT_KNOWN, [], ("", UNKNOWN, "", False)


def _types(snapshot):
    for kind in snapshot["types"]:
        yield kind["label"], kind["code"], [], ("", "", kind["code"], False)


def _regions_and_types(snapshot):
    for region in snapshot["regions"]:
        notes = _notes_of(region, snapshot["period"])
        for kind in snapshot["types"]:
            label = f"{region['name']}: {kind['label']}"
            key = (region["code"], "", kind["code"], False)
            yield label, f"{region['code']} {kind['code']}", notes, key


LINES = {
    TableCode.REGION: _regions,
    TableCode.FORCE: _forces,
    TableCode.TYPE: _types,
    TableCode.REGION_TYPE: _regions_and_types,
}


def _notes_of(region, period):
    began = region["launched_on"]
    return [PART_OF_PERIOD] if began and period["first"] < began <= period["last"] else []


def _row(label, code, notes, keys, shown, missing=None):
    """Return a row, or None where the release has no such cells at all."""
    if missing is None and not any(key in shown for key in keys):
        return None
    cells = []
    for key in keys:
        value, status, is_revised = shown.get(key, (missing or 0, Status.OK.value, False))
        cells.append({"value": value, "status": str(status), **(REVISED if is_revised else {})})
    return {"code": code, "label": label, "total": False, "notes": notes, "cells": cells}
