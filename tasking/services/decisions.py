"""Deciding: what, why, where, by whom, on which assessment. Decisions are added, never edited."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.choices import DecisionOutcome, DeclineCode, Forum, State
from tasking.models import Decision
from tasking.notifications import tell_force
from tasking.workflow import MANAGERS, REQUEST, latest_decision
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.authority import told
from toex.workflow.moves import check_step, lock, take

WHAT_IT_NEEDS = {
    DecisionOutcome.ADOPT_WITH_CONDITIONS: ("conditions", "Enter the conditions."),
    DecisionOutcome.DEFER: ("review_on", "Enter the date on which this is looked at again."),
    DecisionOutcome.REFER: ("referred_to", "Enter to whom the force is referred."),
    DecisionOutcome.DECLINE: ("decline_code", "Choose why the request is declined."),
}
TEXT = ("rationale", "conditions", "referred_to")


@transaction.atomic
def decide_request(request, *, version, by, at, outcome, rationale, forum, note="", **details):
    """Record a decision on a request, and return the request as it now stands.

    `details`: `meeting`, `conditions`, `review_on`, `referred_to`, `decline_code`, `assessment`.
    A decision never depends on a score; `assessment` only says which one it saw. A further
    decision names the one that it supersedes. Opening the case of an adopting decision is for
    the floor above, in the same transaction.

    :raises NotYourStep: :raises VersionMissing: :raises VersionStale: :raises StepNotAllowed:
    :raises ValidationError: names each field that is missing or does not fit
    """
    request = lock(request, by=by)
    check_step(request, REQUEST, "decide", by=by, version=version)
    given = {"outcome": outcome, "rationale": rationale, "forum": forum, **details}
    values = check_decision(request, at=at, **given)
    before = latest_decision(request)
    deferred = values["outcome"] == DecisionOutcome.DEFER
    request = take(
        request, REQUEST, "decide", by=by, at=at, version=version, note=note,
        to=State.DEFERRED if deferred else State.DECIDED,
        changes={"outcome": values["outcome"], "forum": values["forum"]},
        decided_at=None if deferred else at, in_state_since=at,
    )  # fmt: skip
    Decision.objects.create(
        request=request, supersedes=before, region=request.region, decided_at=at, decided_by=by,
        **values,
    )  # fmt: skip
    tell_force(request, "decided", at=at)
    return request


def check_decision(request, *, at, **given):
    """Return the fields of a decision as they will be stored: what its outcome needs, no more.

    :raises ValidationError: names each field that is missing or does not fit
    """
    values = {
        "meeting": None, "conditions": "", "review_on": None, "referred_to": "",
        "decline_code": "", "assessment": None, **given,
    }  # fmt: skip
    values.update({name: (values[name] or "").strip() for name in TEXT})
    errors = {
        **_what_is_missing(values),
        **_what_does_not_fit(values, today=london_date(at)),
        **_what_does_not_belong(request, values),
    }
    if errors:
        raise ValidationError({field: [sentence] for field, sentence in errors.items()})
    needed = WHAT_IT_NEEDS.get(values["outcome"], ("", ""))[0]
    for field in {name for name, _ in WHAT_IT_NEEDS.values()} - {needed}:
        values[field] = None if field == "review_on" else ""
    return values


def _what_is_missing(values):
    errors = {}
    if values["outcome"] not in DecisionOutcome.values:
        errors["outcome"] = "Choose a decision."
    if not values["rationale"]:
        errors["rationale"] = "Enter the reasons for the decision."
    if values["forum"] not in Forum.values:
        errors["forum"] = "Choose where it was decided."
    field, sentence = WHAT_IT_NEEDS.get(values["outcome"], ("", ""))
    if field and not values[field]:
        errors[field] = sentence
    return errors


def _what_does_not_fit(values, *, today):
    errors = {}
    for name in TEXT:
        limit = Decision._meta.get_field(name).max_length
        if len(values[name]) > limit:
            errors[name] = f"This must be {limit} characters or fewer."
    if values["decline_code"] and values["decline_code"] not in DeclineCode.values:
        errors["decline_code"] = "Choose why the request is declined."
    deferred = values["outcome"] == DecisionOutcome.DEFER
    if deferred and values["review_on"] and values["review_on"] < today:
        errors["review_on"] = "The review date must not be in the past."
    return errors


def _what_does_not_belong(request, values):
    errors = {}
    meeting, assessment = values["meeting"], values["assessment"]
    if values["forum"] == Forum.MEETING and meeting is None:
        errors["meeting"] = "Choose the meeting in which it was decided."
    if values["forum"] == Forum.OUTSIDE_MEETING and meeting is not None:
        errors["meeting"] = "A decision outside a meeting names none."
    if meeting is not None and meeting.region_id != request.region_id:
        errors["meeting"] = "Choose a meeting of your region."
    if assessment is not None and assessment.request_id != request.pk:
        errors["assessment"] = "Choose an assessment of this request."
    return errors


def set_case_reference(request, *, reference, by, at):
    """Keep the reference of the case that an adopting decision opened, as plain text.

    Called by the floor above inside the transaction of the decision; the request is locked
    there and its version has moved on already.
    """
    request.case_reference = reference
    request.save(update_fields=["case_reference"])
    changes = {"case": reference, **told(by, MANAGERS)}
    record_event(actor=by, action="request.open-case", target=request, at=at, changes=changes)
    return request
