"""The trail cannot be changed, not even around the models."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.audit.services import record_event

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture
def event():
    user = UserFactory()
    return record_event(actor=user, action="user.invite", target=user, at=NOON)


class TestTrail:
    @pytest.mark.parametrize(
        "sql",
        ["UPDATE audit_auditevent SET note = 'x'", "DELETE FROM audit_auditevent"],
    )
    def test_refuses_update_and_delete_in_the_database(self, event, sql):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

        assert AuditEvent.objects.get() == event

    @pytest.mark.django_db(transaction=True)
    def test_takes_no_line_outside_a_transaction(self):
        user = UserFactory()

        with pytest.raises(RuntimeError):
            record_event(actor=user, action="user.invite", target=user, at=NOON)

    @pytest.mark.django_db(transaction=True)
    def test_is_still_guarded_after_a_test_that_emptied_it(self):
        with transaction.atomic():
            record_event(actor=None, action="user.invite", target=UserFactory(), at=NOON)

        with pytest.raises(DatabaseError, match="append-only"):
            AuditEvent.objects.all().delete()
