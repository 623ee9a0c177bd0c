"""The base of every form: errors in plain words, nothing left to the browser's own checks."""

from django import forms
from django.core.exceptions import ValidationError

from toex.core.pasted import subject_of

DEFAULTS = {
    message
    for kind in (forms.Field, forms.CharField, forms.IntegerField, forms.DecimalField)
    for message in kind.default_error_messages.values()
} | {
    message
    for kind in (
        forms.ChoiceField,
        forms.ModelChoiceField,
        forms.FileField,
        forms.EmailField,
        forms.TimeField,
    )
    for message in kind.default_error_messages.values()
}
CHOOSING = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
# Before these no article stands; a whole question is quoted.
BARE = ("how", "what", "where", "whether", "which", "who", "why", "your", "the")


class PlainForm(forms.Form):
    """A form whose sentences follow the house: “Enter the title.”, “Select the force.”.

    `needed_when` names the questions that only one answer to another calls for: {field: (other
    field, its answers)}. All are on the page; where there is JavaScript they come when called for.
    """

    use_required_attribute = False
    mark_optional = True
    needed_when = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A browser would cut what is pasted, and say nothing.
            field.widget.attrs.pop("maxlength", None)
            speak_plainly(field, field.label or name.replace("_", " ").capitalize())


def speak_plainly(field, label):
    """Replace Django's stock sentences of one field; a form's own sentences stay."""
    for code, sentence in sentences(field, label).items():
        stock = field.error_messages.get(code)
        if stock is None or stock in DEFAULTS:
            field.error_messages[code] = sentence


def sentences(field, label):
    wanted = asked_for(field, label)
    subject = subject_of(label)
    return {
        "required": f"{wanted}.",
        "invalid": wrong_kind(field, subject),
        "invalid_choice": "Select one of the answers in the list.",
        "max_length": f"{subject} must be %(limit_value)d characters or fewer.",
        "min_length": f"{subject} must be %(limit_value)d characters or more.",
        "max_value": f"{subject} must be %(limit_value)s or less.",
        "min_value": f"{subject} must be %(limit_value)s or more.",
        "null_characters_not_allowed": f"{subject} contains a character that cannot be kept.",
        "empty": "The selected file is empty.",
        "missing": f"{wanted}.",
    }


def asked_for(field, label):
    """Return what an empty field asks for: “Enter the title”, “Enter your reply”."""
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Select" if isinstance(field, CHOOSING) else "Enter"
    article = "" if label.lower().split(" ")[0] in BARE else "the "
    return f"{verb} {article}{lower_first(label)}"


def wrong_kind(field, subject):
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the right form, like name@force.example."
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return f"{subject} must be a number, like 12.50."
    if isinstance(field, forms.IntegerField):
        return f"{subject} must be a whole number."
    if isinstance(field, forms.TimeField):
        return f"{subject} must be a time of day, like 14:30."
    if isinstance(field, forms.DateField):
        return f"{subject} must be a real date, like 2026-06-16."
    return f"{subject} must be one of the answers in the list."


def lower_first(text):
    """“Operation name” → “operation name”; “TOEX team” stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def differences(form):
    """Return [(question, what was typed, what is saved)] of a sent form, where the two differ.

    What is saved is the form's initial data; a question without any has nothing saved to show.
    """
    asked = [
        (form[name], form.get_initial_for_field(form.fields[name], name))
        for name in form.changed_data
    ]
    return [
        (bound.label, in_words(bound.field, bound.value()), in_words(bound.field, saved))
        for bound, saved in asked
        if saved is not None
    ]


def answers_in_words(form):
    """Return [(question, answer in words)] of what a sent form answers, to be read and copied."""
    asked = [bound for bound in form if not isinstance(bound.field, forms.FileField)]
    return [
        (bound.label, in_words(bound.field, bound.value()))
        for bound in asked
        if not bound.is_hidden and _is_given(bound.value())
    ]


def _is_given(value):
    return any(value) if isinstance(value, list | tuple) else value not in (None, "", False)


def in_words(field, value):
    """Return an answer as a reader knows it: labels of choices, a date, else what was typed."""
    try:
        value = field.clean(value)
    except ValidationError:
        return value if isinstance(value, str) else " ".join(each for each in value or [] if each)
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(row) for row in value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(label) for code, label in field.choices if code in value)
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(field.prepare_value(value), "")
    return value
