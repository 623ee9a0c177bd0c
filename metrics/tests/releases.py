"""Releases with made-up figures that add up: what disclosure control is tried on."""

from collections import Counter
from datetime import UTC, datetime

from metrics.models import Release, ReleaseFigure
from tasking.choices import ExploitationType
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import parse

REGIONS = [
    *("ERSOU", "EMSOU", "ROCUWM", "YHROCU", "NEROCU"),
    *("NWROCU", "SEROCU", "SWROCU", "TARIAN", "LONDON"),
]
FORCES = [*(f"force-{number}" for number in range(45)), "-"]
TYPES = ExploitationType.values
START = datetime(2023, 7, 1, 9, tzinfo=UTC)


def release(period="2022/23-Q3", edition=1, state="frozen", *, by=None):
    span = parse(period)
    return Release.objects.create(
        reference=f"R-{period.replace('/', '-')}-{edition}",
        period=period,
        first=span.first,
        last=span.last,
        edition=edition,
        state=state,
        rules="2022.1",
        population_version="MYE23",
        publish_at=START,
        data_cut_at=START,
        created_at=START,
        created_by=by or UserFactory(programme_office=True),
    )


def tables_of(events, measure, *, year=False, regions=REGIONS, forces=FORCES, types=TYPES):
    """Return the figures of one measure: `events` are (region, force, type, quantity)."""
    values, numbers, largest = Counter(), Counter(), Counter()
    keys = [("nation", "", "", "")]
    keys += [("region", region, "", "") for region in regions]
    keys += [("force", "", force, "") for force in forces]
    keys += [("type", "", "", kind) for kind in types]
    if year:
        keys += [("region_type", region, "", kind) for region in regions for kind in types]
    for region, force, kind, quantity in events:
        for key in (
            ("nation", "", "", ""),
            ("region", region, "", ""),
            ("force", "", force, ""),
            ("type", "", "", kind),
            ("region_type", region, "", kind),
        ):
            values[key] += quantity
            numbers[key] += 1
            largest[key] = max(largest[key], quantity)
    return [
        ReleaseFigure(
            measure=measure,
            table=key[0],
            region=key[1],
            force=key[2],
            primary_type=key[3],
            value=values[key],
            number=numbers[key],
            largest=largest[key],
            status="ok",
        )
        for key in keys
    ]


def put(release, figures):
    """Save the figures of a release."""
    for figure in figures:
        figure.release = release
    ReleaseFigure.objects.bulk_create(figures)
    return release


def publish(row):
    """Let a release be out, approved by somebody else."""
    other = UserFactory(programme_office=True)
    by = {"frozen_by": row.created_by, "approved_by": other, "approved_at": row.publish_at}
    Release.objects.filter(pk=row.pk).update(state="published", **by)
