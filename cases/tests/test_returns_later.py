"""The next return of a region, after its cases have been worked on here."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.models import Case, Hold, Outcome, Spell, Threat
from cases.returns import land_return
from cases.tests.returns import ARREST, FIRST, add_places, as_csv
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
AT = datetime(2023, 2, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=30)


@pytest.fixture(autouse=True)
def manager(db):
    add_places()
    return UserFactory(toex_manager=True, region=Region.objects.get(code="ERSOU"))


@pytest.fixture
def land(manager):
    def land(*lines, at=LATER):
        return land_return(
            region=manager.region, content=as_csv(*lines), file_name="r.csv", by=manager, at=at
        )

    return land


@pytest.fixture
def case(land):
    land({**ARREST, "operation_name": "Exercise Larch"}, at=AT)
    return Case.objects.get()


OLD = {**ARREST, "operation_name": "Exercise Larch"}


def refused(land, *lines):
    before = Outcome.objects.count()
    with pytest.raises(ValidationError) as error:
        land(*lines)
    assert Outcome.objects.count() == before
    return error.value.message_dict


class TestTheNextReturn:
    def test_may_repeat_old_lines_after_a_case_was_reclassified(self, land, case, manager):
        services.reclassify(
            case,
            version=case.version,
            by=manager,
            at=AT,
            reason="Exercise reasons.",
            primary_type="LAB",
            operation_name="Exercise Yew",
        )

        old = land(OLD)
        now = land({**OLD, "primary_type": "LAB", "operation_name": "Exercise Yew"})

        assert (old.landed, old.unchanged, now.unchanged) == (0, 1, 1)
        case.refresh_from_db()
        assert (case.primary_type, case.operation_name) == ("LAB", "Exercise Yew")

    def test_leaves_a_voided_event_void(self, land, case, manager):
        outcome = Outcome.objects.get()
        services.void_outcome(
            outcome, version=outcome.version, by=manager, at=AT, reason="Exercise reasons."
        )

        assert land(OLD).unchanged == 1
        assert Outcome.objects.get().state == "void"

    def test_brings_late_events_of_the_days_on_which_the_region_led(self, land, case, manager):
        services.transfer_lead(
            case,
            version=case.version,
            by=manager,
            at=AT,
            region=Region.objects.get(code="EMSOU"),
            from_date=date(2022, 3, 1),
            reason="Exercise reasons.",
        )

        landed = land(OLD, {**OLD, "occurred_on": "2022-02-28"})
        told = refused(land, {**OLD, "occurred_on": "2022-03-01"})

        assert (landed.landed, landed.unchanged) == (1, 1)
        assert "neither led nor supported" in told["row 2: occurred_on"][0]

    def test_does_not_close_a_case_that_another_region_leads(self, land, case, manager):
        services.transfer_lead(
            case,
            version=case.version,
            by=manager,
            at=AT,
            region=Region.objects.get(code="EMSOU"),
            from_date=date(2022, 3, 1),
            reason="Exercise reasons.",
        )

        told = refused(land, {**OLD, "closed_on": "2022-05-01"})

        assert "Another region leads EX-1 now" in told["row 2: closed_on"][0]

    def test_ends_the_hold_of_a_case_that_it_closes(self, land, case, manager):
        services.hold_case(
            case, version=case.version, by=manager, at=AT, reason="Exercise reasons."
        )

        land({**OLD, "closed_on": "2022-05-01"})

        case.refresh_from_db()
        assert (case.state, case.on_hold, case.closed_on) == ("closed", False, date(2022, 5, 1))
        assert Hold.objects.get().resumed_at == LATER
        assert AuditEvent.objects.filter(action="case.import-closing", target_pk=case.pk).exists()

    def test_does_not_close_again_what_was_reopened_here(self, land, case, manager):
        land({**OLD, "closed_on": "2022-05-01"})
        case.refresh_from_db()
        services.reopen_case(
            case, version=case.version, by=manager, at=LATER, reason="Exercise reasons."
        )

        again = land({**OLD, "closed_on": "2022-05-01"}, at=LATER + timedelta(days=1))
        told = refused(land, {**OLD, "closed_on": "2022-06-01"})

        case.refresh_from_db()
        assert (again.unchanged, case.state) == (1, "development")
        assert "another day" in told["row 2: closed_on"][0]

    def test_says_when_a_case_was_closed_here_on_another_day(self, land, case, manager):
        services.close_case(
            case, version=case.version, by=manager, at=AT, owner="force", reason="overtaken"
        )

        assert land(OLD).unchanged == 1
        told = refused(land, {**OLD, "closed_on": "2022-05-01"})
        landed = land({**OLD, "closed_on": "2023-02-01"})

        assert "another day" in told["row 2: closed_on"][0]
        assert landed.unchanged == 1
        assert Spell.objects.get().reason == "overtaken"

    def test_adds_a_flag_to_a_threat_another_region_brought(self, land, case):
        line = {**ARREST, "threat_kind": "ocg", "threat_reference": "OCG/1"}
        land(line)
        elsewhere = UserFactory(toex_manager=True, region=Region.objects.get(code="EMSOU"))

        land_return(
            region=elsewhere.region,
            content=as_csv({**line, "high_harm": "yes"}),
            file_name="r.csv",
            by=elsewhere,
            at=LATER + timedelta(days=1),
        )

        threat = Threat.objects.get()
        assert (threat.high_harm, threat.version, threat.cases.count()) == (True, 2, 2)
        assert AuditEvent.objects.filter(action="threat.flag", target_pk=threat.pk).exists()

    def test_may_leave_the_columns_of_a_known_case_empty(self, land, case):
        line = {**dict.fromkeys(FIRST, ""), "case_reference": "EX-1", "event_kind": "charge"}

        landed = land({**line, "occurred_on": "2022-04-01", "attribution": "direct"})

        assert (landed.landed, landed.cases) == (1, 0)

    def test_takes_a_disruption_without_its_four_p(self, land, case):
        landed = land({**OLD, "event_kind": "disruption", "level": "minor"})

        assert landed.landed == 1
