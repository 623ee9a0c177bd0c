"""The snapshot: everything a release says, as one JSON text from which its files are made.

Only what everybody may see goes in: a hidden number is null here, so that no file, page or
picture made from it can give one away. How much of a people figure has no key is a small count
of its own that adds up as the figure does, so it is told of the nation only.
"""

import json

from metrics import rates
from metrics.choices import Hidden, Status, TableCode
from metrics.disclosure import UnkeyedOfYear
from metrics.disclosure.modes import POLICIES
from metrics.figures import MARKING
from metrics.files.charting import charts_of
from metrics.files.commentary import commentary
from metrics.files.marks import revised_in
from metrics.measures import MEASURES
from metrics.models import Release, ReleaseFigure
from metrics.releases.provisional import is_provisional
from metrics.releases.revisions import revisions_of
from metrics.releases.tables import tables_for
from tasking.choices import ExploitationType
from toex.core.periods import LONDON, london_date
from toex.forces.models import Force, Region

NOTICE = "Management information, provisional, not official statistics"
HELD = (
    "Small changes since the last edition, each of less than three or, of months and pounds, of "
    "less than 10 per cent, are held back because they would give a hidden number away"
)
WITHDRAWN = (
    "The total published before is withdrawn, because it is wrong by too much to stand and the "
    "right one would give a hidden number away"
)
ONLY_THE_TOTAL = (
    "Only the total is shown, because every other number is small or would give a small one away"
)
NOTHING = (
    "No number is shown, because each, beside what is published already, would give a hidden one "
    "away"
)
INTERNAL = "Internal: nothing is hidden, not to be published or passed on"


def text_of(snapshot: dict) -> str:
    """Return the snapshot as text: the same snapshot is always the same text."""
    return json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n"


def snapshot_of(release: Release) -> dict:
    """Return the snapshot of a frozen release."""
    figures = list(release.figures.order_by("pk"))
    places = _places()
    snapshot = {**_head(release), **places}
    snapshot["revisions"] = revisions_of(release)
    snapshot["tables"] = tables_for(
        snapshot,
        {figure.key: figure.shown for figure in figures},
        revised_in(snapshot["revisions"]),
    )
    snapshot["figures"] = _figures(release, figures)
    snapshot["rates"] = _rates(release, figures)
    snapshot["commentary"] = commentary(snapshot, earlier=earlier_snapshots(release))
    snapshot["charts"] = charts_of(snapshot)
    return snapshot


def earlier_snapshots(release: Release) -> list[dict]:
    """Return the latest snapshot of each earlier period of the same length that is out."""
    latest = {}
    for each in Release.objects.out().filter(first__lt=release.first).order_by("first", "edition"):
        if len(each.span.quarters()) == len(release.span.quarters()):
            latest[each.period] = json.loads(each.snapshot)
    return list(latest.values())


def period_label(name: str) -> str:
    """Return how a period is written for people: `2022/23 Q3`."""
    return name.replace("-", " ")


def _head(release):
    span = release.span
    return {
        "marking": MARKING,
        "title": f"Tackling Organised Exploitation: figures for {period_label(span.name)}",
        "notice": NOTICE if POLICIES[release.mode].leaves else INTERNAL,
        "reference": release.reference,
        "period": {
            "name": span.name,
            "label": period_label(span.name),
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
        },
        "edition": release.edition,
        "revises": release.revises.reference if release.revises else None,
        "reason": release.reason,
        "rules": release.rules,
        "mode": release.mode,
        "population_version": release.population_version,
        "data_cut_at": release.data_cut_at.astimezone(LONDON).isoformat(timespec="seconds"),
        "publish_at": release.publish_at.astimezone(LONDON).isoformat(timespec="seconds"),
        "notes": _notes(release),
        "held": release.held,
        "provisional": is_provisional(release.last, london_date(release.data_cut_at)),
        "measures": [
            {
                "code": measure.code,
                "label": measure.label,
                "unit": measure.unit,
                "class": measure.measure_class.value,
                "class_label": measure.get_class,
                "definition": measure.definition,
                "does_not_count": measure.does_not_count,
                "adds_up": measure.adds_up,
            }
            for measure in MEASURES.values()
        ],
        "types": [{"code": code, "label": label} for code, label in ExploitationType.choices],
    }


def _notes(release):
    said = POLICIES[release.mode].note
    notes = [*([said] if said else []), *release.missing]
    if release.freeze_reason:
        notes.append(f"The programme office went on because: {release.freeze_reason}")
    told = [*((code, HELD) for code in release.held), *_hidden_whole(release)]
    for sentence in dict.fromkeys(sentence for _, sentence in told):
        names = [MEASURES[code].label for code, each in told if each == sentence]
        notes.append(f"{sentence}: {', '.join(names)}.")
    return notes


def _hidden_whole(release):
    """Yield measures of which more than single cells had to be hidden, with what was."""
    own, before = _by_measure(release), _by_measure(release.revises)
    for code, figures in own.items():
        total = [each for each in figures if each.table == TableCode.NATION and not each.abroad]
        inner = [each for each in figures if each.table != TableCode.NATION]
        is_hidden = any(each.hidden for each in total)
        if any(each.hidden == Hidden.PRIMARY for each in total):
            continue  # a small total has its rule, and nothing below it
        if is_hidden and any(
            each.key == total[0].key and not each.hidden for each in before.get(code, ())
        ):
            yield code, WITHDRAWN
        if any(each.hidden and not each.value for each in inner) and all(
            each.hidden for each in inner
        ):
            yield code, NOTHING if is_hidden else ONLY_THE_TOTAL


def _by_measure(release):
    figures = release.figures.filter(status=Status.OK).order_by("pk") if release else ()
    found = {}
    for figure in figures:
        found.setdefault(figure.measure, []).append(figure)
    return found


def _places():
    regions = Region.objects.in_official_order()
    forces = Force.objects.select_related("region").by_name()
    return {
        "regions": [
            {
                "code": region.code,
                "name": region.name,
                "launched_on": region.launched_on and region.launched_on.isoformat(),
            }
            for region in regions
        ],
        "forces": [
            {
                "code": force.code,
                "name": force.short_name,
                "region": force.region.code if force.region else None,
                "kind": force.kind,
            }
            for force in forces
        ],
    }


def _figures(release, figures):
    rows, unkeyed = [], UnkeyedOfYear(release)
    for figure in figures:
        value, status = figure.shown
        is_national = figure.table == TableCode.NATION
        rows.append(
            {
                "measure": figure.measure,
                "table": figure.table,
                "period": release.period,
                "region": figure.region,
                "force": figure.force,
                "primary_type": figure.primary_type,
                "abroad": figure.abroad,
                "value": value,
                "status": status,
                "unkeyed": unkeyed.to_show(figure) if is_national else None,
            }
        )
    return rows


def _rates(release, figures: list[ReleaseFigure]):
    rows = []
    for code in rates.MEASURES:
        values = {
            figure.region: figure.shown
            for figure in figures
            if figure.measure == code and figure.table == TableCode.REGION
        }
        found = rates.rates_of(
            code,
            release.span,
            {region: value for region, (value, _) in values.items()},
            vintage=release.population_version,
        )
        for row in found:
            value, status = values[row["region"]]
            rows.append(row if value is not None else {**row, "status": status})
    return rows
