"""Regional quarters: which rows there are, what is wrong with them, and their two steps."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from metrics import quarters
from metrics.models import RegionalQuarter
from metrics.tests.factories import CaseFactory, OutcomeFactory, noon, transfer
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.periods import parse
from toex.forces.tests.factories import ForceFactory
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 15)
AT = datetime(2022, 6, 15, 9, tzinfo=UTC)


def quarter_of(region, period="2021/22-Q4"):
    quarters.ensure(TODAY)
    return RegionalQuarter.objects.get(region=region, period=period)


def found(row):
    """Return the problems of a quarter as {code: count}."""
    return {problem.code: problem.count for problem in quarters.problems(row, today=TODAY)}


@pytest.fixture
def force():
    return ForceFactory()


@pytest.fixture
def manager(force):
    return UserFactory(toex_manager=True, region=force.region)


@pytest.fixture
def office():
    return UserFactory(programme_office=True)


class TestEnsure:
    def test_each_region_has_a_row_for_each_quarter_begun(self):
        force, other = ForceFactory(), ForceFactory()
        assert quarters.ensure(date(2022, 4, 1)) == 8
        rows = RegionalQuarter.objects.values_list("region__code", "period", "reference")
        names = ["2021/22-Q2", "2021/22-Q3", "2021/22-Q4", "2022/23-Q1"]
        assert set(rows) == {
            (code, name, f"{code}-{name.replace('/', '-')}")
            for code in (force.region.code, other.region.code)
            for name in names
        }

    def test_a_second_call_adds_nothing_and_asks_two_questions(
        self, force, django_assert_num_queries
    ):
        quarters.ensure(TODAY)
        with django_assert_num_queries(2):
            assert quarters.ensure(TODAY) == 0

    def test_only_what_is_missing_is_added(self, force):
        quarters.ensure(date(2022, 3, 31))
        assert quarters.ensure(date(2022, 4, 1)) == 1

    def test_before_the_programme_there_is_no_quarter(self, force):
        assert quarters.ensure(date(2021, 6, 30)) == 0


class TestProblems:
    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"draft": True}, "not_verified"),
            ({"disputed_at": AT}, "disputed"),
            ({"force": None}, "place_not_known"),
            ({"case__primary_type": "UNK"}, "unknown_type"),
            ({"kind": "person_safeguarded", "subject_key": ""}, "unkeyed"),
            (
                {
                    "occurred_on": date(2022, 2, 10),
                    "recorded_at": datetime(2022, 3, 13, 0, 30, tzinfo=UTC),
                },
                "late",
            ),
            (
                {
                    "occurred_on": date(2022, 3, 31),
                    "recorded_at": datetime(2022, 4, 14, 23, 0, tzinfo=UTC),
                },
                "back_dated",
            ),
        ],
    )
    def test_each_is_counted_for_the_region_leading(self, force, fields, code):
        case_fields = {"requesting_force": force}
        if "case__primary_type" in fields:
            fields = {}
            case_fields["primary_type"] = "UNK"
        given = {"kind": "arrest", "subject_key": "KEY-9", **fields}
        outcome = OutcomeFactory(case=CaseFactory(**case_fields), **given)
        assert found(quarter_of(outcome.case.lead_region)) == {code: 1}

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"void": True, "disputed_at": AT},
            {"force": None, "country": "ES"},
            {"recorded_at": datetime(2022, 4, 14, 12, tzinfo=UTC)},
            {
                "occurred_on": date(2022, 3, 31),
                "recorded_at": datetime(2022, 4, 14, 22, 59, tzinfo=UTC),
            },
            {"kind": "person_safeguarded", "subject_key": "KEY-1"},
        ],
    )
    def test_what_is_in_order_is_no_problem(self, force, fields):
        case = CaseFactory(requesting_force=force)
        OutcomeFactory(case=case, kind="arrest", subject_key="KEY-2")
        OutcomeFactory(case=case, **{"kind": "arrest", "subject_key": "KEY-3", **fields})
        assert found(quarter_of(force.region)) == {}

    def test_people_without_a_key_are_counted_as_people(self, force):
        OutcomeFactory(case=CaseFactory(requesting_force=force), quantity=7)
        row = quarter_of(force.region)
        (problem,) = quarters.problems(row, today=TODAY)
        assert (problem.count, problem.detail) == (7, "7 people are recorded without a key.")
        assert problem.link.endswith(f"region={force.region.code}#unkeyed")

    def test_an_outcome_is_of_the_region_that_led_that_day(self, force):
        case, other = CaseFactory(requesting_force=force), ForceFactory().region
        OutcomeFactory(case=case, kind="arrest", draft=True, subject_key="KEY-1")
        transfer(case, other, date(2022, 3, 16), known_at=noon(date(2022, 3, 16)))
        OutcomeFactory(
            case=case, kind="charge", draft=True, occurred_on=date(2022, 3, 16), subject_key="K-01"
        )
        assert found(quarter_of(force.region)) == {"not_verified": 1}
        assert found(quarter_of(other)) == {"not_verified": 1}

    def test_of_two_rows_that_lead_the_later_known_is_right(self, force):
        case = CaseFactory(requesting_force=force)
        first, second = ForceFactory().region, ForceFactory().region
        transfer(case, first, date(2022, 3, 20), known_at=noon(date(2022, 3, 20)))
        transfer(case, second, date(2022, 3, 10), known_at=noon(date(2022, 3, 25)))
        OutcomeFactory(case=case, kind="charge", draft=True, subject_key="KEY-1")
        assert found(quarter_of(second)) == {"not_verified": 1}

    def test_an_empty_quarter_that_is_over_says_so(self, force):
        assert found(quarter_of(force.region)) == {"nothing_recorded": 1}
        assert found(quarter_of(force.region, "2022/23-Q1")) == {}

    def test_a_list_takes_as_many_queries_as_one(self, force, django_assert_num_queries):
        OutcomeFactory.create_batch(5, draft=True)
        quarters.ensure(TODAY)
        rows = list(RegionalQuarter.objects.select_related("region"))
        for some in (rows[:1], rows):
            with django_assert_num_queries(1):
                quarters.problems_of(some, today=TODAY)


class TestConfirm:
    def test_it_is_confirmed_by_somebody_at_some_time(self, force, manager):
        OutcomeFactory(case=CaseFactory(requesting_force=force), draft=True, subject_key="K-01")
        row = quarters.confirm_quarter(
            quarter_of(force.region), version=1, by=manager, at=AT, note="Checked twice."
        )
        assert (row.state, row.confirmed_at, row.confirmed_by) == ("confirmed", AT, manager)
        event = AuditEvent.objects.get(action="quarter.confirm")
        assert event.changes["problems"] == {"not_verified": 1}
        assert (event.changes["outcomes"], event.note) == (1, "Checked twice.")
        assert not Notice.objects.exists()

    def test_a_quarter_that_runs_is_not_confirmed(self, force, manager):
        row = quarter_of(force.region, "2022/23-Q1")
        with pytest.raises(StepNotAllowed):
            quarters.confirm_quarter(row, version=1, by=manager, at=AT)

    def test_a_quarter_has_ended_with_the_london_day(self, force, manager):
        row = quarter_of(force.region)
        before = datetime(2022, 3, 31, 22, 59, tzinfo=UTC)
        with pytest.raises(StepNotAllowed):
            quarters.confirm_quarter(row, version=1, by=manager, at=before)
        after = datetime(2022, 3, 31, 23, 0, tzinfo=UTC)
        assert quarters.confirm_quarter(row, version=1, by=manager, at=after).confirmed_at == after

    def test_a_nil_return_of_what_is_not_empty_is_refused(self, force, manager):
        OutcomeFactory(case=CaseFactory(requesting_force=force))
        row = quarter_of(force.region)
        with pytest.raises(ValidationError) as caught:
            quarters.confirm_quarter(row, version=1, by=manager, at=AT, nil_return=True)
        assert list(caught.value.message_dict) == ["nil_return"]

    def test_a_nil_return_settles_an_empty_quarter(self, force, manager):
        row = quarter_of(force.region)
        row = quarters.confirm_quarter(row, version=1, by=manager, at=AT, nil_return=True)
        assert (row.nil_return, found(row)) == (True, {})

    def test_an_empty_quarter_is_accepted_without_it_and_told(self, force, manager):
        row = quarters.confirm_quarter(quarter_of(force.region), version=1, by=manager, at=AT)
        assert (row.state, found(row)) == ("confirmed", {"nothing_recorded": 1})

    def test_once_it_is_confirmed_nobody_is_asked_to_confirm_a_nil_return(self, force, manager):
        row = quarter_of(force.region)
        (asked,) = quarters.problems(row, today=TODAY)
        row = quarters.confirm_quarter(row, version=1, by=manager, at=AT)
        (told,) = quarters.problems(row, today=TODAY)
        assert asked.detail.endswith("Confirm a nil return if that is right.")
        assert told.detail == "No outcome is recorded, and it was confirmed without a nil return."

    def test_is_for_a_manager_of_the_region(self, force, office):
        row = quarter_of(force.region)
        for by in (UserFactory(analyst=True, region=force.region), office):
            with pytest.raises(NotYourStep):
                quarters.confirm_quarter(row, version=1, by=by, at=AT)
        stranger = UserFactory(toex_manager=True)
        with pytest.raises(RegionalQuarter.DoesNotExist):
            quarters.confirm_quarter(row, version=1, by=stranger, at=AT)

    def test_not_on_an_old_version_and_not_twice(self, force, manager):
        row = quarter_of(force.region)
        with pytest.raises(VersionStale):
            quarters.confirm_quarter(row, version=9, by=manager, at=AT)
        row = quarters.confirm_quarter(row, version=1, by=manager, at=AT)
        with pytest.raises(StepNotAllowed):
            quarters.confirm_quarter(row, version=2, by=manager, at=AT)


class TestReopen:
    def confirmed(self, force, manager):
        return quarters.confirm_quarter(
            quarter_of(force.region), version=1, by=manager, at=AT, nil_return=True
        )

    def test_it_is_open_and_its_managers_are_told(self, force, manager, office):
        row = self.confirmed(force, manager)
        row = quarters.reopen_quarter(row, version=2, by=office, at=AT, reason="A late arrest.")
        assert (row.state, row.nil_return, row.confirmed_at, row.confirmed_by) == (
            "open",
            False,
            None,
            None,
        )
        notice = Notice.objects.get()
        assert (notice.kind, notice.recipient) == ("metrics/quarter_reopened", manager)
        assert AuditEvent.objects.get(action="quarter.reopen").note == "A late arrest."

    def test_it_needs_a_reason(self, force, manager, office):
        row = self.confirmed(force, manager)
        with pytest.raises(ValidationError):
            quarters.reopen_quarter(row, version=2, by=office, at=AT, reason=" ")

    def test_is_for_the_programme_office(self, force, manager):
        row = self.confirmed(force, manager)
        with pytest.raises(NotYourStep):
            quarters.reopen_quarter(row, version=2, by=manager, at=AT, reason="Mine.")


class TestUnconfirmed:
    def test_names_each_region_that_has_not_confirmed_in_order(self, manager, force):
        other = ForceFactory().region
        row = quarter_of(force.region)
        quarters.confirm_quarter(row, version=1, by=manager, at=AT, nil_return=True)
        assert quarters.unconfirmed(parse("2021/22-Q4")) == [
            f"{other.code} had not confirmed 2021/22 Q4 when the figures were frozen."
        ]
        assert quarters.unconfirmed(parse("2021/22-Q4"), is_frozen=False) == [
            f"{other.code} has not confirmed 2021/22 Q4."
        ]

    def test_names_regions_of_one_quarter_in_one_sentence(self):
        regions = [ForceFactory().region for _ in range(3)]
        quarter_of(regions[0])
        first, second, third = sorted(regions, key=lambda region: region.order)
        named = f"{first.code}, {second.code} and {third.code}"
        assert quarters.unconfirmed(parse("2021/22-Q4")) == [
            f"{named} had not confirmed 2021/22 Q4 when the figures were frozen."
        ]
        assert quarters.unconfirmed(parse("2021/22-Q4"), is_frozen=False) == [
            f"{named} have not confirmed 2021/22 Q4."
        ]

    def test_a_quarter_confirmed_with_something_left_is_told(self, manager, force):
        case = CaseFactory(requesting_force=force)
        OutcomeFactory(case=case, draft=True, kind="arrest")
        OutcomeFactory.create_batch(2, case=case, force=None, kind="charge", subject_key="K-01")
        quarters.confirm_quarter(quarter_of(force.region), version=1, by=manager, at=AT)
        assert quarters.unconfirmed(parse("2021/22-Q4")) == [
            f"{force.region.code} confirmed 2021/22 Q4 with this left to put right: "
            "outcomes not verified, places not known."
        ]

    def test_a_year_names_each_of_its_quarters(self, force):
        quarter_of(force.region)
        told = quarters.unconfirmed(parse("2021/22"))
        assert [sentence.split()[5] for sentence in told] == ["Q2", "Q3", "Q4"]

    def test_a_region_launched_later_had_nothing_to_confirm(self):
        force = ForceFactory(region__launched_on=date(2022, 4, 1))
        quarter_of(force.region)
        assert quarters.unconfirmed(parse("2021/22-Q4")) == []
        assert len(quarters.unconfirmed(parse("2022/23-Q1"))) == 1
