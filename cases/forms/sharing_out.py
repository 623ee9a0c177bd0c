"""What a manager enters to assign cases and to hand work over."""

from cases.forms.base import PageForm
from cases.forms.steps import text
from cases.forms.work import PersonField
from toex.accounts.choices import Role
from toex.accounts.models import User


def analysts_of(user):
    """Return the analysts of the region of `user`, by name; also those whose account is closed."""
    return User.objects.filter(region=user.region_id, role=Role.ANALYST).order_by("name", "pk")


class AssignForm(PageForm):
    user = PersonField(label="Case lead", queryset=None, empty_label="Select an analyst")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = analysts_of(by).active()


class HandOverForm(PageForm):
    person = PersonField(
        label="Analyst who hands over", queryset=None, empty_label="Select an analyst"
    )
    to = PersonField(
        label="Analyst who takes over", queryset=None, empty_label="Select an analyst"
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = analysts_of(by)
        self.fields["to"].queryset = analysts_of(by).active()

    def clean(self):
        given = super().clean()
        if given.get("to") and given["to"] == given.get("person"):
            self.add_error("to", "Select another analyst than the one who hands over.")
        return given


class WhyForm(PageForm):
    reason = text("Reason", rows=3, help_text="Do not name a person or give details of a case.")
