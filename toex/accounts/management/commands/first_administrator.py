"""Open the first account of a new installation."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from toex.accounts import services
from toex.accounts.links import password_link


class Command(BaseCommand):
    help = (
        "Open the account of the first administrator and print the link that sets its password, "
        "as the last line. Example: first_administrator admin@programme.example 'Sam Exercise'"
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args, email, name, **options):
        try:
            user = services.open_first_account(at=timezone.now(), email=email, name=name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write("This link sets the password. It works once, for three days:")
        self.stdout.write(f"{settings.SITE_ADDRESS}{password_link(user)}")
