"""The first account of a new installation, from which all others come."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command("first_administrator", *words, stdout=out)
    return out.getvalue().splitlines()


class TestTheFirstAdministrator:
    def test_gets_a_link_that_sets_a_password(self, client):
        link = run("Admin@Programme.example", "Sam Exercise")[-1]

        page = client.get(link.removeprefix(settings.SITE_ADDRESS), follow=True)

        user = User.objects.get()
        assert (user.email, user.role) == ("admin@programme.example", Role.ADMINISTRATOR)
        assert not user.has_usable_password()
        assert page.status_code == 200
        assert b"new_password1" in page.content

    def test_is_the_only_one_made_so(self):
        UserFactory(administrator=True)

        with pytest.raises(CommandError, match="There is an administrator already"):
            run("admin@programme.example", "Sam Exercise")

    def test_needs_an_address_that_is_one(self):
        with pytest.raises(CommandError, match="valid email address"):
            run("nobody", "Sam Exercise")

        assert not User.objects.exists()
