"""Drafts, steps, messages and sights: what each service does, and what it leaves undone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tasking import services
from tasking.models import TaskingRequest
from tasking.tests.factories import FILLED, FIRST_MOMENT, Cast, TaskingRequestFactory
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory, RegionFactory
from toex.notices.models import Notice
from toex.workflow.refusals import NotYourStep, StepNotAllowed, VersionMissing, VersionStale

pytestmark = pytest.mark.django_db
LATER = FIRST_MOMENT + timedelta(days=30)


def told(kind):
    kinds = Notice.objects.filter(kind=f"tasking/{kind}")
    return sorted(kinds.values_list("recipient__email", flat=True))


def trail(row):
    return list(AuditEvent.objects.about(row).order_by("pk").values_list("action", flat=True))


class TestCreateRequest:
    def test_the_trail_holds_codes_and_no_words(self, force_lead):
        row = services.create_request(by=force_lead, at=LATER, **FILLED)
        event = AuditEvent.objects.about(row).get()
        assert event.action == "request.create"
        assert FILLED["title"] not in str(event.changes)

    def test_text_is_trimmed_and_a_code_is_kept_once(self, force_lead):
        row = services.create_request(
            by=force_lead, at=LATER, title="  Exercise  ", flags=["vawg", "vawg"]
        )
        assert (row.title, row.flags) == ("Exercise", ["vawg"])

    @pytest.mark.parametrize("title", ["", "   "])
    def test_a_title_is_needed(self, force_lead, title):
        with pytest.raises(ValidationError) as error:
            services.create_request(by=force_lead, at=LATER, title=title)
        assert set(error.value.message_dict) == {"title"}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "x" * 201),
            ("summary", "x" * 20_001),
            ("summary", "\x00"),
            ("primary_type", "NONE"),
            ("marking", "SECRET"),
            ("secondary_types", ["NONE"]),
            ("flags", "vawg"),
            ("flags", [1]),
            ("forces_affected", ["nowhere"]),
            ("countries", ["UK"]),
            ("suspects_known", -1),
            ("suspects_known", 100_000),
            ("needed_by", "soon"),
        ],
    )
    def test_a_value_that_does_not_fit_is_named(self, force_lead, field, value):
        with pytest.raises(ValidationError) as error:
            services.create_request(by=force_lead, at=LATER, **{"title": "x", field: value})
        assert set(error.value.message_dict) == {field}
        assert not TaskingRequest.objects.exists()


class TestChangeRequest:
    def test_the_trail_names_the_fields_and_not_what_is_in_them(self):
        row = TaskingRequestFactory(draft=True)
        by = row.requester
        services.change_request(row, version=1, by=by, at=LATER, summary="New words")
        event = AuditEvent.objects.about(row).latest("pk")
        assert event.changes == {"fields": ["summary"]}

    @pytest.mark.parametrize(("version", "refusal"), [(None, VersionMissing), (9, VersionStale)])
    def test_it_takes_the_version(self, version, refusal):
        row = TaskingRequestFactory(draft=True)
        with pytest.raises(refusal):
            services.change_request(row, version=version, by=row.requester, at=LATER, title="x")

    def test_a_primary_type_is_dated_from_the_first_sending_on(self):
        row = TaskingRequestFactory(draft=True, primary_type="LAB")
        by = row.requester
        row = services.change_request(row, version=1, by=by, at=LATER, primary_type="DS")
        assert not row.classifications.exists()
        row = services.submit_request(row, version=2, by=by, at=LATER)
        row = services.return_request(row, version=3, by=Cast(row).gateway, at=LATER, reason="?")
        changed = LATER + timedelta(days=1)
        row = services.change_request(row, version=4, by=by, at=changed, primary_type="CSE")
        row = services.change_request(row, version=5, by=by, at=changed, title="Same type")
        dated = row.classifications.order_by("pk").values_list("primary_type", "at")
        assert list(dated) == [("DS", LATER), ("CSE", changed)]


class TestSubmitRequest:
    def test_it_stamps_the_moment_and_the_region_and_tells_both_sides(self):
        row = TaskingRequestFactory(draft=True)
        gateway = Cast(row).gateway
        row = services.submit_request(row, version=1, by=row.requester, at=LATER)
        assert (row.submitted_at, row.in_state_since) == (LATER, LATER)
        spell = row.regions.get()
        assert (spell.region, spell.from_at, spell.until_at) == (row.region, LATER, None)
        assert told("acknowledged") == [row.requester.email]
        assert told("new_request") == [gateway.email]
        assert trail(row) == ["request.create", "request.submit"]

    def test_one_entered_for_a_force_is_acknowledged_to_its_leads(self):
        officer = UserFactory(gateway_officer=True)
        force = ForceFactory(region=officer.region)
        lead = UserFactory(force_lead=True, force=force)
        TaskingRequestFactory(submitted=True, requester=officer, force=force)
        assert told("acknowledged") == [lead.email]

    def test_an_incomplete_one_stays_a_draft_and_nobody_hears(self):
        row = TaskingRequestFactory(draft=True, safeguarding_done="   ", immediate_risk=None)
        with pytest.raises(ValidationError) as error:
            services.submit_request(row, version=1, by=row.requester, at=LATER)
        assert set(error.value.message_dict) == {"safeguarding_done", "immediate_risk"}
        row.refresh_from_db()
        assert (row.state, row.version) == ("draft", 1)
        assert not Notice.objects.exists()

    def test_no_is_an_answer(self):
        row = TaskingRequestFactory(draft=True, immediate_risk=False)
        row = services.submit_request(row, version=1, by=row.requester, at=LATER)
        assert row.state == "submitted"

    def test_a_stranger_finds_no_such_request(self, force_lead):
        row = TaskingRequestFactory(draft=True)
        with pytest.raises(TaskingRequest.DoesNotExist):
            services.submit_request(row, version=1, by=force_lead, at=LATER)


class TestReturnAndResubmit:
    def test_the_clock_stops_from_one_to_the_other(self):
        row = TaskingRequestFactory(in_triage=True)
        back = LATER + timedelta(days=2)
        cast = Cast(row)
        row = services.return_request(
            row, version=row.version, by=cast.gateway, at=LATER, reason="Where?"
        )
        row = services.resubmit_request(
            row, version=row.version, by=cast.lead, at=back, note="There."
        )
        spell = row.returns.get()
        assert (spell.returned_at, spell.resubmitted_at) == (LATER, back)
        assert list(row.messages.order_by("pk").values_list("text", flat=True)) == [
            "Where?",
            "There.",
        ]
        assert told("returned") == [cast.lead.email]
        assert told("resubmitted") == [cast.gateway.email]

    def test_without_a_note_there_is_no_message(self):
        row = TaskingRequestFactory(returned=True)
        row = services.resubmit_request(row, version=row.version, by=row.requester, at=LATER)
        assert row.messages.count() == 1  # the reason of the return

    def test_what_was_emptied_meanwhile_must_be_filled_again(self):
        row = TaskingRequestFactory(returned=True)
        by = row.requester
        row = services.change_request(row, version=row.version, by=by, at=LATER, summary="")
        with pytest.raises(ValidationError, match="summary"):
            services.resubmit_request(row, version=row.version, by=by, at=LATER)

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_a_return_without_a_reason_is_none(self, reason):
        row = TaskingRequestFactory(in_triage=True)
        with pytest.raises(ValidationError, match="reason"):
            services.return_request(
                row, version=row.version, by=Cast(row).gateway, at=LATER, reason=reason
            )
        assert not row.returns.exists()


class TestPassOnRequest:
    def pass_on(self, row, region):
        return services.pass_on_request(
            row,
            version=row.version,
            by=Cast(row).gateway,
            at=LATER,
            region=region,
            reason="It happens there.",
        )

    def test_it_is_new_again_in_the_other_region_and_both_are_dated(self):
        row = TaskingRequestFactory(in_triage=True)
        here, there = row.region, RegionFactory()
        gateway = UserFactory(gateway_officer=True, region=there)
        row = self.pass_on(row, there)
        assert (row.state, row.region) == ("submitted", there)
        spells = row.regions.order_by("pk").values_list("region__code", "until_at")
        assert list(spells) == [(here.code, LATER), (there.code, None)]
        assert gateway.email in told("new_request")

    def test_not_to_the_region_it_is_with(self):
        row = TaskingRequestFactory(submitted=True)
        with pytest.raises(ValidationError, match="region"):
            self.pass_on(row, row.region)


class TestWithdrawRequest:
    def test_a_draft_is_withdrawn_without_anybody_else_hearing(self):
        row = TaskingRequestFactory(draft=True)
        services.withdraw_request(row, version=1, by=row.requester, at=LATER, reason="Done.")
        assert not Notice.objects.exists()

    def test_a_decided_one_stays(self):
        row = TaskingRequestFactory(decided=True)
        with pytest.raises(StepNotAllowed):
            services.withdraw_request(
                row, version=row.version, by=row.requester, at=LATER, reason="Done."
            )


class TestAddMessage:
    def test_each_side_tells_the_other(self):
        row = TaskingRequestFactory(submitted=True)
        cast = Cast(row)
        gateway = cast.gateway
        services.add_message(row, by=cast.lead, at=LATER, text="Any news?")
        assert told("message") == [gateway.email]
        services.add_message(row, by=gateway, at=LATER, text="Soon.")
        assert told("message") == sorted([gateway.email, cast.lead.email])

    def test_its_words_are_not_in_the_trail(self):
        row = TaskingRequestFactory(submitted=True)
        services.add_message(row, by=row.requester, at=LATER, text="Any news?")
        event = AuditEvent.objects.around(row).get(action="request.message")
        assert "news" not in f"{event.changes}{event.note}"

    def test_the_programme_office_writes_none(self):
        row = TaskingRequestFactory(submitted=True)
        with pytest.raises(NotYourStep):
            services.add_message(
                row, by=UserFactory(programme_office=True), at=LATER, text="Hello"
            )

    def test_a_message_is_never_changed(self):
        row = TaskingRequestFactory(submitted=True)
        services.add_message(row, by=row.requester, at=LATER, text="Any news?")
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            row.messages.update(text="No news?")


class TestSetSights:
    def test_it_replaces_who_else_reads_the_request(self):
        row = TaskingRequestFactory(adopted=True)
        region = RegionFactory()
        manager = UserFactory(toex_manager=True, region=region)
        analyst = UserFactory(analyst=True, region=region)
        gateway = UserFactory(gateway_officer=True, region=region)

        def readers():
            return [
                user.role
                for user in (manager, analyst, gateway)
                if TaskingRequest.objects.visible_to(user).exists()
            ]

        services.set_sights(row, regions=[region], users=[])
        assert readers() == ["toex_manager", "analyst"]
        services.set_sights(row, managers_of=[region])
        assert readers() == ["toex_manager"]
        services.set_sights(row, users=[analyst])
        assert readers() == ["analyst"]
        services.set_sights(row)
        assert readers() == []


class TestWhatTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "change",
        [{"state": "submitted"}, {"state": "decided"}, {"case_reference": "TX-000001"}],
    )
    def test_a_half_done_state(self, change):
        row = TaskingRequestFactory(draft=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            TaskingRequest.objects.filter(pk=row.pk).update(**change)
