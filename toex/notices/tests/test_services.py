"""A notice leaves once, after the commit, and only to somebody who may still see the row."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from toex.accounts.tests.factories import UserFactory
from toex.notices import services
from toex.notices.choices import Way
from toex.notices.kinds import KINDS, Kind
from toex.notices.models import Notice
from toex.notices.tasks import notify, send_waiting_notices

NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture
def reader():
    return UserFactory(administrator=True)


@pytest.fixture
def about():
    """Return a row of whatever kind has an address: here a person."""
    return UserFactory()


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    trial = Kind(
        about="accounts.user", urgent=True, title="look", happened="It's a trial.", why="you try."
    )
    monkeypatch.setitem(KINDS, "trial", trial)


def written(reader, about, once=""):
    readers = [{"recipient": reader, "way": Way.NOW}]
    with transaction.atomic():
        (notice,) = services.write_notices(
            kind="trial", readers=readers, about=about, at=NOON, once=once
        )
    return notice


@pytest.mark.django_db
class TestWritingANotice:
    def test_writes_the_same_one_once(self, reader, about):
        first = written(reader, about, once="2026-04-02")

        assert written(reader, about, once="2026-04-02") == first
        assert Notice.objects.count() == 1

    def test_asks_as_often_for_many_readers_as_for_one(
        self, reader, about, django_assert_num_queries
    ):
        readers = [
            {"recipient": each, "way": Way.DIGEST}
            for each in [reader, about, *UserFactory.create_batch(8)]
        ]
        saved_look_and_write = 4

        with transaction.atomic(), django_assert_num_queries(saved_look_and_write):
            services.write_notices(kind="trial", readers=readers, about=about, at=NOON)

        assert Notice.objects.count() == len(readers)


@pytest.mark.django_db
class TestSendingANotice:
    def test_sends_it_once(self, reader, about, mailoutbox):
        notice = written(reader, about)

        sent = [services.send_notice(notice_id=notice.pk, at=NOON) for _ in range(2)]

        assert sent == [True, False]
        assert [mail.to for mail in mailoutbox] == [[reader.email]]
        assert mailoutbox[0].subject == f"[OFFICIAL-SENSITIVE] {about.email}: look"
        assert mailoutbox[0].extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}@")

    def test_drops_it_where_the_reader_no_longer_sees_the_row(self, reader, about, mailoutbox):
        notice = written(UserFactory(), about)

        assert services.send_notice(notice_id=notice.pk, at=NOON) is False
        assert mailoutbox == []
        assert Notice.objects.get().dropped_at == NOON

    def test_drops_it_where_the_reader_has_left(self, reader, about, mailoutbox):
        notice = written(reader, about)
        reader.is_open = False
        reader.save()

        assert services.send_notice(notice_id=notice.pk, at=NOON) is False
        assert mailoutbox == []

    def test_finds_what_the_broker_has_lost(self, reader, about, mailoutbox):
        written(reader, about)

        send_waiting_notices()

        assert len(mailoutbox) == 1
        assert not Notice.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
class TestNotifying:
    def test_sends_nothing_when_the_act_is_undone(self, reader, about, mailoutbox):
        with transaction.atomic():
            notify(kind="trial", recipients=[reader], about=about, at=NOON)
            transaction.set_rollback(True)

        assert mailoutbox == []
        assert not Notice.objects.exists()

    def test_sends_it_when_the_act_is_done(self, reader, about, mailoutbox):
        with transaction.atomic():
            notify(kind="trial", recipients=[reader], about=about, at=NOON)
            assert mailoutbox == []

        assert len(mailoutbox) == 1
