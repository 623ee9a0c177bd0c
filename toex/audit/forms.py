"""What an auditor says before the log is shown."""

from django import forms

from toex.audit.choices import READING_FOR
from toex.audit.models import Act
from toex.core.fields import GovDateField
from toex.core.forms import PlainForm


class SearchForm(PlainForm):
    """Purpose and search. Nothing is shown until the purpose is given, and it is logged."""

    mark_optional = False
    purpose = forms.ChoiceField(
        label="Why are you reading the log?",
        choices=READING_FOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you are reading the log."},
    )
    target = forms.CharField(
        label="Record", help_text="A reference, like TR-000123", required=False, max_length=60
    )
    actor = forms.CharField(
        label="Person", help_text="Their email address", required=False, max_length=254
    )
    act = forms.ChoiceField(
        label="What they did", choices=[("", "Anything"), *Act.choices], required=False
    )
    from_day = GovDateField(label="From", required=False)
    to_day = GovDateField(label="To", required=False)
