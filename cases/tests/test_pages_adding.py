"""Forms of a case: a time is said beside its box, a day in words, and what stays open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Activity
from cases.tests.browsing import address
from cases.tests.factories import CaseFactory, analyst_of, manager_of

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
