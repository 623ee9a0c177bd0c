"""A thread of questions and answers about an outcome."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.models import OutcomeQuery, SubjectRole
from cases.models.queries import READERS
from cases.notifications import tell_of_outcome_query
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.moves import lock
from toex.workflow.refusals import NotYourStep

LONGEST = OutcomeQuery._meta.get_field("text").max_length


@transaction.atomic
def ask_about_outcome(outcome, *, by, at, text):
    """Add a question of the programme office, or an answer of the region, and tell the other side.

    A region's text must not hold a key of the case: the office sees no keys.

    :raises NotYourStep: `by` is of neither side
    :raises ValidationError: there is no text, too much, or a key in it
    """
    outcome = lock(outcome, by=by)
    if by.role not in READERS:
        raise NotYourStep("Only the region and the programme office can write here.")
    text = text.strip()
    by_office = by.role == Role.PROGRAMME_OFFICE
    if not text:
        raise ValidationError({"text": ["Enter a message."]})
    if len(text) > LONGEST:
        raise ValidationError({"text": [f"This must be {LONGEST} characters or fewer."]})
    if not by_office and _names_a_subject(outcome, text):
        raise ValidationError({"text": ["Leave the subject key out: the office sees no keys."]})
    query = OutcomeQuery.objects.create(
        outcome=outcome, by=by, at=at, by_office=by_office, text=text
    )
    record_event(actor=by, action="outcome.query", target=query, at=at)
    tell_of_outcome_query(outcome, query, at=at)
    return query


def _names_a_subject(outcome, text):
    keys = set(SubjectRole.objects.filter(case=outcome.case_id).values_list("key", flat=True))
    keys |= {outcome.subject_key} - {""}
    written = text.upper()
    return any(re.search(rf"(?<![A-Z0-9]){re.escape(key)}(?![A-Z0-9])", written) for key in keys)
