from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.choices import Part
from cases.models import Case
from cases.tests.factories import OPENED_AT, OPENED_ON, WHY, CaseFactory, person
from tasking.choices import DecisionOutcome, Forum
from tasking.models import TaskingRequest
from tasking.tests.factories import TaskingRequestFactory
from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


def decide(request, *, at=OPENED_AT, outcome=DecisionOutcome.ADOPT, **fields):
    return services.decide(
        request,
        version=request.version,
        by=person(Role.TOEX_MANAGER, request.region),
        at=at,
        outcome=outcome,
        rationale=WHY,
        forum=Forum.OUTSIDE_MEETING,
        **fields,
    )


def with_toex(**fields):
    return TaskingRequestFactory(with_toex=True, at=datetime(2022, 9, 1, tzinfo=UTC), **fields)


class TestDecide:
    def test_adopting_opens_a_case_that_the_request_names(self):
        request = with_toex(secondary_types=["CSE"], flags=["vawg"])

        request = decide(request)

        case = Case.objects.get(request=request)
        assert request.case_reference == case.reference
        assert (case.title, case.operation_name) == (request.title, request.operation_name)
        assert (case.primary_type, case.secondary_types, case.flags) == ("ASE", ["CSE"], ["vawg"])
        assert case.sio_name == request.sio_name
        assert case.state == "terms"

    def test_adopting_with_conditions_opens_one_too(self):
        request = decide(
            with_toex(),
            outcome=DecisionOutcome.ADOPT_WITH_CONDITIONS,
            conditions="Exercise conditions.",
        )

        assert Case.objects.filter(request=request).exists()

    def test_a_case_begins_with_its_force_region_spell_and_type_as_dated_facts(self):
        request = with_toex()

        decide(request)

        case = Case.objects.get(request=request)
        force, lead = case.forces.get(), case.regions.get()
        assert (force.force, force.asked, force.from_on) == (request.force, True, OPENED_ON)
        assert (lead.region, lead.part, lead.from_on) == (request.region, Part.LEAD, OPENED_ON)
        assert force.recorded_at == lead.recorded_at == OPENED_AT
        spell = case.spells.get()
        assert (spell.is_first, spell.opened_on, spell.opened_at) == (True, OPENED_ON, OPENED_AT)
        assert case.classifications.get().at == OPENED_AT

    def test_a_case_opens_on_the_london_date_of_its_decision(self):
        request = with_toex()

        decide(request, at=datetime(2023, 3, 31, 23, 30, tzinfo=UTC))

        assert Case.objects.get(request=request).opened_on.isoformat() == "2023-04-01"

    @pytest.mark.parametrize(
        ("outcome", "fields"),
        [
            (DecisionOutcome.DECLINE, {"decline_code": "capacity"}),
            (DecisionOutcome.REFER, {"referred_to": "Exercise partner"}),
            (DecisionOutcome.OVERTAKEN, {}),
        ],
    )
    def test_a_decision_that_does_not_adopt_opens_none(self, outcome, fields):
        request = decide(with_toex(), outcome=outcome, **fields)

        assert request.case_reference == ""
        assert not Case.objects.exists()

    def test_a_declined_request_may_be_adopted_later(self):
        request = decide(with_toex(), outcome=DecisionOutcome.DECLINE, decline_code="capacity")

        request = decide(request)

        assert request.case_reference == Case.objects.get().reference

    def test_a_decision_that_does_not_hold_leaves_no_case(self):
        request = with_toex()

        with pytest.raises(ValidationError):
            decide(request, outcome=DecisionOutcome.ADOPT_WITH_CONDITIONS)

        request.refresh_from_db()
        assert request.state == "with_toex"
        assert not Case.objects.exists()

    def test_tells_the_trail_of_the_case(self):
        request = with_toex()

        decide(request)

        event = AuditEvent.objects.get(action="case.open")
        assert event.target == Case.objects.get().reference
        assert event.changes["request"] == request.reference


class TestWhoReadsTheRequestOfACase:
    def readers(self, case, *people):
        rows = TaskingRequest.objects
        return [rows.visible_to(one).filter(pk=case.request_id).exists() for one in people]

    def test_a_supporting_region_reads_it_while_it_supports(self):
        case, region = CaseFactory(), RegionFactory()
        manager, analyst = person(Role.TOEX_MANAGER, region), person(Role.ANALYST, region)
        gateway, boss = (
            person(Role.GATEWAY_OFFICER, region),
            person("toex_manager", case.lead_region),
        )
        assert self.readers(case, manager, analyst, gateway) == [False, False, False]

        part = services.add_region(case, by=boss, at=OPENED_AT, region=region, from_date=OPENED_ON)

        assert self.readers(case, manager, analyst, gateway) == [True, True, False]
        services.end_region(part, version=1, by=boss, at=OPENED_AT, until=OPENED_ON)
        assert self.readers(case, manager, analyst, gateway) == [False, False, False]

    def test_restricting_leaves_the_supporting_analysts_who_are_members(self):
        case, region = CaseFactory(), RegionFactory()
        member, other = person(Role.ANALYST, region), person(Role.TOEX_MANAGER, region)
        boss = person(Role.TOEX_MANAGER, case.lead_region)
        added = {"by": boss, "at": OPENED_AT}
        services.add_region(case, region=region, from_date=OPENED_ON, **added)
        services.add_member(case, user=member, **added)

        case = services.restrict_case(case, version=case.version, reason=WHY, **added)

        assert self.readers(case, member, other) == [True, False]
        services.unrestrict_case(case, version=case.version, **added)
        assert self.readers(case, member, other) == [True, True]

    def test_the_new_lead_reads_it_after_a_transfer(self):
        case, region = CaseFactory(), RegionFactory()
        boss = person(Role.TOEX_MANAGER, case.lead_region)

        services.transfer_lead(
            case,
            version=case.version,
            by=boss,
            at=OPENED_AT,
            region=region,
            from_date=OPENED_ON,
            reason=WHY,
        )

        assert self.readers(case, person(Role.ANALYST, region)) == [True]
