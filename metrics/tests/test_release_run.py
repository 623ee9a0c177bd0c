"""The run of published quarters: only numbers that are out, without a gap, by the XmR rules."""

from datetime import timedelta

import pytest

from metrics.models import Release, ReleaseFigure
from metrics.releases.run import verdicts
from metrics.tests.releases import START, release
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=1)
QUARTERS = ["2021/22-Q3", "2021/22-Q4", "2022/23-Q1", "2022/23-Q2", "2022/23-Q3", "2022/23-Q4"]
STEADY = [20, 24, 19, 23, 21]


def out(period, value, *, edition=1, hidden="", publish_at=START):
    row = release(period, edition)
    ReleaseFigure.objects.create(
        release=row, measure="arrests", table="nation", value=value, status="ok", hidden=hidden
    )
    Release.objects.filter(pk=row.pk).update(
        state="approved",
        frozen_by=row.created_by,
        approved_by=UserFactory(programme_office=True),
        approved_at=START,
        publish_at=publish_at,
    )
    return row


def told(values, periods=QUARTERS, **more):
    *_, row = [out(*each, **more) for each in zip(periods, values, strict=True)]
    return verdicts(row, now=NOW).get("arrests")


@pytest.mark.parametrize(
    ("last", "expected"),
    [(22, "No clear change"), (90, "Higher than expected, worth a look")],
)
def test_six_in_a_row_are_judged_by_the_rules_for_months(last, expected):
    assert told([*STEADY, last]) == expected


def test_five_are_too_few():
    assert told(STEADY, QUARTERS[1:]) is None


def test_a_gap_ends_the_run():
    assert told([20, *STEADY[1:], 22], ["2021/22-Q2", *QUARTERS[1:]]) is None


def test_a_hidden_number_ends_the_run():
    out(QUARTERS[0], 20)
    out(QUARTERS[1], 3, hidden="primary")

    assert told([19, 23, 21, 22], QUARTERS[2:]) is None


def test_of_several_editions_the_last_that_is_out_counts():
    out(QUARTERS[4], 21, edition=2)
    out(QUARTERS[4], 500, edition=3, publish_at=NOW + timedelta(days=1))

    assert told([*STEADY[:4], 500, 90]) == "Higher than expected, worth a look"


def test_a_year_has_none():
    assert verdicts(out("2022/23", 100), now=NOW) == {}


def test_the_quarters_before_cost_two_queries(django_assert_num_queries):
    *_, row = [out(*each) for each in zip(QUARTERS, [*STEADY, 22], strict=True)]

    with django_assert_num_queries(2):
        verdicts(row, now=NOW)
