"""What force and region write to each other about a request."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.models import Message
from tasking.notifications import tell_of_message
from tasking.workflow import MESSAGES
from toex.audit.services import record_event
from toex.workflow.moves import lock

LONGEST = Message._meta.get_field("text").max_length


@transaction.atomic
def add_message(request, *, by, at, text):
    """Add a message about a request that was sent, tell the other side, and return it.

    :raises NotYourStep: `by` is neither of its force nor of its region
    :raises StepNotAllowed: the request has not been sent yet
    :raises ValidationError: there is no text, or too much
    """
    request = lock(request, by=by)
    MESSAGES.step_for("write", row=request, by=by)
    message = write(request, by=by, at=at, text=text, field="text")
    tell_of_message(request, by=by, at=at)
    return message


def write(request, *, by, at, text, field):
    """Add a message; `field` is what the text was typed in, for the sentence about it."""
    text = text.strip()
    if not text:
        raise ValidationError({field: ["Enter a message."]})
    if len(text) > LONGEST:
        raise ValidationError({field: [f"This must be {LONGEST} characters or fewer."]})
    message = Message.objects.create(request=request, by=by, at=at, text=text)
    record_event(actor=by, action="request.message", target=message, at=at)
    return message
