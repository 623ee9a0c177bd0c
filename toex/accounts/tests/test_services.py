"""What an administrator may do to an account, and what it sets off."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from knox.models import AuthToken

from toex.accounts import services
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory
from toex.audit.models import AuditEvent
from toex.forces.tests.factories import ForceFactory, RegionFactory
from toex.workflow.refusals import NotYourStep, VersionStale

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


class TestInviteUser:
    def test_opens_an_account_without_a_password_and_records_it(self, administrator):
        force = ForceFactory()

        user = services.invite_user(
            by=administrator,
            at=NOON,
            email=" New@Force.example ",
            name="New Person",
            role="force_lead",
            force=force,
            region=RegionFactory(),
        )

        assert (user.email, user.force, user.region) == ("new@force.example", force, None)
        assert not user.has_usable_password()
        assert AuditEvent.objects.get(action="user.invite").changes["force"] == force.code

    @pytest.mark.parametrize(
        ("role", "field"), [("force_lead", "force"), ("analyst", "region"), ("king", "role")]
    )
    def test_names_the_place_that_the_role_needs(self, administrator, role, field):
        with pytest.raises(ValidationError) as refused:
            services.invite_user(
                by=administrator, at=NOON, email="a@force.example", name="A", role=role
            )

        assert list(refused.value.message_dict) == [field]

    def test_refuses_an_address_that_is_taken(self, administrator):
        with pytest.raises(ValidationError, match="has an account"):
            services.invite_user(
                by=administrator,
                at=NOON,
                email=administrator.email.upper(),
                name="A",
                role="auditor",
            )

    def test_is_refused_to_anyone_else(self, force_lead):
        with pytest.raises(NotYourStep):
            services.invite_user(
                by=force_lead, at=NOON, email="a@force.example", name="A", role="auditor"
            )


class TestChangeRole:
    def test_gives_the_role_its_place_and_takes_the_old_one(self, administrator):
        user = UserFactory(force_lead=True)
        region = RegionFactory()

        changed = services.change_role(
            user, version=1, by=administrator, at=NOON, role="analyst", region=region
        )

        assert (changed.role, changed.force, changed.region) == ("analyst", None, region)
        told = AuditEvent.objects.get(action="user.change_role").changes
        assert (told["from"]["role"], told["to"]["role"]) == ("force_lead", "analyst")

    def test_is_never_ones_own(self, administrator):
        with pytest.raises(NotYourStep, match="their own"):
            services.change_role(
                administrator, version=1, by=administrator, at=NOON, role="auditor"
            )

    def test_refuses_a_stale_version(self, administrator):
        with pytest.raises(VersionStale):
            services.change_role(
                UserFactory(), version=9, by=administrator, at=NOON, role="auditor"
            )


class TestDeactivateUser:
    def test_ends_keys_and_takes_the_password_away(self, administrator):
        user = UserFactory(auditor=True)
        services.create_token(user=user, at=NOON)

        closed = services.deactivate_user(user, version=1, by=administrator, at=NOON)

        assert not closed.is_active
        assert not closed.has_usable_password()
        assert not AuthToken.objects.exists()

    def test_can_be_undone_and_then_waits_for_a_password(self, administrator):
        user = UserFactory(auditor=True)
        services.deactivate_user(user, version=1, by=administrator, at=NOON)

        opened = services.reactivate_user(user, version=2, by=administrator, at=NOON)

        assert opened.is_active
        assert not opened.has_usable_password()


def test_there_is_no_way_to_make_a_superuser():
    assert not hasattr(User.objects, "create_superuser")
