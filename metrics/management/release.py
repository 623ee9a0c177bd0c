"""What the commands about releases share: finding the release, and how they end."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from metrics.models import Release
from toex.accounts.models import User
from toex.workflow.refusals import Refusal

FAILED, USAGE, FOUND, REFUSED = 1, 2, 3, 4
EXITS = "Ends with 0: done; 1: failed; 2: wrongly called; 3: problems found; 4: refused by a rule."


class ReleaseCommand(BaseCommand):
    """A command about one release, or several, by their references; `examples` end its help."""

    examples = ""

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        parser.epilog = f"examples:{self.examples}\n{EXITS}"
        return parser

    def release(self, reference):
        found = Release.objects.filter(reference=reference).first()
        if found is None:
            raise CommandError(f"There is no release {reference}.", returncode=USAGE)
        return found

    def person(self, email):
        found = User.objects.active().filter(email__iexact=email).first()
        if found is None:
            raise CommandError("There is no open account with this email.", returncode=USAGE)
        return found

    def attempt(self, act):
        """Return what `act` returns, or end with the sentence by which it was refused."""
        try:
            return act()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=REFUSED) from None
        except (Refusal, Release.DoesNotExist) as error:
            raise CommandError(str(error), returncode=REFUSED) from None

    def tell(self, options, told: dict, sentence: str):
        """Write JSON for programs to standard output, or a sentence for people."""
        self.stdout.write(json.dumps(told) if options["json"] else sentence)
