from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.choices import Part, State
from cases.models import Case
from cases.tests.factories import (
    OPENED_AT,
    OPENED_ON,
    WHY,
    CaseFactory,
    ImportedCaseFactory,
    analyst_of,
    manager_of,
    person,
    take,
)
from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import RegionFactory
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionMissing, VersionStale

pytestmark = pytest.mark.django_db
LATER = OPENED_AT + timedelta(days=9)
LATER_ON = OPENED_ON + timedelta(days=9)
TERMS = {
    "support": "An intelligence package.",
    "products": ["timeline"],
    "due_on": LATER_ON,
    "agreed_on": OPENED_ON,
    "sio_name": "Exercise Officer",
}
PRODUCT = {"kind": "timeline", "title": "Exercise timeline", "delivered_on": OPENED_ON}


def wrong_fields(service, case, **fields):
    with pytest.raises(ValidationError) as caught:
        take(service, case, at=LATER, **fields)
    return sorted(caught.value.message_dict)


class TestEveryStep:
    @pytest.mark.parametrize("version", [None, 99])
    def test_needs_the_version_that_it_was_taken_on(self, version):
        case = CaseFactory()
        refusal = VersionMissing if version is None else VersionStale

        with pytest.raises(refusal):
            services.hold_case(case, version=version, by=manager_of(case), at=LATER, reason=WHY)

    def test_is_out_of_reach_for_whoever_does_not_see_the_case(self):
        case, stranger = CaseFactory(), person(Role.TOEX_MANAGER, RegionFactory())

        with pytest.raises(Case.DoesNotExist):
            take(services.hold_case, case, at=LATER, by=stranger, reason=WHY)

    def test_is_refused_to_the_wrong_role_before_anything_else(self):
        case = CaseFactory()

        with pytest.raises(NotYourStep):
            services.close_case(
                case, version=None, by=analyst_of(case), at=LATER, owner="", reason=""
            )

    def test_tells_the_trail_who_when_and_why(self):
        case = CaseFactory()

        take(services.hold_case, case, at=LATER, reason="The force is busy.", note="Until May.")

        event = AuditEvent.objects.get(action="case.hold")
        assert (event.actor, event.at, event.target) == (manager_of(case), LATER, case.reference)
        assert event.note == "The force is busy.\n\nUntil May."

    @pytest.mark.parametrize(
        "service",
        [services.hold_case, services.restrict_case, services.reclassify],
    )
    def test_with_a_reason_needs_more_than_spaces(self, service):
        assert wrong_fields(service, CaseFactory(), reason="  ") == ["reason"]


class TestAgreeTerms:
    def test_keeps_the_terms_and_begins_development(self):
        case = take(services.agree_terms, CaseFactory(), at=LATER, **TERMS)

        assert case.state == State.DEVELOPMENT
        terms = case.terms.get()
        assert (terms.products, terms.agreed_on, terms.due_on) == (
            ["timeline"],
            OPENED_ON,
            LATER_ON,
        )
        assert (terms.recorded_at, terms.recorded_by) == (LATER, manager_of(case))

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"support": " "}, ["support"]),
            ({"support": "x" * 20_001}, ["support"]),
            ({"products": []}, ["products"]),
            ({"products": ["cake"]}, ["products"]),
            ({"sio_name": ""}, ["sio_name"]),
            ({"sio_name": "a\x00b"}, ["sio_name"]),
            ({"agreed_on": LATER_ON + timedelta(days=1)}, ["agreed_on", "due_on"]),
            ({"agreed_on": OPENED_ON - timedelta(days=1)}, ["agreed_on"]),
            ({"due_on": OPENED_ON - timedelta(days=1)}, ["due_on"]),
            ({"due_on": None}, ["due_on"]),
        ],
    )
    def test_names_what_does_not_fit(self, given, fields):
        assert wrong_fields(services.agree_terms, CaseFactory(), **{**TERMS, **given}) == fields


