"""“I do not have a score” is an answer: kept, shown, and never held against the request."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tasking import services
from tasking.models import TaskingRequest
from tasking.tests.factories import FIRST_MOMENT, Cast, TaskingRequestFactory
from tasking.views.words import COMPLETE
from toex.audit.models import AuditEvent
from toex.workflow.refusals import NotYourStep, StepNotAllowed

pytestmark = pytest.mark.django_db
REASON = "Not provided. No score available."


@pytest.fixture
def row(client):
    row = TaskingRequestFactory(draft=True)
    client.force_login(row.requester)
    return row


def address(row, name="score"):
    return reverse(f"tasking:{name}", args=[row.reference])


def has_none(client, row):
    return client.post(address(row), {"how": "none", "version": row.version})


def status_of_score(page):
    tasks = [task for _, tasks in page.context["groups"] for task in tasks]
    return next(task["status"] for task in tasks if task["address"].endswith("/score/"))


class TestTheAnswer:
    def test_completes_the_part_and_is_shown_when_checked(self, client, row):
        before = client.get(address(row, "tasks"))
        answered = has_none(client, row)
        after = client.get(address(row, "tasks"))

        assert status_of_score(before) == "Optional"
        assert answered.url == address(row, "tasks")
        assert status_of_score(after) == COMPLETE
        assert after.context["done"] == before.context["done"] + 1
        assert REASON in client.get(address(row, "check")).content.decode()

    def test_stands_chosen_when_one_goes_back(self, client, row):
        assert client.get(address(row)).context["form"]["how"].value() is None

        has_none(client, row)

        assert client.get(address(row)).context["form"]["how"].value() == "none"

    def test_leads_back_to_the_check_where_it_was_changed_from_there(self, client, row):
        sent = {"how": "none", "version": row.version}

        assert client.post(f"{address(row)}?from=check", sent).url == address(row, "check")

    def test_can_be_given_beside_the_levels_too(self, client, row):
        sent = {"how": "none", "version": row.version}

        client.post(f"{address(row)}?how=external", sent)

        assert TaskingRequest.objects.get(pk=row.pk).has_no_score

    def test_on_an_old_page_is_kept_in_its_place(self, client, row):
        services.change_request(
            row, version=row.version, by=row.requester, at=timezone.now(), title="Exercise Rowan"
        )

        page = has_none(client, row)

        assert page.status_code == 409
        assert page.context["form"]["how"].value() == "none"
        assert not TaskingRequest.objects.get(pk=row.pk).has_no_score

    def test_is_told_to_the_region(self, client, row):
        has_none(client, row)
        row.refresh_from_db()
        row = services.submit_request(
            row, version=row.version, by=row.requester, at=timezone.now()
        )
        client.force_login(Cast(row).gateway)

        page = client.get(row.get_absolute_url()).content.decode()

        assert "The force has no score. None is needed." in page

    def test_of_a_region_is_asked_of_nobody(self, client):
        row = TaskingRequestFactory(submitted=True)
        client.force_login(Cast(row).gateway)

        assert has_none(client, row).url == row.get_absolute_url()
        assert TaskingRequest.objects.get(pk=row.pk).has_no_score is None


class TestSayNoScore:
    def say(self, row, **given):
        given = {"version": row.version, "by": row.requester, "at": FIRST_MOMENT} | given
        return services.say_no_score(row, **given)

    def test_is_told_once_in_the_trail(self, row):
        again = self.say(self.say(row))

        assert (again.has_no_score, again.version) == (True, row.version + 1)
        told = AuditEvent.objects.filter(action="request.change")
        assert [event.changes for event in told] == [{"fields": ["has_no_score"]}]

    def test_gives_way_to_a_score_and_never_the_other_way_round(self, client, row):
        row = self.say(row)
        services.assess_request(
            row,
            by=row.requester,
            at=FIRST_MOMENT,
            stage="initial",
            mode="external",
            external_model="Tool 2",
            external_score="41",
            external_band="High",
        )

        page = client.get(address(row, "check")).content.decode()
        assert "41, High (Tool 2)" in page
        assert REASON not in page
        assert client.get(address(row)).context["form"]["how"].value() == "external"
        with pytest.raises(StepNotAllowed, match="stays"):
            self.say(row)

    def test_is_refused_once_sent_and_to_anyone_else(self):
        row = TaskingRequestFactory(submitted=True)

        with pytest.raises(StepNotAllowed):
            self.say(row)
        with pytest.raises(NotYourStep):
            self.say(row, by=Cast(row).gateway)


def test_the_queue_orders_with_it_as_without_it(client):
    first, second = (TaskingRequestFactory(draft=True) for _ in range(2))
    second = services.say_no_score(
        second, version=second.version, by=second.requester, at=FIRST_MOMENT
    )
    for row in (second, first):
        services.submit_request(row, version=row.version, by=row.requester, at=FIRST_MOMENT)
        TaskingRequest.objects.filter(pk=row.pk).update(region=first.region)
    client.force_login(Cast(first).gateway)

    rows = client.get("/queue/").context["rows"]

    assert [row.pk for row in rows] == [first.pk, second.pk]
