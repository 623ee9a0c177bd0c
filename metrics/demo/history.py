"""The whole history in one transaction: it is there complete, or not at all."""

from datetime import date, timedelta
from itertools import count
from random import Random

from django.db import connection, transaction
from django.db.models import F

from metrics.demo import pilot, recent, years
from metrics.demo.confirming import ask_opinions, ask_questions, confirm_quarters
from metrics.demo.limits import start_limits_anew
from metrics.demo.mailing import DAYS_TO_READ
from metrics.demo.meetings import WITH_MINUTES, Meetings
from metrics.demo.people import REGIONS, Cast
from metrics.demo.plans import FIRST_DAY, moment
from metrics.demo.publishing import publish_history
from metrics.demo.telling import Telling
from toex.audit.models import AuditEvent
from toex.audit.services import record_event
from toex.core.periods import between, london_date
from toex.notices.models import Notice

DENSITY = {"small": 0.2, "medium": 1.0, "large": 3.5}
COMPLETE = "demo.complete"
STILL_UNREAD = timedelta(days=7)
YHROCU_MEETS = date(2023, 2, 1)


def is_complete():
    return AuditEvent.objects.filter(action=COMPLETE).exists()


@transaction.atomic
def make_history(*, seed, size, at, progress=iter):
    """Tell all stories up to the day before `at`, and write that they are complete.

    `progress` wraps the stories, so that somebody can watch.
    """
    cast = Cast()
    cast.add_people()
    until = moment(london_date(at) - timedelta(days=1), 23, 59)
    meetings = Meetings(cast)
    _plan_meetings(meetings, until)
    to_read = until - DAYS_TO_READ
    for story in progress(stories(seed, size, cast.forces_by_region(), london_date(at))):
        Telling(story, cast, meetings).tell(until)
        _nothing_leaves(before=to_read)
    _sign_meetings(meetings, until)
    confirm_quarters(cast, until)
    start_limits_anew(cast, until)
    ask_questions(cast, until)
    ask_opinions(cast, until)
    publish_history(cast, at)
    cast.name_gateways(until)
    cast.set_last_days(until)
    _nothing_leaves(before=to_read)
    _read_by_now(until - STILL_UNREAD)
    office = cast.people["office@programme.example"]
    record_event(
        actor=office, action=COMPLETE, target=office, at=at, changes={"seed": seed, "size": size}
    )


def stories(seed, size, forces, today):
    """Return every story, the earliest first, for the same seed on the same day the same."""
    number = count(1)
    last = today - timedelta(days=recent.DAYS)
    told = [
        *pilot.stories(Random(f"{seed} pilot"), forces, number),
        *years.stories(seed, forces, number, last, DENSITY[size]),
        *recent.stories(seed, forces, number, today),
    ]
    return sorted(told, key=lambda story: story.begins)


def _nothing_leaves(*, before):
    """Mark the notices of earlier history as sent, and hand none at all to a worker.

    Those of the last days wait until all of it has landed: `mailing.send_mail` sends them.
    """
    Notice.objects.waiting().filter(created_at__lt=before).update(sent_at=F("created_at"))
    connection.run_on_commit.clear()


def _read_by_now(moment):
    """Mark as read what came before, so that what is unread is what happened of late."""
    Notice.objects.filter(created_at__lt=moment).update(read_at=F("created_at"))


def _plan_meetings(meetings, until):
    """Plan a meeting a month in each region with accounts, on its second Wednesday."""
    for month in between(FIRST_DAY, until.date() + timedelta(days=75)).months():
        first = month.first.replace(day=1)
        second = first + timedelta(days=(2 - first.weekday()) % 7 + 7)
        for region in REGIONS:
            planned = moment(max(second - timedelta(days=60), FIRST_DAY), 9)
            if planned <= until and (region != "YHROCU" or second > YHROCU_MEETS):
                meetings.plan(region, second, planned)


def _sign_meetings(meetings, until):
    """Hold each meeting on its day and sign its minutes a week later, but for the last held.

    The next one to come has its agenda; the last few held have conflicts and actions.
    """
    for rows in meetings.rows.values():
        held = [meeting for meeting in rows if moment(meeting.held_on, 16) <= until]
        for place, meeting in reversed(list(enumerate(reversed(held)))):
            at = moment(meeting.held_on, 16)
            as_held = meetings.hold(meeting, at)
            if place < WITH_MINUTES:
                meetings.keep_minutes(as_held, at, place=place, until=until)
        for meeting in held[:-1]:
            meetings.sign(meeting, moment(meeting.held_on + timedelta(days=7), 11))
        meetings.prepare(rows[len(held)], until)
