"""Forms of a case: a time is said beside its box, a day in words, and what stays open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import services
from cases.models import Activity, Outcome
from cases.tests.browsing import address
from cases.tests.factories import CaseFactory, OutcomeFactory, analyst_of, lead_of, manager_of
from toex.forces.tests.factories import ForceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


class TestTheTimeOfAnEntry:
    def send(self, browse, case, **typed):
        given = {"kind": "note", "text": "Exercise entry.", **typed}
        return browse(analyst_of(case)).send(address("add-activity", case.reference), **given)

    def test_in_the_future_is_said_beside_the_time(self, browse, case):
        to_come = timezone.localtime() + timedelta(minutes=50)

        page = self.send(
            browse,
            case,
            occurred_on=to_come.date().isoformat(),
            occurred_time=to_come.strftime("%H:%M"),
        )

        assert list(page.context["form"].errors) == ["occurred_time"]
        assert '<a href="#id_occurred_time">The time must not be in the future.</a>' in (
            page.content.decode()
        )

    def test_before_the_case_opened_is_said_beside_the_day(self, browse, case):
        page = self.send(browse, case, occurred_on="2020-01-01")

        assert list(page.context["form"].errors) == ["occurred_on"]
        assert "Exercise entry." in page.content.decode()
        assert not Activity.objects.exists()

    def test_that_is_none_is_said_in_plain_words(self, browse, case):
        page = self.send(browse, case, occurred_on="2022-09-06", occurred_time="25:99")

        assert "Time must be a time of day, like 14:30." in page.content.decode()


def test_a_day_before_the_case_opened_is_told_with_the_day_in_words(browse, case):
    page = browse(analyst_of(case)).send(
        address("record-outcome", case.reference),
        kind="charge",
        occurred_on="2020-01-01",
        attribution="direct",
    )

    opened = f"{case.opened_on.day} {case.opened_on:%B %Y}"
    assert f"not be before the case opened on {opened}." in page.content.decode()


def test_restricting_says_what_stays_open(browse, case):
    page = browse(manager_of(case)).open(address("restrict", case.reference))

    assert "The request it came from stays open to your region&#x27;s team." in (
        page.content.decode()
    )


class TestRecordingOneOutcomeAfterAnother:
    ANOTHER = "Record another outcome of this case"

    def test_a_saved_outcome_leads_to_recording_the_next(self, browse):
        outcome = OutcomeFactory()
        case, analyst = outcome.case, browse(analyst_of(outcome.case))

        page = analyst.open(outcome.get_absolute_url()).content.decode()

        record = address("record-outcome", case.reference)
        assert f'href="{record}">{self.ANOTHER}</a>' in page
        assert "What kind of outcome" in analyst.open(record).content.decode()

    def test_whoever_may_not_record_is_not_offered_it(self, browse):
        outcome = OutcomeFactory()
        Outcome.objects.filter(pk=outcome.pk).update(force=outcome.case.requesting_force)

        page = browse(lead_of(outcome.case)).open(outcome.get_absolute_url())

        assert page.status_code == 200
        assert self.ANOTHER not in page.content.decode()


class TestTheForceWhereItHappened:
    def chosen(self, browse, case, **asked):
        page = browse(analyst_of(case)).open(address("record-outcome", case.reference), **asked)
        return page.context["form"]["force"].value()

    def test_is_the_only_force_with_a_part_in_the_case(self, browse, case):
        assert self.chosen(browse, case, kind="arrest") == case.requesting_force.code

    def test_is_left_open_where_more_have_one(self, browse, case):
        manager = manager_of(case)
        services.add_force(case, force=ForceFactory(), by=manager, at=timezone.now())

        assert self.chosen(browse, case, kind="arrest") is None

    def test_is_that_of_the_outcome_which_is_replaced(self, browse):
        outcome = OutcomeFactory(void=True)

        assert self.chosen(browse, outcome.case, replaces=outcome.pk) is None
