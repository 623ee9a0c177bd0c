"""Keeping an answer."""

from django.core.exceptions import ValidationError
from django.db import transaction

from metrics.choices import AskedFor, Disclosure
from metrics.models import SavedQuestion
from metrics.query import Query
from metrics.questions.answers import answer_to
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.workflow.refusals import NotYourStep

LONGEST = 200


@transaction.atomic
def save_question(
    query: Query, *, by, at, parameters, title, asked_for, disclosure, asked_by=""
) -> SavedQuestion:
    """Count `query` once more, keep the answer for good, and return the saved question.

    `parameters` are those of the page on which it was asked, by their names.

    :raises NotYourStep: `by` is not of the programme office
    :raises ValidationError: names each field that is missing or does not fit
    """
    if by.role != Role.PROGRAMME_OFFICE:
        raise NotYourStep("Only the programme office saves answers.")
    title, asked_by = title.strip(), asked_by.strip()
    _check(title, asked_by, asked_for, disclosure)
    answer = answer_to(query, reader=by, disclosure=disclosure)
    question = SavedQuestion.objects.create(
        title=title,
        asked_for=asked_for,
        asked_by=asked_by,
        parameters=parameters,
        known_at=query.known_at,
        rules=answer.body["rules"],
        disclosure=disclosure,
        answer=answer.body,
        sha256=answer.sha256,
        at=at,
        by=by,
    )
    changes = {"asked_for": asked_for, "disclosure": disclosure, "asked": query.told()}
    record_event(actor=by, action="question.save", target=question, at=at, changes=changes)
    return question


def _check(title, asked_by, asked_for, disclosure):
    errors = {}
    if not 0 < len(title) <= LONGEST:
        errors["title"] = [f"Enter a title of up to {LONGEST} characters."]
    if len(asked_by) > LONGEST:
        errors["asked_by"] = [f"This must be {LONGEST} characters or fewer."]
    if asked_for not in AskedFor.values:
        errors["asked_for"] = ["Select what it was asked for."]
    if disclosure not in Disclosure.values:
        errors["disclosure"] = ["Select whether it may be sent out."]
    if errors:
        raise ValidationError(errors)
