"""What is asked about the service itself: one question, and room for words."""

from tasking.choices import Satisfaction
from tasking.forms.fields import Narrative, OneOf
from toex.core.forms import PlainForm


class OpinionForm(PlainForm):
    satisfaction = OneOf(
        label="Overall, how did you feel about this service?",
        choices=Satisfaction.choices,
        needed="Select how you felt about this service.",
    )
    improve = Narrative(
        label="How could we improve this service?",
        hint="Do not include details of a case, or who anybody is.",
    )
