"""A region's shared mailbox gets what everybody there may see, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from cases import services as casework
from cases.tests.factories import (
    OPENED_AT,
    CaseFactory,
    OutcomeFactory,
    analyst_of,
    manager_of,
    take,
)
from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.choices import MailUse
from toex.accounts.models import Gateway
from toex.accounts.tests.factories import UserFactory
from toex.notices import services
from toex.notices.choices import Way
from toex.notices.models import Notice
from toex.notices.tasks import notify
from toex.notices.tests.mailing import mail_digests

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 2, 18, tzinfo=UTC)
LATE = datetime(2022, 10, 12, 1, 20, tzinfo=UTC)


def open_mailbox(region, mail=MailUse.ALSO):
    return Gateway.objects.create(region=region, mailbox="team@region.example", mail=mail)


def sent():
    """Return a request that was sent to a region with a Gateway officer."""
    row = TaskingRequestFactory(submitted=True, at=AT - timedelta(days=1))
    UserFactory(gateway_officer=True, region=row.region)
    return row


def mailed(row):
    """Return (reader, way) of each notice about `row`, the mailbox as its region."""
    notices = Notice.objects.filter(target=str(row)).select_related("mailbox", "recipient")
    return {
        (str(notice.mailbox or notice.recipient.role), Way(notice.way))
        for notice in notices.filter(kind__in=["tasking/new_request", "cases/waiting"])
    }


class TestAMailboxBesideThePeople:
    def test_gets_a_new_request_as_each_gateway_officer_does(self):
        first = sent()
        open_mailbox(first.region)

        row = TaskingRequestFactory(submitted=True, force=first.force, at=AT)

        assert mailed(row) == {
            (row.region.code, Way.NOW),
            ("gateway_officer", Way.NOW),
        }

    def test_gets_what_is_not_urgent_once_a_day(self, mailoutbox):
        row = sent()
        open_mailbox(row.region)
        Notice.objects.waiting().update(sent_at=AT)
        for minute in range(2):
            with transaction.atomic():
                notify(
                    kind="tasking/message",
                    recipients=[Cast(row).gateway],
                    about=row,
                    at=AT + timedelta(minutes=minute),
                    team=row.region,
                )

        mail_digests(at=AT + timedelta(days=1))

        mail = next(mail for mail in mailoutbox if mail.to == ["team@region.example"])
        assert len(mailoutbox) == 2
        assert mail.body.startswith(f"Messages to the team of {row.region.code}")
        assert f"{row.get_absolute_url()}\n" in mail.body
        assert "/contacts/gateway/" in mail.body
        assert "/notices/" not in mail.body
        assert row.title not in mail.body


class TestAMailboxInPlaceOfThePeople:
    def test_people_have_it_on_their_page_and_in_no_email(self, mailoutbox):
        first = sent()
        gateway = Cast(first).gateway
        open_mailbox(first.region, MailUse.INSTEAD)
        row = TaskingRequestFactory(submitted=True, force=first.force, at=AT)
        notice = Notice.objects.get(recipient=gateway, target=row.reference)

        assert notice.way == Way.PAGE
        assert notice in Notice.objects.visible_to(gateway)
        assert services.send_notice(notice_id=notice.pk, at=AT) is False
        assert not Notice.objects.waiting().filter(recipient=gateway).exists()


class TestWhatAMailboxNeverGets:
    def test_a_case_that_is_restricted(self):
        case = CaseFactory()
        analyst_of(case)
        open_mailbox(case.lead_region, MailUse.INSTEAD)
        case = take(
            casework.restrict_case, case, at=OPENED_AT, reason="Exercise.", by=manager_of(case)
        )

        casework.remind_of_waiting_cases(at=LATE)

        assert mailed(case) == {("toex_manager", Way.DIGEST)}

    def test_what_was_restricted_before_it_left(self, mailoutbox):
        case = CaseFactory()
        analyst_of(case)
        open_mailbox(case.lead_region)
        casework.remind_of_waiting_cases(at=LATE)
        assert (case.lead_region.code, Way.DIGEST) in mailed(case)
        take(casework.restrict_case, case, at=LATE, reason="Exercise.", by=manager_of(case))

        mail_digests(at=LATE + timedelta(days=1))

        assert "team@region.example" not in [mail.to[0] for mail in mailoutbox]
        assert Notice.objects.get(mailbox__isnull=False, kind="cases/waiting").dropped_at

    def test_a_request_that_was_passed_on_before_it_left(self):
        row = sent()
        open_mailbox(row.region)
        row = TaskingRequestFactory(submitted=True, force=row.force, at=AT)
        notice = Notice.objects.get(mailbox__isnull=False)
        other = UserFactory(gateway_officer=True).region
        type(row).objects.filter(pk=row.pk).update(region=other)

        assert services.send_notice(notice_id=notice.pk, at=AT) is False

    def test_anything_once_it_is_switched_off(self, mailoutbox):
        row = sent()
        gateway = open_mailbox(row.region)
        TaskingRequestFactory(submitted=True, force=row.force, at=AT)
        notice = Notice.objects.get(mailbox__isnull=False)
        gateway.mail = MailUse.NONE
        gateway.save()

        assert services.send_notice(notice_id=notice.pk, at=AT) is False
        assert mailoutbox == []


class TestReminders:
    def test_of_a_stuck_case_goes_to_the_mailbox_too(self):
        case = CaseFactory()
        manager_of(case)
        open_mailbox(case.lead_region)

        casework.remind_of_waiting_cases(at=LATE)

        assert mailed(case) == {
            (case.lead_region.code, Way.DIGEST),
            ("toex_manager", Way.DIGEST),
        }

    def test_of_a_task_goes_to_whose_task_it_is(self):
        case = CaseFactory(development=True)
        open_mailbox(case.lead_region, MailUse.INSTEAD)
        casework.add_task(
            case,
            by=manager_of(case),
            at=OPENED_AT,
            text="Ring.",
            assignee=analyst_of(case),
            due_on=datetime(2022, 9, 8, tzinfo=UTC).date(),
        )

        casework.remind_of_waiting_cases(at=datetime(2022, 9, 9, 1, 20, tzinfo=UTC))

        assert mailed(case) == {("analyst", Way.DIGEST)}

    def test_of_outcomes_goes_to_the_mailbox_too(self):
        case = CaseFactory()
        manager_of(case)
        open_mailbox(case.lead_region)

        OutcomeFactory(case=case)

        waiting = Notice.objects.filter(kind="cases/outcomes_waiting")
        assert waiting.filter(mailbox=case.lead_region).count() == 1
