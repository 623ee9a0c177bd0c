"""Who sees which case, outcome and threat: the queryset is what pages and endpoints stand on."""

from datetime import timedelta

import pytest

from cases import services
from cases.models import Case, Outcome, Task, Threat
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    WHY,
    CaseFactory,
    OutcomeFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    person,
    supporter,
    take,
)
from cases.workflow import TEAM
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db
LATER = OPENED_AT + timedelta(days=9)


def sight(case, reader):
    """Return "full", "summary" or "none"."""
    if Case.objects.seen_in_full_by(reader).filter(pk=case.pk).exists():
        assert Case.objects.visible_to(reader).filter(pk=case.pk).exists()
        return "full"
    seen = Case.objects.visible_to(reader).filter(pk=case.pk).exists()
    assert not (seen and reader.role in TEAM), "whoever works on cases sees in full, or not at all"
    return "summary" if seen else "none"


def neighbour(case):
    """Return the lead of a force that the lead region added."""
    force = ForceFactory()
    services.add_force(case, by=manager_of(case), at=OPENED_AT, force=force)
    return person(Role.FORCE_LEAD, force)


def readers(case):
    """Return everybody who might look at a case, by what they are to it."""
    region = RegionFactory()
    services.add_region(
        case, by=manager_of(case), at=OPENED_AT, region=region, from_date=OPENED_ON
    )
    return {
        "manager": manager_of(case),
        "analyst": analyst_of(case),
        "gateway": gateway_of(case),
        "lead": lead_of(case),
        "neighbour": neighbour(case),
        "supporting manager": person(Role.TOEX_MANAGER, region),
        "supporting analyst": person(Role.ANALYST, region),
        "supporting gateway": person(Role.GATEWAY_OFFICER, region),
        "office": UserFactory(programme_office=True),
        "auditor": UserFactory(auditor=True),
        "administrator": UserFactory(administrator=True),
        "nobody": UserFactory(),
        "other manager": person(Role.TOEX_MANAGER, RegionFactory()),
        "other analyst": person(Role.ANALYST, RegionFactory()),
        "other gateway": person(Role.GATEWAY_OFFICER, RegionFactory()),
        "other lead": UserFactory(force_lead=True),
    }


class TestCases:
    def test_each_role_sees_what_its_part_gives(self):
        case = CaseFactory()

        seen = {who: sight(case, reader) for who, reader in readers(case).items()}

        assert {who for who, how in seen.items() if how == "full"} == {
            "manager",
            "analyst",
            "supporting manager",
            "supporting analyst",
        }
        assert {who for who, how in seen.items() if how == "summary"} == {
            "gateway",
            "lead",
            "neighbour",
            "supporting gateway",
            "office",
        }

    def test_a_restricted_case_is_seen_by_managers_of_the_lead_and_analysts_who_are_members(self):
        case = CaseFactory()
        people = readers(case)
        added = {"by": manager_of(case), "at": OPENED_AT}
        services.add_member(case, user=people["supporting analyst"], **added)
        services.add_member(case, user=people["supporting manager"], **added)

        case = take(services.restrict_case, case, at=LATER, reason=WHY)

        seen = {who for who, reader in people.items() if sight(case, reader) != "none"}
        assert seen == {"manager", "supporting analyst"}

    def test_being_affected_gives_no_sight(self):
        force = ForceFactory()
        case = CaseFactory(request={"forces_affected": [force.code]})
        OutcomeFactory(case=case, force=force)

        assert sight(case, person(Role.FORCE_LEAD, force)) == "none"

    def test_a_member_of_a_region_that_has_gone_sees_no_more(self):
        case = CaseFactory()
        member = supporter(case)
        added = {"by": manager_of(case), "at": OPENED_AT}
        services.add_member(case, user=member, **added)
        case = take(services.restrict_case, case, at=OPENED_AT, reason=WHY)
        assert sight(case, member) == "full"

        part = case.regions.get(region=member.region)
        services.end_region(part, version=part.version, until=OPENED_ON, **added)

        assert sight(case, member) == "none"


class TestOutcomes:
    def seen(self, reader):
        return set(Outcome.objects.visible_to(reader))

    def test_the_asking_force_sees_all_and_a_neighbour_those_in_its_area(self):
        case = CaseFactory()
        other = neighbour(case)
        here = OutcomeFactory(case=case, force=case.requesting_force)
        there = OutcomeFactory(case=case, force=other.force)
        nowhere = OutcomeFactory(case=case)

        assert self.seen(lead_of(case)) == {here, there, nowhere}
        assert self.seen(other) == {there}
        assert self.seen(manager_of(case)) == {here, there, nowhere}
        assert self.seen(supporter(case)) == {here, there, nowhere}
        assert self.seen(gateway_of(case)) == set()
        assert self.seen(UserFactory(programme_office=True)) == {here, there, nowhere}

    def test_those_of_a_restricted_case_are_seen_by_who_sees_the_case(self):
        case = CaseFactory()
        outcome = OutcomeFactory(case=case)

        take(services.restrict_case, case, at=LATER, reason=WHY)

        assert self.seen(manager_of(case)) == {outcome}
        for reader in (lead_of(case), analyst_of(case), UserFactory(programme_office=True)):
            assert self.seen(reader) == set()

    def test_a_neighbour_whose_part_ended_sees_none(self):
        case = CaseFactory()
        other = neighbour(case)
        OutcomeFactory(case=case, force=other.force)
        part = case.forces.get(force=other.force)

        services.end_force(part, version=1, by=manager_of(case), at=LATER, until=OPENED_ON)

        assert self.seen(other) == set()


class TestThreatsAndTasks:
    def test_a_threat_is_seen_with_a_case_seen_in_full(self):
        threat = ThreatFactory()
        case = threat.cases.get().case
        seeing = [manager_of(case), analyst_of(case), UserFactory(programme_office=True)]

        assert all(threat in Threat.objects.visible_to(reader) for reader in seeing)
        for reader in (lead_of(case), gateway_of(case), UserFactory(auditor=True)):
            assert threat not in Threat.objects.visible_to(reader)

    def test_a_task_is_seen_with_a_case_seen_in_full(self):
        case = CaseFactory()
        task = services.add_task(case, by=manager_of(case), at=LATER, text="Ring.")

        assert task in Task.objects.visible_to(supporter(case))
        assert task not in Task.objects.visible_to(lead_of(case))
