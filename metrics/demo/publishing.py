"""What the programme office published in the made-up years: a few releases, told in full.

The latest quarter that has ended is left for whoever tries the demonstration to publish.
"""

from datetime import date, timedelta

from metrics import releases
from metrics.releases.draft import standard_time
from toex.core.periods import (
    financial_year,
    financial_year_start,
    london_date,
    parse,
    quarter_of,
)

REVISED_QUARTER = "2022/23-Q3"  # `late` says what was learned after the first edition
FROZEN_AFTER = timedelta(days=18)
APPROVED_AFTER = timedelta(days=22)
PUBLISHED_AFTER = timedelta(days=28)
SECOND_EDITION_AFTER = timedelta(days=200)


def publish_history(cast, at):
    """Publish a few of the quarters and years that ended long enough ago."""
    latest = quarter_of(_before(quarter_of(london_date(at))))
    previous = quarter_of(_before(latest))
    year = financial_year(financial_year_start(previous.first) - 1)
    spans = [parse(REVISED_QUARTER), quarter_of(_before(previous)), previous, year]
    for span in sorted(spans, key=lambda span: span.last):  # of one end the quarter comes first
        _publish(cast, span, span.last)
    _publish(
        cast,
        parse(REVISED_QUARTER),
        parse(REVISED_QUARTER).last + SECOND_EDITION_AFTER,
        reason="Exercise: late arrivals, and events that were entered twice.",
    )


def _before(span) -> date:
    return span.first - timedelta(days=1)


def _publish(cast, span, since, reason=""):
    office = cast.people["office@programme.example"]
    other = cast.people["office2@programme.example"]
    frozen = standard_time(since + FROZEN_AFTER)
    publish_at = standard_time(since + PUBLISHED_AFTER)
    release = releases.draft_release(
        by=office, at=frozen, period=span.name, publish_at=publish_at, reason=reason
    )
    release = releases.freeze_release(
        release,
        version=release.version,
        by=office,
        at=frozen,
        reason="Exercise: the figures of the others are complete.",
    )
    approved = standard_time(since + APPROVED_AFTER)
    release = releases.approve_release(release, version=release.version, by=other, at=approved)
    releases.publish_release(release, version=release.version, by=office, at=publish_at)
