"""Signing in, one's own password, and what an administrator fills in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from toex.accounts.choices import REGION_ROLES, MailUse, Role
from toex.core.fields import GovDateField, RegionOrForceField
from toex.core.forms import PlainForm, speak_plainly
from toex.forces.models import Force, Region

LAST_DAY = (
    "The day they leave or their posting ends. Nobody can sign in after it. "
    "Leave empty for an account without an end."
)
LONG_ENOUGH = "At least 12 characters. Three random words work well."


class PlainMixin:
    """`words`: labels and hints in place of Django's, known before the errors are worded."""

    use_required_attribute = False
    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
            speak_plainly(field, field.label)


class SignInForm(PlainMixin, AuthenticationForm):
    """One sentence for an unknown address, a wrong password and a closed account."""

    username = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": "Enter your email address."},
    )
    error_messages = {
        "invalid_login": "Enter the email address and password of your account.",
        "inactive": "Enter the email address and password of your account.",
    }

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class NewPasswordForm(PlainMixin, SetPasswordForm):
    error_messages = {"password_mismatch": "Enter the same new password twice."}
    words = {
        "new_password1": ("New password", LONG_ENOUGH),
        "new_password2": ("New password again", ""),
    }


class OwnPasswordForm(PlainMixin, PasswordChangeForm):
    error_messages = {
        "password_incorrect": "Enter the password that you use now.",
        "password_mismatch": "Enter the same new password twice.",
    }
    words = {"old_password": ("The password that you use now", ""), **NewPasswordForm.words}


class RoleForm(PlainForm):
    """A role and its place; which place is needed depends on the role."""

    mark_optional = False
    needed_when = {"force": ("role", [Role.FORCE_LEAD]), "region": ("role", REGION_ROLES)}
    role = forms.ChoiceField(
        label="Role",
        choices=Role,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role."},
    )
    force = RegionOrForceField(
        Force.objects.by_name(), label="Force", required=False, help_text="For a force lead."
    )
    region = RegionOrForceField(
        Region.objects.in_official_order(),
        label="Region",
        required=False,
        help_text="For a gateway officer, TOEX manager or analyst.",
    )


class InviteForm(RoleForm):
    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Enter a name."}
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Enter an email address."},
    )
    last_day = GovDateField(label="Last day", required=False, help_text=LAST_DAY)
    field_order = ["name", "email", "role", "force", "region", "last_day"]


class LastDayForm(PlainForm):
    mark_optional = False
    last_day = GovDateField(label="Last day", required=False, help_text=LAST_DAY)


class PeopleFilterForm(forms.Form):
    """What narrows the list of people."""

    use_required_attribute = False
    q = forms.CharField(label="Name or email address", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *Role.choices])
    account = forms.ChoiceField(
        label="Account",
        required=False,
        choices=[("", "Any"), ("open", "Open"), ("expired", "Expired"), ("closed", "Closed")],
    )


class ContactsFilterForm(forms.Form):
    """What narrows the contacts."""

    use_required_attribute = False
    force = forms.CharField(label="Force", required=False, max_length=100)


class GatewayForm(PlainForm):
    """How the Gateway of a region is reached; the service says what does not fit."""

    mailbox = forms.EmailField(
        label="Shared mailbox",
        required=False,
        max_length=254,
        help_text="An address that the team reads together. Messages to it hold references only.",
    )
    telephone = forms.CharField(label="Telephone number", required=False, max_length=30)
    mail = forms.ChoiceField(
        label="Which messages to the team go to the mailbox?",
        choices=MailUse,
        widget=forms.RadioSelect,
    )
