"""Landing regional returns: what each line becomes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from cases.models import (
    Activity,
    Case,
    CaseForce,
    CaseRegion,
    CaseThreat,
    Classification,
    Outcome,
    Product,
    Return,
    Spell,
    SubjectRole,
    Threat,
)
from cases.returns import land_return
from cases.tests.returns import ARREST, FIRST, add_places, as_csv, as_xlsx
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.core.periods import london_date
from toex.forces.models import Region
from toex.workflow.refusals import NotYourStep

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _places(db):
    add_places()


@pytest.fixture
def region():
    return Region.objects.get(code="ERSOU")


@pytest.fixture
def manager(region):
    return UserFactory(toex_manager=True, region=region)


@pytest.fixture
def land(region, manager):
    def land(*lines, at=AT, content=None, **options):
        return land_return(
            region=region,
            content=content or as_csv(*lines),
            file_name="return.csv",
            by=manager,
            at=at,
            **options,
        )

    return land


@pytest.fixture
def problems(land):
    def problems(*lines, **options):
        with pytest.raises(ValidationError) as refused:
            land(*lines, **options)
        assert not Case.objects.exists()
        return refused.value.message_dict

    return problems


class TestTheCaseOfALine:
    def test_arrives_in_development_led_by_the_region_that_signs(self, land, region, manager):
        landed = land({**FIRST, "operation_name": "Exercise Larch", "supporting_regions": "EMSOU"})

        case = Case.objects.get()
        assert (landed.landed, landed.unchanged, landed.cases) == (0, 0, 1)
        assert (case.state, case.request, case.lead_region) == ("development", None, region)
        assert (case.home_region, case.home_reference) == (region, "EX-1")
        assert (case.title, case.operation_name) == ("Exercise Larch", "Exercise Larch")
        assert (case.requesting_force.code, case.primary_type) == ("essex", "ASE")
        assert list(
            CaseRegion.objects.order_by("pk").values_list("region__code", "part", "from_on")
        ) == [
            ("ERSOU", "lead", date(2022, 1, 10)),
            ("EMSOU", "support", date(2022, 1, 10)),
        ]
        assert list(CaseForce.objects.values_list("force__code", "asked")) == [("essex", True)]
        assert list(Classification.objects.values_list("primary_type", "at")) == [("ASE", AT)]
        assert Spell.objects.get().closed_on is None

    def test_arrives_closed_when_it_has_a_closing_date(self, land):
        land({**FIRST, "closed_on": "31/03/2022"})

        case, spell = Case.objects.get(), Spell.objects.get()
        assert (case.state, case.closed_on) == ("closed", date(2022, 3, 31))
        assert (spell.closed_on, spell.closed_at, spell.reason) == (
            date(2022, 3, 31),
            AT,
            "imported",
        )

    def test_may_be_asked_for_by_a_force_outside_the_region_or_a_body_without_one(self, land):
        land(
            {**FIRST, "requesting_force": "kent"},
            {**FIRST, "case_reference": "EX-2", "requesting_force": "british-transport-police"},
        )

        assert Case.objects.count() == 2

    def test_says_nothing_in_an_empty_cell_of_a_later_line(self, land):
        land(ARREST, {"case_reference": "EX-1", "event_kind": "charge", **_day("direct")})

        assert Outcome.objects.count() == 2

    def test_may_be_closed_by_a_later_return(self, land):
        land(ARREST)

        landed = land({**ARREST, "closed_on": "2022-06-30"}, at=AT + timedelta(days=1))

        case, spell = Case.objects.get(), Spell.objects.get()
        assert (landed.landed, landed.unchanged, landed.cases) == (0, 1, 0)
        assert (case.state, case.closed_on, case.version) == ("closed", date(2022, 6, 30), 2)
        assert (spell.closed_at, spell.reason) == (AT + timedelta(days=1), "imported")

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("operation_name", "Exercise Birch"),
            ("requesting_force", "kent"),
            ("primary_type", "CSE"),
            ("opened_on", "2022-01-11"),
            ("closed_on", "2022-03-30"),
            ("supporting_regions", "EMSOU;ROCUWM"),
        ],
    )
    def test_is_not_changed_by_a_return(self, land, column, value):
        known = {
            **FIRST,
            "operation_name": "Exercise Larch",
            "closed_on": "2022-03-31",
            "supporting_regions": "EMSOU",
        }
        land(known)

        with pytest.raises(ValidationError) as refused:
            land({**known, column: value})

        assert list(refused.value.message_dict) == [f"row 2: {column}"]

    def test_is_another_case_in_another_region(self, land):
        land(ARREST)
        elsewhere = UserFactory(toex_manager=True, region=Region.objects.get(code="EMSOU"))

        landed = land_return(
            region=elsewhere.region,
            content=as_csv(ARREST),
            file_name="return.csv",
            by=elsewhere,
            at=AT,
        )

        assert (landed.landed, landed.cases) == (1, 1)


def _day(attribution):
    return {"occurred_on": "2022-02-03", "attribution": attribution}


class TestTheEventOfALine:
    def test_arrives_verified_by_the_signer_and_recorded_by_nobody(self, land, manager):
        landed = land({**ARREST, "subject_key": "SUBJ-0001", "force": "kent"})

        outcome = Outcome.objects.get()
        assert (outcome.state, outcome.verified_by, outcome.verified_at) == (
            "verified",
            manager,
            AT,
        )
        assert (outcome.recorded_by, outcome.recorded_at) == (None, AT)
        assert (outcome.source, outcome.force.code, outcome.country) == (landed, "kent", "GB")
        subject = SubjectRole.objects.get()
        assert (subject.key, subject.role, subject.from_date) == (
            "SUBJ-0001",
            "suspect",
            date(2022, 2, 1),
        )

    def test_is_an_activity_at_noon_in_london(self, land):
        land({**FIRST, "event_kind": "development_activity", "occurred_on": "2022-06-01"})

        activity = Activity.objects.get()
        assert activity.kind == "development"
        assert activity.occurred_at == datetime(2022, 6, 1, 11, tzinfo=UTC)
        assert london_date(activity.occurred_at) == date(2022, 6, 1)

    def test_is_a_product(self, land):
        land({**FIRST, "event_kind": "product_delivered", "occurred_on": "2022-06-01"})

        product = Product.objects.get()
        assert (product.kind, product.delivered_on) == ("other", date(2022, 6, 1))

    def test_identifies_a_threat_once_for_the_whole_country(self, land):
        identified = {
            **FIRST,
            "event_kind": "ocg_identified",
            "attribution": "direct",
            "threat_kind": "ocg",
            "threat_reference": "OCG/1",
        }
        land(
            {**identified, "occurred_on": "2022-03-01", "identified_by_toex": "YES"},
            {**identified, "case_reference": "EX-2", "occurred_on": "2022-02-01"},
        )

        threat = Threat.objects.get()
        assert (threat.identified_by_toex, threat.high_harm) == (True, False)
        assert threat.identified_on == date(2022, 3, 1)
        assert CaseThreat.objects.count() == 2
        assert list(threat.flags.values_list("identified_by_toex", "at")) == [(True, AT)]

    def test_adds_a_flag_on_a_line_already_known_and_never_clears_one(self, land):
        line = {**ARREST, "threat_kind": "ocg", "threat_reference": "OCG/1"}
        land(line)

        land({**line, "high_harm": "y"}, at=AT + timedelta(days=1))
        land({**line, "high_harm": "no"}, at=AT + timedelta(days=2))

        threat = Threat.objects.get()
        assert threat.high_harm
        assert list(threat.flags.order_by("at").values_list("high_harm", "at")) == [
            (False, AT),
            (True, AT + timedelta(days=1)),
        ]

    def test_lands_as_often_as_it_stands_there(self, land):
        landed = land(ARREST, ARREST)
        again = land(ARREST, ARREST, ARREST)

        assert (landed.landed, again.landed, again.unchanged) == (2, 1, 2)

    def test_stays_void(self, land, manager):
        land(ARREST)
        Outcome.objects.update(
            **{"state": "void"}, voided_at=AT, voided_by=manager, void_reason="Recorded twice"
        )

        again = land(ARREST)

        assert (again.landed, again.unchanged) == (0, 1)

    def test_is_the_same_however_its_cells_are_written(self, land):
        land(ARREST)

        again = land(
            {
                **ARREST,
                "occurred_on": "1/2/2022",
                "opened_on": "10/01/2022",
                "quantity": "1.0",
                "country": "GB",
                "evidence_reference": "  ",
            }
        )

        assert (again.landed, again.unchanged) == (0, 1)

    def test_is_another_when_an_event_column_differs(self, land):
        land(ARREST)

        again = land({**ARREST, "evidence_reference": "EV/1"})

        assert (again.landed, again.unchanged) == (1, 0)


class TestTheWholeReturn:
    def test_lands_nothing_new_the_second_time(self, land):
        lines = [ARREST, {**ARREST, "case_reference": "EX-2", "closed_on": "2022-05-05"}]
        land(*lines)
        before = list(Case.objects.values()), list(Outcome.objects.values())

        again = land(*lines, at=AT + timedelta(days=90))

        assert (again.landed, again.unchanged, again.cases) == (0, 2, 0)
        assert (list(Case.objects.values()), list(Outcome.objects.values())) == before
        assert Return.objects.count() == 2

    def test_lands_not_at_all_in_a_dry_run(self, land):
        landed = land(ARREST, dry_run=True)

        assert (landed.pk, landed.landed, landed.cases) == (None, 1, 1)
        assert not Case.objects.exists()
        assert not Return.objects.exists()
        assert not AuditEvent.objects.exists()

    def test_is_the_same_from_a_workbook(self, land):
        line = {**ARREST, "quantity": 3, "occurred_on": date(2022, 2, 1), "high_harm": False}

        land(content=as_xlsx(line))
        again = land({**ARREST, "quantity": "3"})

        assert (again.landed, again.unchanged) == (0, 1)

    def test_is_told_to_the_trail(self, land, manager):
        landed = land(ARREST)

        event = AuditEvent.objects.get(action="return.land")
        assert (event.actor, event.target_pk, event.region) == (manager, landed.pk, manager.region)
        reference = Case.objects.get().reference
        assert event.changes == {
            "unchanged": 0,
            "new_cases": {reference: "EX-1"},
            "events": {reference: 1},
            "closed": {},
        }

    @pytest.mark.parametrize("role", ["analyst", "gateway_officer", "programme_office"])
    def test_is_signed_by_nobody_but_a_manager(self, region, role):
        with pytest.raises(NotYourStep):
            land_return(
                region=region,
                content=as_csv(ARREST),
                file_name="return.csv",
                by=UserFactory(**{role: True}),
                at=AT,
            )

    def test_is_not_signed_by_a_manager_of_another_region(self, region):
        with pytest.raises(NotYourStep):
            land_return(
                region=region,
                content=as_csv(ARREST),
                file_name="return.csv",
                by=UserFactory(toex_manager=True),
                at=AT,
            )

    def test_takes_as_many_queries_for_forty_lines_as_for_four(
        self, land, django_assert_max_num_queries
    ):
        lines = [{**ARREST, "case_reference": f"EX-{number}"} for number in range(40)]

        with django_assert_max_num_queries(45):
            land(*lines)
