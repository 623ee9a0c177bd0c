from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.choices import Part
from cases.models import Case
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    CaseFactory,
    ThreatFactory,
    analyst_of,
    gateway_of,
    lead_of,
    manager_of,
    person,
    supporter,
)
from toex.accounts.choices import Role
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory, RegionFactory
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionStale

pytestmark = pytest.mark.django_db
LATER = OPENED_AT + timedelta(days=9)
LATER_ON = OPENED_ON + timedelta(days=9)


def wrong_fields(service, row, **fields):
    with pytest.raises(ValidationError) as caught:
        service(row, **fields)
    return sorted(caught.value.message_dict)


def by_manager(case):
    return {"by": manager_of(case), "at": LATER}


class TestAddMember:
    def test_adds_somebody_of_the_lead_or_a_supporting_region_from_today(self):
        case = CaseFactory()
        people = [analyst_of(case), supporter(case)]

        members = [services.add_member(case, user=one, **by_manager(case)) for one in people]

        assert [member.user for member in members] == people
        assert (members[0].from_on, members[0].recorded_at) == (LATER_ON, LATER)

    def test_nobody_else_becomes_one(self):
        case = CaseFactory()
        strangers = [
            person(Role.ANALYST, RegionFactory()),
            gateway_of(case),
            lead_of(case),
            UserFactory(analyst=True, region=case.lead_region, is_open=False),
        ]

        for user in strangers:
            assert wrong_fields(services.add_member, case, user=user, **by_manager(case)) == [
                "user"
            ]

    def test_nobody_becomes_one_twice_at_a_time(self):
        case = CaseFactory()
        user = analyst_of(case)
        member = services.add_member(case, user=user, **by_manager(case))

        again = wrong_fields(services.add_member, case, user=user, **by_manager(case))

        assert again == ["user"]
        services.end_member(member, version=1, until=LATER_ON, **by_manager(case))
        assert services.add_member(case, user=user, **by_manager(case)).pk != member.pk

    def test_is_for_a_manager_of_the_lead_region(self):
        case = CaseFactory()

        for by in (analyst_of(case), supporter(case, Role.TOEX_MANAGER), lead_of(case)):
            with pytest.raises(NotYourStep):
                services.add_member(case, by=by, at=LATER, user=analyst_of(case))


class TestAddForce:
    def test_gives_a_force_sight_of_the_summary(self):
        case, force = CaseFactory(), ForceFactory()
        reader = person(Role.FORCE_LEAD, force)
        assert not Case.objects.visible_to(reader).exists()

        services.add_force(case, force=force, **by_manager(case))

        assert Case.objects.visible_to(reader).exists()

    def test_a_force_with_a_part_does_not_get_another(self):
        case = CaseFactory()

        wrong = wrong_fields(
            services.add_force, case, force=case.requesting_force, **by_manager(case)
        )

        assert wrong == ["force"]


class TestAddRegion:
    def test_gives_a_region_full_sight_from_a_day_in_the_past_on(self):
        case, region = CaseFactory(), RegionFactory()

        part = services.add_region(case, region=region, from_date=OPENED_ON, **by_manager(case))

        assert (part.part, part.from_on, part.recorded_at) == (Part.SUPPORT, OPENED_ON, LATER)
        assert Case.objects.seen_in_full_by(person(Role.ANALYST, region)).exists()

    @pytest.mark.parametrize("days", [-1, 10])
    def test_neither_begins_in_the_future_nor_before_the_case(self, days):
        case = CaseFactory()
        fields = {"region": RegionFactory(), "from_date": OPENED_ON + timedelta(days=days)}

        wrong = wrong_fields(services.add_region, case, **fields, **by_manager(case))

        assert wrong == ["from_date"]

    def test_a_region_that_leads_or_supports_is_not_added(self):
        case = CaseFactory()
        there = supporter(case).region

        for region in (case.lead_region, there):
            fields = {"region": region, "from_date": OPENED_ON}
            assert wrong_fields(services.add_region, case, **fields, **by_manager(case)) == [
                "region"
            ]

    def test_a_region_comes_back_only_after_its_last_day(self):
        case, region = CaseFactory(), RegionFactory()
        part = services.add_region(case, region=region, from_date=OPENED_ON, **by_manager(case))
        services.end_region(part, version=1, until=LATER_ON, **by_manager(case))
        fields = {"region": region, "from_date": OPENED_ON + timedelta(days=1)}

        assert wrong_fields(services.add_region, case, **fields, **by_manager(case)) == [
            "from_date"
        ]
        fields["from_date"] = LATER_ON
        assert services.add_region(case, **fields, **by_manager(case)).ended_at is None