class TestDeliver:
    def test_adds_a_product_each_time(self):
        case = CaseFactory(development=True)

        case = take(services.deliver, case, at=LATER, **PRODUCT)
        case = take(services.deliver, case, at=LATER, **{**PRODUCT, "kind": "translation"})

        assert case.state == State.DELIVERED
        assert sorted(product.kind for product in case.products.all()) == [
            "timeline",
            "translation",
        ]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"kind": "cake"}, "kind"),
            ({"title": " "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"delivered_on": LATER_ON + timedelta(days=1)}, "delivered_on"),
            ({"delivered_on": OPENED_ON - timedelta(days=1)}, "delivered_on"),
            ({"recipient": "x" * 201}, "recipient"),
        ],
    )
    def test_names_what_does_not_fit(self, given, field):
        case = CaseFactory(development=True)

        assert wrong_fields(services.deliver, case, **{**PRODUCT, **given}) == [field]
        assert not case.products.exists()


class TestReassess:
    def test_keeps_the_summary(self):
        case = take(services.reassess, CaseFactory(delivered=True), at=LATER, summary="Lower.")

        assert case.state == State.REASSESSED
        assert case.reassessments.get().summary == "Lower."

    def test_an_assessment_of_another_case_does_not_fit(self):
        other = CaseFactory()
        assessment = services.assess_case(
            other,
            by=analyst_of(other),
            at=LATER,
            stage="reassessment",
            mode="external",
            external_model="Tool 1",
            external_score="7",
            external_band="high",
        )
        case = CaseFactory(delivered=True)

        fields = wrong_fields(services.reassess, case, summary="Lower.", assessment=assessment)

        assert fields == ["assessment"]


class TestClosing:
    def test_ends_the_spell_and_names_an_owner(self):
        case = CaseFactory(reassessed=True)

        case = take(services.close_case, case, at=LATER, owner="rocu", reason="completed")

        spell = case.spells.get()
        assert (case.state, case.owner, case.closed_on) == (State.CLOSED, "rocu", LATER_ON)
        assert (spell.closed_on, spell.closed_at, spell.reason) == (LATER_ON, LATER, "completed")

    @pytest.mark.parametrize("reason", ["overtaken", "withdrawn", "no_exploitation_found"])
    @pytest.mark.parametrize("story", ["", "agree", "agree deliver", "agree deliver reassess"])
    def test_other_reasons_close_from_any_open_state(self, story, reason):
        case = take(
            services.close_case, CaseFactory(story=story), at=LATER, owner="none", reason=reason
        )

        assert case.state == State.CLOSED

    @pytest.mark.parametrize("story", ["", "agree", "agree deliver"])
    def test_work_is_completed_only_once_the_threat_was_reassessed(self, story):
        case = CaseFactory(story=story)

        fields = wrong_fields(services.close_case, case, owner="force", reason="completed")

        assert fields == ["reason"]

    @pytest.mark.parametrize("reason", ["imported", "tired", ""])
    def test_an_owner_and_a_reason_are_codes(self, reason):
        fields = wrong_fields(services.close_case, CaseFactory(), owner="nobody", reason=reason)

        assert fields == ["owner", "reason"]

    def test_ends_a_hold(self):
        case = take(
            services.close_case,
            CaseFactory(on_hold=True),
            at=LATER,
            owner="none",
            reason="withdrawn",
        )

        assert not case.on_hold
        assert case.holds.get().resumed_at == LATER

    def test_reopening_begins_a_further_spell(self):
        case = take(services.reopen_case, CaseFactory(closed=True), at=LATER, reason=WHY)

        assert (case.state, case.owner, case.closed_on) == (State.DEVELOPMENT, "", None)
        spell = case.spells.get(closed_on__isnull=True)
        assert (spell.is_first, spell.opened_on, spell.opened_at) == (False, LATER_ON, LATER)

    def test_an_imported_case_closes_like_any_other(self):
        case = take(
            services.close_case, ImportedCaseFactory(), at=LATER, owner="none", reason="overtaken"
        )

        assert case.spells.get().reason == "overtaken"


