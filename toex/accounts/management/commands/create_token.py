"""Make a key for the API."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from toex.accounts import services
from toex.accounts.models import User


class Command(BaseCommand):
    help = (
        "Make a new key for the API and print it as the last line. "
        "Earlier keys keep working until they expire. Example: create_token lead@essex.example"
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose key it is")

    def handle(self, *args, email, **options):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the email address {email}.")
        if not user.is_active:
            raise CommandError(f"The account of {email} is closed, or its last day is past.")
        key = services.create_token(user=user, at=timezone.now())
        self.stdout.write("Send it as “Authorization: Token <key>”. It is shown only now:")
        self.stdout.write(key)