class TestEnding:
    def test_ends_sight_at_once_and_keeps_the_moment(self):
        case, force = CaseFactory(), ForceFactory()
        part = services.add_force(case, force=force, **by_manager(case))

        part = services.end_force(part, version=1, until=LATER_ON, **by_manager(case))

        assert (part.until_on, part.ended_at, part.version) == (LATER_ON, LATER, 2)
        assert not Case.objects.visible_to(person(Role.FORCE_LEAD, force)).exists()
        event = AuditEvent.objects.get(action="case.end-force")
        assert (event.within, event.region) == (case.reference, case.lead_region)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_neither_before_it_began_nor_in_the_future(self, days):
        case = CaseFactory()
        part = services.add_force(case, force=ForceFactory(), **by_manager(case))

        wrong = wrong_fields(
            services.end_force,
            part,
            version=1,
            until=LATER_ON + timedelta(days=days),
            **by_manager(case),
        )

        assert wrong == ["until"]

    def test_neither_the_asking_force_nor_the_lead_is_ended(self):
        case = CaseFactory()
        fields = {"version": 1, "until": LATER_ON, **by_manager(case)}

        with pytest.raises(StepNotAllowed):
            services.end_force(case.forces.get(), **fields)
        with pytest.raises(StepNotAllowed):
            services.end_region(case.regions.get(), **fields)

    def test_what_has_ended_does_not_end_again(self):
        case = CaseFactory()
        part = services.add_force(case, force=ForceFactory(), **by_manager(case))
        fields = {"until": LATER_ON, **by_manager(case)}
        services.end_force(part, version=1, **fields)

        with pytest.raises(VersionStale):
            services.end_force(part, version=1, **fields)
        with pytest.raises(StepNotAllowed):
            services.end_force(part, version=2, **fields)


class TestAddActivity:
    ACTIVITY = {"kind": "development", "text": "Looked at adverts.", "occurred_at": OPENED_AT}

    def test_is_open_to_the_lead_and_to_supporting_regions_in_any_state(self):
        case = CaseFactory(closed=True)

        for by in (analyst_of(case), manager_of(case), supporter(case)):
            activity = services.add_activity(case, by=by, at=LATER, **self.ACTIVITY)
            assert (activity.recorded_by, activity.recorded_at) == (by, LATER)

    def test_is_not_open_to_who_reads_the_summary(self):
        case = CaseFactory()

        for by in (lead_of(case), gateway_of(case), UserFactory(programme_office=True)):
            with pytest.raises(NotYourStep):
                services.add_activity(case, by=by, at=LATER, **self.ACTIVITY)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"kind": "party"}, "kind"),
            ({"text": "  "}, "text"),
            ({"text": "x" * 20_001}, "text"),
            ({"occurred_at": LATER + timedelta(minutes=1)}, "occurred_at"),
            ({"occurred_at": OPENED_AT - timedelta(days=1)}, "occurred_at"),
        ],
    )
    def test_names_what_does_not_fit(self, given, field):
        case = CaseFactory()
        fields = {**self.ACTIVITY, **given, **by_manager(case)}

        assert wrong_fields(services.add_activity, case, **fields) == [field]


class TestTasks:
    def test_a_task_is_for_somebody_of_the_case_and_is_done_once(self):
        case = CaseFactory()
        task = services.add_task(case, text="Ring.", assignee=supporter(case), **by_manager(case))

        task = services.finish_task(task, version=1, **by_manager(case))

        assert (task.state, task.done_at, task.done_by) == ("done", LATER, manager_of(case))
        with pytest.raises(StepNotAllowed):
            services.finish_task(task, version=2, **by_manager(case))

    def test_names_what_does_not_fit(self):
        case = CaseFactory()
        stranger = person(Role.ANALYST, RegionFactory())
        fields = {"assignee": stranger, "due_on": OPENED_ON - timedelta(days=1)}

        wrong = wrong_fields(services.add_task, case, text=" ", **fields, **by_manager(case))

        assert wrong == ["assignee", "due_on", "text"]


