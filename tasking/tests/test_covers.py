"""Arranging cover for a manager, ending it early, and its pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasking import services
from toex.accounts.choices import Role
from toex.accounts.models import Cover, User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionMissing, VersionStale

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(toex_manager=True)


@pytest.fixture
def analyst(manager):
    return UserFactory(analyst=True, region=manager.region)


def given(manager, analyst, **fields):
    today = timezone.localdate()
    return {
        "by": manager,
        "at": timezone.now(),
        "manager": manager,
        "person": analyst,
        "from_on": today,
        "until_on": today + timedelta(days=6),
        "reason": "Leave.",
        **fields,
    }


def arranged(manager, analyst, **fields):
    return services.arrange_cover(**given(manager, analyst, **fields))


def refusals(**fields):
    with pytest.raises(ValidationError) as refused:
        services.arrange_cover(**fields)
    return refused.value.message_dict


class TestArranging:
    def test_it_is_written_down_and_those_it_concerns_are_told(self, manager, analyst):
        colleague = UserFactory(toex_manager=True, region=manager.region)
        UserFactory(toex_manager=True)

        cover = arranged(manager, analyst)

        event = AuditEvent.objects.about(cover).get(action="cover.arrange")
        assert event.changes["manager"] == manager.email
        assert event.changes["person"] == analyst.email
        told = Notice.objects.filter(kind="tasking/cover")
        assert {notice.recipient for notice in told} == {colleague, analyst}
        assert {notice.target for notice in told} == {cover.reference}

    @pytest.mark.parametrize("role", [Role.GATEWAY_OFFICER, Role.ANALYST])
    def test_nobody_else_of_the_region_arranges_it(self, manager, analyst, role):
        by = UserFactory(role=role, region=manager.region)

        with pytest.raises(NotYourStep):
            arranged(manager, analyst, by=by)

    def test_whoever_covers_cannot_arrange_further_cover(self, manager, analyst):
        arranged(manager, analyst)
        other = UserFactory(toex_manager=True, region=manager.region)
        third = UserFactory(analyst=True, region=manager.region)

        with pytest.raises(NotYourStep):
            arranged(other, third, by=User.objects.get(pk=analyst.pk))

    def test_an_administrator_arranges_it_for_somebody_who_is_away_already(self, manager, analyst):
        cover = arranged(manager, analyst, by=UserFactory(administrator=True))

        assert cover.region == manager.region

    def test_a_manager_of_another_region_is_not_covered_from_here(self, manager, analyst):
        fields = given(manager, analyst, by=UserFactory(toex_manager=True))

        assert refusals(**fields) == {"manager": ["Select a TOEX manager of your region."]}

    def test_only_an_analyst_of_the_region_with_an_open_account_covers(self, manager, analyst):
        people = [
            UserFactory(gateway_officer=True, region=manager.region),
            UserFactory(toex_manager=True, region=manager.region),
            UserFactory(analyst=True),
            UserFactory(analyst=True, region=manager.region, is_open=False),
            None,
        ]
        for person in people:
            assert list(refusals(**given(manager, person))) == ["person"]

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"reason": "  "}, "reason"),
            ({"reason": "x" * 501}, "reason"),
            ({"from_on": None}, "from_on"),
            ({"until_on": None}, "until_on"),
        ],
    )
    def test_what_is_missing_is_named(self, manager, analyst, fields, named):
        assert list(refusals(**given(manager, analyst, **fields))) == [named]

    @pytest.mark.parametrize(
        ("first", "last", "named"), [(-1, 3, "from_on"), (3, 2, "until_on"), (0, 92, "until_on")]
    )
    def test_its_days_begin_today_or_later_and_are_not_too_many(
        self, manager, analyst, first, last, named
    ):
        today = timezone.localdate()
        days = {
            "from_on": today + timedelta(days=first),
            "until_on": today + timedelta(days=last),
        }
        assert list(refusals(**given(manager, analyst, **days))) == [named]

    def test_one_covers_for_one_on_any_day(self, manager, analyst):
        cover = arranged(manager, analyst)
        other = UserFactory(toex_manager=True, region=manager.region)
        third = UserFactory(analyst=True, region=manager.region)
        after = {"from_on": cover.until_on, "until_on": cover.until_on}
        free = cover.until_on + timedelta(days=1)

        assert list(refusals(**given(other, analyst, **after))) == ["person"]
        assert list(refusals(**given(manager, third, **after))) == ["from_on"]
        assert arranged(manager, third, from_on=free, until_on=free).from_on == free


class TestEnding:
    def test_it_ends_at_once_and_the_days_are_free_again(self, manager, analyst):
        cover = arranged(manager, analyst)

        cover = services.end_cover(cover, version=1, by=analyst, at=timezone.now())

        assert (cover.ended_by, cover.version) == (analyst, 2)
        assert Notice.objects.filter(kind="tasking/cover_ended", recipient=manager).exists()
        assert arranged(manager, analyst).pk != cover.pk

    def test_refusals_come_in_their_order(self, manager, analyst):
        cover, now = arranged(manager, analyst), timezone.now()
        stranger = UserFactory(toex_manager=True)
        colleague = UserFactory(analyst=True, region=manager.region)

        with pytest.raises(Cover.DoesNotExist):
            services.end_cover(cover, version=1, by=stranger, at=now)
        with pytest.raises(NotYourStep):
            services.end_cover(cover, version=None, by=colleague, at=now)
        with pytest.raises(VersionMissing):
            services.end_cover(cover, version=None, by=manager, at=now)
        with pytest.raises(VersionStale):
            services.end_cover(cover, version=7, by=manager, at=now)
        cover = services.end_cover(cover, version=1, by=manager, at=now)
        with pytest.raises(StepNotAllowed):
            services.end_cover(cover, version=2, by=manager, at=now)


class TestPages:
    def sent(self, manager, analyst):
        today = timezone.localdate()
        return {
            "manager": manager.pk,
            "person": analyst.pk,
            "from_on": today.isoformat(),
            "until_on": today.isoformat(),
            "reason": "Leave.",
        }

    def test_a_manager_arranges_it_by_the_form_and_ends_it(self, client, manager, analyst):
        client.force_login(manager)

        answer = client.post(reverse("tasking:arrange-cover"), self.sent(manager, analyst))

        cover = Cover.objects.get()
        assert answer.url == cover.get_absolute_url()
        page = client.get(answer.url).content.decode()
        assert "Running" in page
        assert "End the cover" in page
        client.post(reverse("tasking:end-cover", args=[cover.reference]), {"version": 1})
        assert "Ended early" in client.get(answer.url).content.decode()

    def test_the_list_offers_arranging_only_to_those_who_may(self, client, manager, analyst):
        arranged(manager, analyst)
        for person, offered in ((manager, True), (analyst, False)):
            client.force_login(person)
            page = client.get(reverse("tasking:covers")).content.decode()
            assert (reverse("tasking:arrange-cover") in page) is offered
            assert analyst.name in page

    def test_the_contacts_say_who_covers_to_the_region_itself(self, client, manager, analyst):
        arranged(manager, analyst)
        for person, shown in ((analyst, True), (UserFactory(analyst=True), False)):
            client.force_login(person)
            page = client.get(reverse("accounts:contacts")).content.decode()
            assert (f"{analyst.name} covers" in page) is shown

    def test_a_gateway_officer_reads_it_and_ends_nothing(self, client, manager, analyst):
        cover = arranged(manager, analyst)
        client.force_login(UserFactory(gateway_officer=True, region=manager.region))

        assert "End the cover" not in client.get(cover.get_absolute_url()).content.decode()
        address = reverse("tasking:end-cover", args=[cover.reference])
        assert client.post(address, {"version": 1}).status_code == 403

    def test_the_list_takes_as_many_queries_for_one_as_for_many(
        self, client, manager, analyst, django_assert_num_queries
    ):
        client.force_login(manager)
        arranged(manager, analyst)
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("tasking:covers"))
        for number in range(5):
            RegionFactory()
            other = UserFactory(toex_manager=True, region=manager.region)
            third = UserFactory(analyst=True, region=manager.region)
            arranged(other, third, reason=f"Leave {number}.")
        with django_assert_num_queries(len(one)):
            client.get(reverse("tasking:covers"))
