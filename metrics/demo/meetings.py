"""Tasking meetings of the demonstration: planned, held with their minutes, and signed."""

from datetime import timedelta

from metrics.demo.plans import moment
from metrics.demo.texts import ACTIONS, CONFLICT
from tasking import services as tasking
from tasking.models import TaskingMeeting, TaskingRequest

ATTENDEES = {
    "Exercise chair": "manager2",
    "Exercise analyst": "analyst",
    "Exercise gateway officer": "gateway",
}
WITH_MINUTES = 6  # of the latest meetings held in each region
LEFT_OPEN = 2  # the latest but two has an action that is late by now


class Meetings:
    """Every region's tasking meetings: which was near a moment, and what was on its agenda."""

    def __init__(self, cast):
        self.cast = cast
        self.rows = {}
        self.agendas = {}

    def plan(self, region, held_on, at):
        meeting = tasking.plan_meeting(
            by=self.cast.of_region("manager2", region),
            at=at,
            held_on=held_on,
            forum_name=f"Exercise tasking meeting, {region}",
            attendees=list(ATTENDEES),
        )
        self.rows.setdefault(region, []).append(meeting)
        self.agendas[meeting.pk] = []

    def near(self, region, at) -> TaskingMeeting | None:
        """Return the region's meeting of that day or the two days before it."""
        day = at.date()
        for meeting in self.rows.get(region, ()):
            if timedelta(0) <= day - meeting.held_on <= timedelta(days=2):
                return meeting
        return None

    def put_on_agenda(self, meeting, request):
        if request not in self.agendas[meeting.pk]:
            self.agendas[meeting.pk].append(request)

    def hold(self, meeting, at):
        """Say that a meeting was held, with what was on its agenda."""
        by = self.cast.of_region("manager2", meeting.region.code)
        said = {"state": "held", "agenda": self.agendas[meeting.pk]}
        return tasking.change_meeting(meeting, version=meeting.version, by=by, at=at, **said)

    def keep_minutes(self, meeting, at, *, place, until):
        """Say who declared what, and give out two actions; `place` is 0 for the latest meeting."""
        by = self.cast.of_region("manager2", meeting.region.code)
        agenda = self.agendas[meeting.pk]
        for number, (attendee, who) in enumerate(ATTENDEES.items()):
            on = agenda[:1] if number == place % len(ATTENDEES) else []
            meeting = tasking.declare_conflicts(
                meeting,
                version=meeting.version,
                by=by,
                at=at,
                attendee=attendee,
                person=self.cast.of_region(who, meeting.region.code),
                requests=on,
                nature=CONFLICT if on else "",
            )
        for number, who in enumerate(["analyst", "manager"]):
            action = tasking.add_action(
                meeting,
                by=by,
                at=at,
                text=ACTIONS[(place + number) % len(ACTIONS)],
                owner=self.cast.of_region(who, meeting.region.code),
                due_on=meeting.held_on + timedelta(days=14),
                request=agenda[0] if agenda else None,
            )
            done_on = meeting.held_on + timedelta(days=8 + number)
            if moment(done_on, 10) <= until and (place, number) != (LEFT_OPEN, 0):
                self.close(action, done_on)

    def close(self, action, done_on):
        at, note = moment(done_on, 10), "Synthetic. Done, and the force knows."
        tasking.finish_action(
            action, version=action.version, by=action.owner, at=at, done_on=done_on, note=note
        )

    def prepare(self, meeting, at):
        """Put what waits on the agenda of a meeting to come; an analyst declares a conflict."""
        code = meeting.region.code
        by, analyst = self.cast.of_region("manager2", code), self.cast.of_region("analyst", code)
        rows = TaskingRequest.objects.visible_to(by).filter(region=meeting.region)
        agenda = list(rows.filter(state="with_toex").order_by("submitted_at", "pk")[:4])
        meeting = tasking.change_meeting(
            meeting, version=meeting.version, by=by, at=at, agenda=agenda
        )
        tasking.declare_conflicts(
            meeting,
            version=meeting.version,
            by=by,
            at=at,
            attendee="Exercise analyst",
            person=analyst,
            requests=agenda[:1],
            nature=CONFLICT if agenda else "",
        )

    def sign(self, meeting, at):
        meeting.refresh_from_db()
        by = self.cast.of_region("manager2", meeting.region.code)
        tasking.sign_meeting(meeting, version=meeting.version, by=by, at=at)