class TestAddSubject:
    def test_is_dated_today_if_no_day_is_given(self):
        case = CaseFactory()

        subject = services.add_subject(case, key="KEY-1", role="witness", **by_manager(case))

        assert (subject.from_date, subject.recorded_at) == (LATER_ON, LATER)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"key": "abc"}, "key"),
            ({"key": ""}, "key"),
            ({"role": "friend"}, "role"),
            ({"from_date": LATER_ON + timedelta(days=1)}, "from_date"),
        ],
    )
    def test_names_what_does_not_fit(self, given, field):
        case = CaseFactory()
        fields = {"key": "KEY-1", "role": "victim", **given, **by_manager(case)}

        assert wrong_fields(services.add_subject, case, **fields) == [field]

    def test_the_same_part_is_not_added_twice(self):
        case = CaseFactory()
        fields = {"key": "KEY-1", "role": "victim", **by_manager(case)}
        services.add_subject(case, **fields)

        assert wrong_fields(services.add_subject, case, **fields) == ["key"]
        assert services.add_subject(case, **{**fields, "role": "suspect"}).role == "suspect"

    def test_is_for_the_team_that_leads(self):
        case = CaseFactory()

        with pytest.raises(NotYourStep):
            services.add_subject(case, by=supporter(case), at=LATER, key="KEY-1", role="victim")


class TestLinkThreat:
    def test_there_is_one_threat_for_a_kind_and_reference_nationwide(self):
        here, there = CaseFactory(), CaseFactory()
        first = ThreatFactory(case=here, reference="OCG-1")

        second = ThreatFactory(case=there, reference="OCG-1")

        assert first == second
        assert first.cases.count() == 2
        assert ThreatFactory(case=there, reference="OCG-1", kind="other") != first

    def test_a_link_adds_flags_and_clears_none(self):
        here, there = CaseFactory(), CaseFactory()
        ThreatFactory(case=here, reference="OCG-1", high_harm=True)

        threat = ThreatFactory(
            case=there,
            reference="OCG-1",
            high_harm=False,
            identified_by_toex=True,
            identified_on=OPENED_ON,
        )

        assert (threat.high_harm, threat.identified_by_toex) == (True, True)
        assert [row.identified_by_toex for row in threat.flags.order_by("pk")] == [False, True]

    def test_a_link_that_adds_nothing_leaves_the_threat_alone(self):
        case = CaseFactory()
        threat = ThreatFactory(case=case, reference="OCG-1")

        again = ThreatFactory(case=case, reference="OCG-1")

        assert (again.version, again.flags.count(), again.cases.count()) == (threat.version, 1, 1)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"kind": "gang"}, "kind"),
            ({"reference": " "}, "reference"),
            ({"reference": "x" * 101}, "reference"),
            ({"identified_on": OPENED_ON}, "identified_on"),
            (
                {"identified_by_toex": True, "identified_on": LATER_ON + timedelta(days=1)},
                "identified_on",
            ),
        ],
    )
    def test_names_what_does_not_fit(self, given, field):
        case = CaseFactory()
        fields = {"kind": "ocg", "reference": "OCG-1", **given, **by_manager(case)}

        assert wrong_fields(services.link_threat, case, **fields) == [field]


class TestThreatSteps:
    def test_a_flag_changes_with_a_reason_and_stays_dated(self):
        threat = ThreatFactory(identified_by_toex=True, identified_on=OPENED_ON)
        case = threat.cases.get().case

        threat = services.flag_threat(
            threat,
            version=threat.version,
            reason="It was known.",
            identified_by_toex=False,
            **by_manager(case),
        )

        assert (threat.identified_by_toex, threat.identified_on) == (False, None)
        latest = threat.flags.latest("pk")
        assert (latest.at, latest.reason, latest.identified_by_toex) == (
            LATER,
            "It was known.",
            False,
        )

    def test_an_archived_threat_keeps_its_reason_until_it_is_active_again(self):
        threat = ThreatFactory(archived=True)
        case = threat.cases.get().case
        assert (threat.state, threat.archive_reason) == ("archived", "dismantled")

        threat = services.activate_threat(threat, version=threat.version, **by_manager(case))

        assert (threat.state, threat.archive_reason) == ("active", "")

    def test_archiving_needs_one_of_the_reasons(self):
        threat = ThreatFactory(active=True)
        case = threat.cases.get().case
        fields = {"version": threat.version, "archive_reason": "bored", **by_manager(case)}

        assert wrong_fields(services.archive_threat, threat, **fields) == ["archive_reason"]
