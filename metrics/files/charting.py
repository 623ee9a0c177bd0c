"""Which charts a release has, and what each says: bars in the official order, from zero."""

from metrics.choices import Status
from metrics.files.words import short

MOST = 4
SHOWN = " shown"
CHOICE = (
    *(("people_safeguarded", "region"), ("cases_supported", "region")),
    *(("requests_received", "type"), ("arrests", "region"), ("ocgs_identified", "region")),
)


def charts_of(snapshot) -> list[dict]:
    """Return up to four charts of the snapshot's figures; nothing of a hidden cell is in them."""
    charts = [_chart(snapshot, measure, table) for measure, table in CHOICE]
    return [chart for chart in charts if chart][:MOST]


def _chart(snapshot, code, table):
    measure = next((each for each in snapshot["measures"] if each["code"] == code), None)
    bars = [
        {
            "label": _names(snapshot, table)[figure["region"] or figure["primary_type"]],
            "value": figure["value"] if figure["status"] == Status.OK else None,
            "status": figure["status"],
        }
        for figure in snapshot["figures"]
        if (figure["measure"], figure["table"], figure["abroad"]) == (code, table, False)
    ]
    shown = [bar["value"] for bar in bars if bar["value"] is not None]
    if measure is None or len(shown) < 2 or not any(shown):
        return None
    by = {"region": "region", "type": "primary exploitation type"}[table]
    return {
        "code": f"{code}-by-{table}".replace("_", "-"),
        "title": _finding(measure, by, shown, is_whole=len(shown) == len(bars)),
        "subtitle": f"{measure['label']}, by {by}, {snapshot['period']['label']}",
        **{"measure": code, "table": table, "bars": bars},
        "says": _says(by, bars),
    }


def _names(snapshot, table):
    if table == "type":
        return {each["code"]: each["label"] for each in snapshot["types"]}
    names = {each["code"]: f"{each['name']} ({each['code']})" for each in snapshot["regions"]}
    return names | {"-": "Place not known"}


def _finding(measure, by, shown, *, is_whole):
    least, most = min(shown), max(shown)
    if least == most:
        return f"{measure['label']}: {short(most)} for every {by}{SHOWN * (not is_whole)}"
    each = f"each {by}{SHOWN * (not is_whole)}"
    return f"{measure['label']}: between {short(least)} and {short(most)} for {each}"


def _says(by, bars):
    shown = [bar for bar in bars if bar["value"] is not None]
    most = max(bar["value"] for bar in shown)
    top = [bar["label"] for bar in shown if bar["value"] == most]
    several = f"{', '.join(top[:-1])} and {top[-1]}" if len(top) > 1 else top[0]
    told = [f"The largest number shown is {short(most)}: {several}."]
    if any(bar["value"] == 0 for bar in shown):
        told.append("A 0 means that nothing was recorded.")
    if any(bar["status"] == Status.SUPPRESSED for bar in bars):
        told.append(
            "Where [c] stands the number is hidden to protect confidentiality; it may be smaller "
            "or larger than those shown."
        )
    told.append(f"Bars start at zero; each {by} stands in its usual order, not by size.")
    return " ".join(told)
