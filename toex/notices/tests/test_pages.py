"""What came to somebody stands on one page, as long as they may see what it is about."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import services as casework
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, manager_of, take
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.notices.kinds import KINDS
from toex.notices.models import Notice, Preference
from toex.notices.tasks import notify

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 2, 18, tzinfo=UTC)


@pytest.fixture
def row():
    return TaskingRequestFactory(submitted=True, at=AT - timedelta(days=1))


@pytest.fixture
def gateway(client, row):
    gateway = Cast(row).gateway
    Notice.objects.filter(recipient=gateway).delete()
    client.force_login(gateway)
    return gateway


def told(reader, row, *, kind="tasking/message", at=AT):
    with transaction.atomic():
        notify(kind=kind, recipients=[reader], about=row, at=at)
    return Notice.objects.latest("pk")


def content(client, address="/notices/"):
    return client.get(address).content.decode()


class TestThePage:
    def test_says_who_needs_to_do_what_newest_first(self, client, gateway, row):
        told(gateway, row)
        told(gateway, row, kind="tasking/resubmitted", at=AT + timedelta(hours=1))

        page = content(client)

        assert page.index("request has come back") < page.index("new message")
        assert "A Gateway officer of your region needs to go on checking it" in page
        assert "2 April 2026 at 8pm" in page
        assert row.title not in page

    def test_asks_nothing_once_the_request_has_gone_on(self, client, gateway, row):
        told(gateway, row, kind="tasking/new_request")
        assert "needs to start checking it" in content(client)

        type(row).objects.filter(pk=row.pk).update(state="withdrawn")

        page = content(client)
        assert "Nothing now. This has been done, or is no longer needed." in page
        assert "needs to start checking it" not in page

    def test_names_the_case_of_an_outcome(self, client):
        outcome = OutcomeFactory()
        manager = manager_of(outcome.case)
        client.force_login(manager)

        notice = told(manager, outcome, kind="cases/outcome_query")

        named = f"Outcome {outcome.pk} of {outcome.case.reference}"
        assert str(notice) == f"{named}: reply needed"
        assert f"{named}: reply needed" in content(client)

    def test_says_so_where_nothing_has_come(self, client):
        client.force_login(UserFactory(auditor=True))

        assert "Nothing has come to you yet" in content(client)

    def test_shows_nothing_of_somebody_else(self, client, gateway, row):
        told(UserFactory(gateway_officer=True, region=row.region), row)

        assert row.reference not in content(client)

    def test_shows_nothing_of_a_row_out_of_sight(self, client, gateway, row):
        notice = told(gateway, row)
        User.objects.filter(pk=gateway.pk).update(region=TaskingRequestFactory().region)

        page = content(client)

        assert row.reference not in page
        assert "unread</span>)" not in page
        assert client.get(notice.get_absolute_url()).status_code == 404
        assert client.post(f"/notices/{notice.pk}/read/").status_code == 404

    def test_a_case_that_is_restricted_leaves_the_page_of_an_analyst(self, client):
        case = CaseFactory(development=True)
        analyst = analyst_of(case)
        told(analyst, case, kind="cases/waiting")
        client.force_login(analyst)
        assert case.reference in content(client)

        take(casework.restrict_case, case, at=AT, reason="Exercise.", by=manager_of(case))

        assert case.reference not in content(client)

    def test_is_narrowed_to_what_is_unread(self, client, gateway, row):
        read, unread = told(gateway, row), told(gateway, row, kind="tasking/resubmitted")
        client.post(f"/notices/{read.pk}/read/")

        page = content(client, "/notices/?tab=unread")

        assert unread.words.title in page
        assert read.words.title not in page

    def test_has_pages(self, client, gateway, row):
        for minute in range(30):
            told(gateway, row, at=AT + timedelta(minutes=minute))

        assert "Showing 26 to 30 of 30" in content(client, "/notices/?page=2")

    def test_the_look_is_in_the_trail(self, client, gateway, row):
        told(gateway, row)
        content(client)

        event = AuditEvent.objects.get(action="notice.list")
        assert (event.actor, event.shown) == (gateway, [row.reference])

    @pytest.mark.parametrize("rows", [1, 20])
    def test_takes_a_constant_number_of_queries(
        self, client, django_assert_num_queries, gateway, row, rows
    ):
        for minute in range(rows):
            told(gateway, row, at=AT + timedelta(minutes=minute))

        with django_assert_num_queries(10):
            client.get("/notices/")


class TestReading:
    def test_the_link_leads_to_the_row_and_marks_it_read(self, client, gateway, row):
        notice = told(gateway, row)

        page = client.get(notice.get_absolute_url())

        assert page.url == row.get_absolute_url()
        notice.refresh_from_db()
        assert notice.read_at is not None
        assert AuditEvent.objects.about(notice).get().action == "notice.read"

    def test_a_second_time_changes_nothing(self, client, gateway, row):
        notice = told(gateway, row)
        client.post(f"/notices/{notice.pk}/read/")
        first = Notice.objects.get(pk=notice.pk).read_at

        client.get(notice.get_absolute_url())

        assert Notice.objects.get(pk=notice.pk).read_at == first
        assert AuditEvent.objects.about(notice).count() == 1

    def test_all_at_once(self, client, gateway, row):
        other = told(UserFactory(gateway_officer=True, region=row.region), row)
        told(gateway, row)
        told(gateway, row, kind="tasking/resubmitted")

        client.post("/notices/read/")

        assert set(Notice.objects.unread().filter(recipient=gateway)) == set()
        assert Notice.objects.get(pk=other.pk).read_at is None
        event = AuditEvent.objects.get(action="notice.read-all")
        assert event.changes == {"notices": 2}

    def test_goes_back_to_the_same_tab_and_nowhere_else(self, client, gateway, row):
        notice = told(gateway, row)
        address = f"/notices/{notice.pk}/read/"

        inside = client.post(address, {"back": "/notices/?tab=unread"})
        outside = client.post(address, {"back": "//elsewhere.example/"})

        assert (inside.url, outside.url) == ("/notices/?tab=unread", "/notices/")


class TestTheHeader:
    def test_counts_what_is_unread_on_every_page(self, client, gateway, row):
        told(gateway, row)

        assert 'Notices (1<span class="govuk-visually-hidden"> unread</span>)' in content(
            client, "/help/"
        )

    def test_takes_one_query(self, client, gateway, row):
        told(gateway, row)

        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/help/")

        asked = [each["sql"] for each in queries if "notices_notice" in each["sql"]]
        assert len(asked) == 1


class TestPreferences:
    def test_one_email_a_day_if_nothing_was_chosen(self, client, gateway):
        form = client.get("/notices/preferences/").context["form"]

        assert form["at_once"].value() == "no"

    def test_keeps_the_choice(self, client, gateway):
        for answer, at_once in (("yes", True), ("no", False)):
            page = client.post("/notices/preferences/", {"at_once": answer}, follow=True)

            assert "Your choice is saved" in page.content.decode()
            assert Preference.objects.get(user=gateway).at_once is at_once
        assert AuditEvent.objects.filter(action="notice.choose-mail").count() == 2

    def test_says_what_is_missing(self, client, gateway):
        page = client.post("/notices/preferences/", {})

        assert "Answer “When do you want messages that are not urgent?”" in page.content.decode()
        assert not Preference.objects.exists()


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.waits_in])
def test_what_waits_waits_in_states_that_its_row_can_have(kind):
    states = apps.get_model(kind.about)._meta.get_field("state").choices

    assert set(kind.waits_in) < set(dict(states))