class TestHolding:
    def test_keeps_from_when_to_when_and_why(self):
        case = take(services.hold_case, CaseFactory(), at=OPENED_AT, reason=WHY)
        assert case.on_hold

        case = take(services.resume_case, case, at=LATER)

        hold = case.holds.get()
        assert not case.on_hold
        assert (hold.held_at, hold.resumed_at, hold.reason) == (OPENED_AT, LATER, WHY)

    def test_a_case_on_hold_is_not_held_again(self):
        with pytest.raises(StepNotAllowed):
            take(services.hold_case, CaseFactory(on_hold=True), at=LATER, reason=WHY)


class TestTransferLead:
    def transfer(self, case, region, *, from_date=LATER_ON):
        fields = {"region": region, "from_date": from_date, "reason": WHY}
        return take(services.transfer_lead, case, at=LATER, **fields)

    def test_ends_the_old_lead_the_day_before_and_begins_the_new(self):
        case, region = CaseFactory(), RegionFactory()
        old = case.lead_region

        case = self.transfer(case, region)

        assert case.lead_region == region
        before, after = case.regions.order_by("pk")
        assert (before.region, before.until_on) == (old, LATER_ON - timedelta(days=1))
        assert before.ended_at == LATER
        assert (after.region, after.part, after.from_on) == (region, Part.LEAD, LATER_ON)
        assert after.recorded_at == LATER

    def test_the_region_that_led_does_not_see_the_case_any_more(self):
        case = CaseFactory()
        before = manager_of(case)

        self.transfer(case, RegionFactory())

        assert not Case.objects.visible_to(before).exists()

    def test_the_support_of_the_new_lead_ends_the_day_before(self):
        case, region = CaseFactory(), RegionFactory()
        services.add_region(
            case, by=manager_of(case), at=OPENED_AT, region=region, from_date=OPENED_ON
        )

        case = self.transfer(case, region)

        support = case.regions.get(part=Part.SUPPORT)
        assert (support.until_on, support.ended_at) == (LATER_ON - timedelta(days=1), LATER)

    def test_a_case_may_be_transferred_on_the_day_it_opened(self):
        case = self.transfer(CaseFactory(), RegionFactory(), from_date=OPENED_ON)

        assert case.regions.get(ended_at__isnull=True).from_on == OPENED_ON

    @pytest.mark.parametrize("days", [-10, 1])
    def test_neither_begins_in_the_future_nor_before_the_present_lead(self, days):
        fields = {"region": RegionFactory(), "from_date": LATER_ON + timedelta(days=days)}

        wrong = wrong_fields(services.transfer_lead, CaseFactory(), reason=WHY, **fields)

        assert wrong == ["from_date"]

    def test_the_lead_does_not_go_to_the_region_that_has_it(self):
        case = CaseFactory()
        fields = {"region": case.lead_region, "from_date": LATER_ON, "reason": WHY}

        assert wrong_fields(services.transfer_lead, case, **fields) == ["region"]


class TestReclassify:
    def test_a_new_type_is_a_dated_fact(self):
        case = take(
            services.reclassify,
            CaseFactory(),
            at=LATER,
            reason=WHY,
            primary_type="LAB",
            secondary_types=["DS", "DS"],
            flags=["online"],
            title="Exercise Alder",
            operation_name="",
        )

        assert (case.primary_type, case.secondary_types, case.flags) == ("LAB", ["DS"], ["online"])
        assert (case.title, case.operation_name) == ("Exercise Alder", "")
        assert [row.primary_type for row in case.classifications.order_by("pk")] == ["ASE", "LAB"]

    def test_what_is_not_given_stays(self):
        case = take(services.reclassify, CaseFactory(), at=LATER, reason=WHY, flags=["online"])

        assert (case.primary_type, case.title) == ("ASE", "Exercise Juniper")
        assert case.classifications.count() == 1

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("primary_type", "XYZ"),
            ("secondary_types", ["XYZ"]),
            ("flags", ["red"]),
            ("title", " "),
            ("title", "x" * 201),
            ("operation_name", "x" * 101),
        ],
    )
    def test_names_what_does_not_fit(self, name, value):
        case = CaseFactory()

        assert wrong_fields(services.reclassify, case, reason=WHY, **{name: value}) == [name]
