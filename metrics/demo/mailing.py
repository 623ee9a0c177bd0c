"""The emails that the last days of the demonstration set off, for people to read."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from toex.core.periods import LONDON, london_date
from toex.notices import services
from toex.notices.choices import Way
from toex.notices.models import Notice

DAYS_TO_READ = timedelta(days=10)


def send_mail(*, at):
    """Send what history has left waiting, and return how many emails that were.

    What is urgent leaves at its own moment, the rest in one digest a reader, this morning.
    """
    urgent = Notice.objects.waiting().filter(way=Way.NOW).order_by("created_at", "pk")
    sent = [services.send_notice(notice_id=each.pk, at=each.created_at) for each in list(urgent)]
    morning = datetime.combine(london_date(at), settings.DIGEST_TIME, LONDON)
    for digest in services.gather_digests(at=morning):
        sent.append(services.send_digest(digest_id=digest, at=morning))
    return sum(sent)


def forget_mail():
    """Remove the emails of an earlier demonstration: what they lead to is gone."""
    for file in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        file.unlink()
