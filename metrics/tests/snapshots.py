"""A made-up release as its snapshot has it: every kind of cell, and text to be afraid of."""

import csv
from random import Random

from django.conf import settings

from metrics.choices import MeasureClass, Status
from metrics.files.charting import charts_of
from metrics.files.commentary import commentary
from metrics.measures import MEASURES
from tasking.choices import ExploitationType

NATION = "England and Wales"
FEARED = [
    "=cmd|'/C calc'!A0",
    "+44 is not a sum",
    "@SUM(A1:A9)",
    "\tbegins with a tab",
    "\uff1d1+1",
    "Heddlu Gogledd Cymru: ŵ ŷ â",
    "ملاحظة باللغة العربية",
]
HIDDEN = {("people_safeguarded", "ERSOU"), ("arrests", "TARIAN"), ("ocgs_identified", "EMSOU")}
TITLES = {
    "nation": NATION,
    "region": f"by region, {NATION}",
    "force": f"by police force area, {NATION}",
    "type": f"by primary exploitation type, {NATION}",
}


def places(name):
    path = settings.BASE_DIR / "toex" / "forces" / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def a_snapshot(*, period="2022/23-Q3", seed=7, more_notes=(), **changes):
    """Return a whole release of a quarter; `changes` replace what it says at the top."""
    regions = [
        {"code": each["code"], "name": each["name"], "launched_on": each["launched_on"] or None}
        for each in places("regions")
    ]
    forces = [
        {
            **{"code": each["code"], "name": each["short_name"]},
            **{"region": each["region"] or None, "kind": each.get("kind", "territorial")},
        }
        for each in [*places("forces"), *places("other_bodies")]
    ]
    types = [{"code": each.value, "label": each.label} for each in ExploitationType]
    label = period.replace("-", " ")
    snapshot = {
        "marking": "OFFICIAL-SENSITIVE: management information, not official statistics",
        "title": f"Tackling Organised Exploitation: figures for {label}",
        "notice": "Management information, provisional, not official statistics",
        "reference": f"R-{period.replace('/', '-')}-1",
        "period": {"name": period, "label": label, "first": "2022-10-01", "last": "2022-12-31"},
        **{"edition": 1, "revises": None, "reason": "", "rules": "2022.1"},
        "population_version": "MYE23",
        "data_cut_at": "2026-06-16T13:30:00+00:00",
        "publish_at": "2026-07-14T08:30:00+00:00",
        "notes": ["NEROCU had not confirmed its quarter.", *FEARED, *more_notes],
        "measures": [_measure(each) for each in MEASURES.values()],
        **{"regions": regions, "forces": forces, "types": types},
        **{"rates": [], "revisions": [], "commentary": [], "charts": []},
    } | changes
    snapshot["figures"] = [
        figure for each in MEASURES.values() for figure in _figures(snapshot, each, Random(seed))
    ]
    snapshot["tables"] = _tables(snapshot)
    snapshot["rates"] = _rates(snapshot)
    snapshot["revisions"] = _revisions(snapshot)
    snapshot["commentary"] = commentary(snapshot)
    snapshot["charts"] = charts_of(snapshot)
    return snapshot


def _measure(measure):
    return {
        **{"code": measure.code, "label": measure.label, "unit": measure.unit},
        "class": measure.measure_class.value,
        "class_label": measure.get_class,
        "definition": measure.definition,
        "does_not_count": measure.does_not_count,
        "adds_up": measure.adds_up,
    }


def _cells(snapshot):
    for region in snapshot["regions"]:
        yield "region", region["code"], "", ""
    for force in [*snapshot["forces"], {"code": "-"}]:
        yield "force", "", force["code"], ""
    for each in snapshot["types"]:
        yield "type", "", "", each["code"]


def _figures(snapshot, measure, random):
    made, times = [], measure.measure_class == MeasureClass.TIMES
    random.seed(f"{measure.code}{snapshot['period']['name']}")
    for table, region, force, kind in _cells(snapshot):
        value = random.choice([4.5, 7, 12.5, 30]) if times else random.choice([0, 0, 6, 9, 14])
        if (measure.code, region) in HIDDEN:
            value, status = None, Status.SUPPRESSED
        elif times and kind == "ORG":
            value, status = None, Status.NOT_APPLICABLE
        else:
            status = Status.OK
        made.append(_figure(snapshot, measure, table, region, force, kind, value, status))
    nation = 4.5 if times else sum(each["value"] or 0 for each in made[:10]) + 1200
    yield _figure(snapshot, measure, "nation", "", "", "", nation, Status.OK)
    if measure.is_of_outcomes:
        abroad = _figure(snapshot, measure, "nation", "", "", "", 7, Status.OK)
        yield abroad | {"abroad": True}
    yield from made


def _figure(snapshot, measure, table, region, force, kind, value, status):
    return {
        **{"measure": measure.code, "table": table, "period": snapshot["period"]["name"]},
        **{"region": region, "force": force, "primary_type": kind, "abroad": False},
        **{"value": value, "status": status.value},
        "unkeyed": 1 if measure.is_of_people and value else None,
    }


def _tables(snapshot):
    tables = []
    for by, where in TITLES.items():
        for number, each in enumerate(MeasureClass, start=len(tables) + 1):
            columns = [one for one in MEASURES.values() if one.measure_class == each]
            tables.append(
                {
                    "code": f"{each.value}-by-{by}",
                    "title": f"Table {number}: {each.label}, {where}, 2022/23 Q3",
                    **{"class": each.value, "by": by},
                    "columns": [
                        {"measure": one.code, "label": one.label, "unit": one.unit}
                        for one in columns
                    ],
                    "rows": _rows(snapshot, by, columns),
                    "notes": ["People figures do not add up across periods."],
                }
            )
    return tables


def _rows(snapshot, by, columns):
    names = {each["code"]: each["name"] for each in snapshot["regions"] + snapshot["forces"]}
    names |= {each["code"]: each["label"] for each in snapshot["types"]}
    names |= {"": NATION, "-": "Place not known"}
    rows, total = {}, []
    for figure in snapshot["figures"]:
        if figure["abroad"] or figure["measure"] not in [one.code for one in columns]:
            continue
        cell = {"value": figure["value"], "status": figure["status"]}
        if figure["table"] == by:
            code = figure["region"] or figure["force"] or figure["primary_type"]
            rows.setdefault(code, []).append(cell)
        elif figure["table"] == "nation":
            total.append(cell)
    made = [
        {"code": code, "label": names[code], "total": False, "notes": [], "cells": cells}
        for code, cells in rows.items()
    ]
    if by == "region":
        made[1]["notes"] = ["b"]
    if by != "nation":
        whole = {"code": "", "label": NATION, "total": True, "notes": [], "cells": total}
        made.append(whole)
    return made


def _rates(snapshot):
    return [
        {
            **{"measure": "people_safeguarded", "region": each["code"]},
            "value": None if each["code"] == "ERSOU" else 3.2,
            "status": "suppressed" if each["code"] == "ERSOU" else "ok",
            **{"population": 6334500, "population_year": 2022},
        }
        for each in snapshot["regions"]
    ]


def _revisions(snapshot):
    line = {"table": "region", "force": "", "primary_type": "", "abroad": False}
    told = {"first_published": 12, "before": 12, "now": 13, "change": 1, "status": "ok"}
    hidden = {"first_published": None, "before": None, "now": None, "change": None}
    return [
        {**line, "measure": "arrests", "region": "EMSOU", **told, "reason": FEARED[0]},
        {**line, "measure": "arrests", "region": "TARIAN", **hidden, "reason": ""}
        | {"status": "suppressed"},
    ]
