"""A release for each of the two places of the world: one that is out, and one that is not."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from metrics.choices import ReleaseState
from metrics.models import EarlyAccess, Pack, PackRun, Release, ReleaseFile
from toex.core.periods import parse

CUT = datetime(2023, 2, 1, 9, tzinfo=UTC)
EMPTY = ("notes", "commentary", "charts", "tables", "revisions", "figures", "rates", "measures")

TABLE = {"code": "events-by-force", "by": "force", "columns": [], "rows": [], "notes": []}


def snapshot_of(period, canary):
    return {
        "title": f"Figures for {period}",
        "notice": "Management information",
        "marking": "OFFICIAL-SENSITIVE",
        "rules": "2022.1",
        "revises": None,
        "reason": canary,
        "regions": [],
        "forces": [],
        "types": [],
        "population_version": "MYE23",
        **{name: [] for name in EMPTY},
        "tables": [{**TABLE, "title": canary}],
    }


def make_release(period, canary, *, by, approver, is_out):
    """Make an approved release of `period`, out already or not for a long time, with one file."""
    span = parse(period)
    text = json.dumps(snapshot_of(period, canary))
    release = Release.objects.create(
        reference=f"R-{period.replace('/', '-')}-1",
        period=period,
        first=span.first,
        last=span.last,
        edition=1,
        state=ReleaseState.FROZEN,
        rules="2022.1",
        population_version="MYE23",
        publish_at=CUT + timedelta(days=7 if is_out else 36500),
        data_cut_at=CUT,
        snapshot=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        created_at=CUT,
        created_by=by,
        frozen_by=by,
    )
    add_files(release, canary.encode())
    listed = EarlyAccess.objects.create(
        release=release,
        user=approver,
        reason=canary,
        granted_at=CUT,
        granted_by=by,
        ended_at=CUT,
    )
    state = ReleaseState.PUBLISHED if is_out else ReleaseState.APPROVED
    Release.objects.filter(pk=release.pk).update(
        state=state, approved_by=approver, approved_at=CUT, published_at=CUT if is_out else None
    )
    release.refresh_from_db()
    return release, listed


def add_files(release, content):
    digest = hashlib.sha256(content).hexdigest()
    for name in ("figures.csv", "chart-arrests-by-region.svg"):
        ReleaseFile.objects.create(
            release=release, name=name, content=content, sha256=digest, made_with="hand"
        )


def make_pack(release, force, canary, *, by):
    """Make the one pack of a release, of `force`, by hand."""
    content = canary.encode()
    digest = hashlib.sha256(content).hexdigest()
    run = PackRun.objects.create(
        release=release,
        made_from=release.sha256,
        made=1,
        wanted=1,
        asked_at=CUT,
        asked_by=by,
        finished_at=CUT,
        content=content,
        sha256=digest,
    )
    Pack.objects.create(
        run=run,
        region=force.region.code,
        force=force.code,
        name=f"force-{force.code}",
        title=force.short_name,
        content=content,
        sha256=digest,
    )
