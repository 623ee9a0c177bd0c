"""Saying what one thinks of the service."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.models import Opinion
from toex.accounts.models import User
from toex.audit.models import AuditEvent
from toex.audit.services import record_event
from toex.core.periods import london_date, moments_of
from toex.workflow.refusals import StepNotAllowed

GIVE = "opinion.give"


def has_given_opinion(user, *, at):
    """Return whether the trail has an answer by `user` on the day of `at`; not which."""
    today = london_date(at)
    begins, _ = moments_of(today, today)
    return AuditEvent.objects.filter(actor=user, action=GIVE, at__gte=begins).exists()


@transaction.atomic
def give_opinion(*, by, at, satisfaction, improve=""):
    """Keep what somebody thinks of the service, once a day, and return it.

    The trail says that they gave an answer, and the answer does not say whose it is.

    :raises StepNotAllowed: they have given one today
    :raises ValidationError: the answer is missing or unknown
    """
    User.objects.select_for_update().get(pk=by.pk)  # two at once would both be the first
    if has_given_opinion(by, at=at):
        raise StepNotAllowed("You have answered today already. You can answer again tomorrow.")
    opinion = Opinion(
        satisfaction=satisfaction,
        improve=improve.strip(),
        role=by.role,
        given_on=london_date(at),
    )
    try:
        opinion.clean_fields()
    except ValidationError as error:
        raise ValidationError(error.message_dict) from None
    opinion.save()
    record_event(actor=by, action=GIVE, target=by, at=at)
    return opinion
