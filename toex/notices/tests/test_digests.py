"""What is not urgent leaves once a day, in one email, and only as far as its reader may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.utils import IntegrityError

from tasking.tests.factories import Cast, TaskingRequestFactory
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.notices import services
from toex.notices.choices import Way
from toex.notices.kinds import KINDS, kind_of
from toex.notices.models import Digest, Notice
from toex.notices.tasks import notify, send_daily_digests, send_waiting_notices
from toex.notices.tests.mailing import mail_digests

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 4, 2, 18, tzinfo=UTC)
SEVEN = datetime(2026, 4, 3, 6, tzinfo=UTC)  # in London, in summer


@pytest.fixture
def request_row():
    return TaskingRequestFactory(submitted=True, at=EVENING - timedelta(days=1))


@pytest.fixture
def gateway(request_row):
    Notice.objects.waiting().update(sent_at=EVENING)
    return Cast(request_row).gateway


def told(reader, row, *, kind="tasking/message", at=EVENING, **rest):
    with transaction.atomic():
        notify(kind=kind, recipients=[reader], about=row, at=at, **rest)
    return Notice.objects.latest("pk")


class TestWhatIsGathered:
    def test_several_messages_make_one_email(self, gateway, request_row, mailoutbox):
        for minute in range(3):
            told(gateway, request_row, at=EVENING + timedelta(minutes=minute))

        assert mail_digests(at=SEVEN) == 1

        (mail,) = mailoutbox
        assert mail.to == [gateway.email]
        assert mail.subject == (
            f"[OFFICIAL-SENSITIVE] {request_row.reference}: new message, and 2 more"
        )
        assert mail.body.count("What needs to be done: Somebody of your side") == 3
        assert request_row.title not in mail.body

    def test_each_says_by_when_why_and_how_to_change_it(self, gateway, request_row, mailoutbox):
        told(gateway, request_row, kind="tasking/waiting", due_on=date(2026, 4, 7))

        mail_digests(at=SEVEN)

        (mail,) = mailoutbox
        assert mail.subject.endswith("next step needed by 7 April 2026")
        assert "why it has to wait, by 7 April 2026." in mail.body
        assert "Why you get this: it waits for somebody with your role." in mail.body
        assert "/notices/preferences/" in mail.body

    def test_a_second_run_on_a_day_sends_nothing(self, gateway, request_row, mailoutbox):
        told(gateway, request_row)
        mail_digests(at=SEVEN)
        told(gateway, request_row, at=SEVEN - timedelta(minutes=1))

        assert mail_digests(at=SEVEN + timedelta(hours=3)) == 0
        assert mail_digests(at=SEVEN + timedelta(days=1)) == 1
        assert len(mailoutbox) == 2

    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 4, 3, 5, 59, tzinfo=UTC), date(2026, 4, 2)),
            (datetime(2026, 4, 3, 6, 0, tzinfo=UTC), date(2026, 4, 3)),
            (datetime(2026, 1, 8, 6, 59, tzinfo=UTC), date(2026, 1, 7)),
            (datetime(2026, 1, 8, 7, 0, tzinfo=UTC), date(2026, 1, 8)),
        ],
    )
    def test_the_day_turns_at_seven_in_london(self, gateway, request_row, at, day):
        told(gateway, request_row, at=at - timedelta(days=3))

        services.gather_digests(at=at)

        assert Digest.objects.get().day == day

    def test_what_was_written_after_seven_waits_for_the_next_day(self, gateway, request_row):
        told(gateway, request_row, at=SEVEN + timedelta(minutes=1))

        assert services.gather_digests(at=SEVEN + timedelta(hours=1)) == []

    def test_each_notice_names_its_digest(self, gateway, request_row):
        notice = told(gateway, request_row)
        mail_digests(at=SEVEN)

        notice.refresh_from_db()
        assert (notice.digest, notice.sent_at) == (Digest.objects.get(), SEVEN)

    def test_the_database_refuses_a_second_digest_of_a_day(self, gateway):
        Digest.objects.create(recipient=gateway, day=SEVEN.date(), created_at=SEVEN)

        with pytest.raises(IntegrityError), transaction.atomic():
            Digest.objects.create(recipient=gateway, day=SEVEN.date(), created_at=SEVEN)


class TestWhoGetsIt:
    def test_what_the_reader_no_longer_sees_is_left_out(self, gateway, request_row, mailoutbox):
        gone = TaskingRequestFactory(submitted=True, at=EVENING)
        Notice.objects.waiting().update(sent_at=EVENING)
        told(gateway, gone)
        told(gateway, request_row)

        mail_digests(at=SEVEN)

        assert gone.reference not in mailoutbox[0].body
        assert Notice.objects.get(target=gone.reference, recipient=gateway).dropped_at == SEVEN

    def test_nothing_is_sent_where_nothing_is_left(self, gateway, request_row, mailoutbox):
        told(gateway, request_row)
        User.objects.filter(pk=gateway.pk).update(is_open=False)

        assert mail_digests(at=SEVEN) == 0
        assert mailoutbox == []
        assert Digest.objects.get().dropped_at == SEVEN

    def test_whoever_wants_them_at_once_gets_them_at_once(
        self, gateway, request_row, mailoutbox, django_capture_on_commit_callbacks
    ):
        services.choose_mail(by=gateway, at=EVENING, at_once=True)

        with django_capture_on_commit_callbacks(execute=True):
            told(gateway, request_row)

        (mail,) = mailoutbox
        assert mail.subject.endswith(f"{request_row.reference}: new message")
        assert services.gather_digests(at=SEVEN) == []

    def test_what_is_urgent_comes_at_once_to_everybody(self, gateway, request_row):
        notice = told(gateway, request_row, kind="tasking/resubmitted")

        assert notice.way == Way.NOW


class TestWhenSomethingBreaks:
    def test_a_crash_after_sending_repeats_the_same_email(
        self, gateway, request_row, monkeypatch, mailoutbox
    ):
        told(gateway, request_row)
        (digest,) = services.gather_digests(at=SEVEN)
        send = EmailMessage.send

        def send_and_die(mail):
            send(mail)
            raise ConnectionError

        monkeypatch.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(ConnectionError):
            services.send_digest(digest_id=digest, at=SEVEN)
        monkeypatch.undo()
        told(gateway, request_row, at=SEVEN + timedelta(minutes=1))

        assert services.gather_digests(at=SEVEN + timedelta(hours=1)) == []
        send_waiting_notices()

        first, second = mailoutbox
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        assert first.body == second.body
        assert services.send_digest(digest_id=digest, at=SEVEN) is False

    def test_the_clock_hands_each_digest_to_a_worker(self, gateway, request_row, mailoutbox):
        told(gateway, request_row)
        other = UserFactory(gateway_officer=True, region=request_row.region)
        told(other, request_row)

        send_daily_digests()
        send_daily_digests()

        assert sorted(mail.to[0] for mail in mailoutbox) == sorted([gateway.email, other.email])


class TestKinds:
    @pytest.mark.parametrize("code", sorted(KINDS))
    def test_has_words_for_everything(self, code):
        kind = kind_of(code)

        assert kind.title
        assert kind.happened.endswith(".")
        assert kind.why.endswith(".")
        assert not kind.task.endswith(".")

    def test_one_that_is_not_in_the_table_is_refused(self, gateway, request_row):
        with pytest.raises(LookupError, match=r"kinds\.py"):
            told(gateway, request_row, kind="tasking/unheard-of")
