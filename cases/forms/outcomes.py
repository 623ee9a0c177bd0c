"""What people enter to record, correct, void or dispute an outcome: only the kind's own fields."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from cases.choices import AgeGroup, AssetStage, Attribution, FourP, Level
from cases.forms.base import PageForm
from cases.forms.kinds import KINDS
from cases.forms.steps import date, radios
from cases.forms.work import KEY
from cases.models import Threat
from cases.outcomes import MOST_PENCE, threat_kind_of
from tasking.forms.fields import Country
from toex.forces.models import Force

ATTRIBUTIONS = [
    (Attribution.DIRECT, "TOEX direct: TOEX work brought it about"),
    (Attribution.CONTRIBUTED, "TOEX contributed: a TOEX product was used, and the SIO agrees"),
    (Attribution.ASSOCIATED, "It happened on a case that TOEX supports"),
    (Attribution.EXTERNAL, "TOEX work did not bring it about"),
]


IN_POUNDS = re.compile(r"£?\s*(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?", re.ASCII)


def short(**attrs):
    """A short box for text: one for numbers alone would drop what is not one, and say nothing."""
    return forms.TextInput(attrs={"class": "govuk-input--width-10", **attrs})


class Pounds(forms.DecimalField):
    """An amount as people write it, with a pound sign and commas between thousands or without."""

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        text = str(value).strip()
        if not IN_POUNDS.fullmatch(text):
            raise ValidationError(f"{self.label} must be pounds and pence, like 1,250.50.")
        amount = Decimal(text.lstrip("£ ").replace(",", ""))
        if amount * 100 > MOST_PENCE:
            raise ValidationError(f"{self.label} must be {MOST_PENCE // 100:,} or less.")
        return amount


class ThreatField(forms.ModelChoiceField):
    def label_from_instance(self, threat):
        return f"{threat.reference} ({threat.get_kind_display()})"


class OutcomeForm(PageForm):
    occurred_on = date("Date it happened")
    attribution = radios("What TOEX did", ATTRIBUTIONS)
    subject_key = forms.CharField(
        label="Pseudonymous key of the person",
        required=False,
        max_length=32,
        validators=[KEY],
        help_text="As the owning system gives it.",
    )
    quantity = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=short(inputmode="numeric"),
        help_text="1 if empty. With a key it is always 1.",
    )
    age_group = radios("Age group", AgeGroup.choices, required=False)
    warrant_type = forms.CharField(label="Type of warrant", required=False, max_length=60)
    stage = radios("Stage", AssetStage.choices)
    amount_pence = Pounds(
        label="Amount in pounds",
        widget=short(inputmode="decimal"),
        help_text="For example, 1,250.50",
    )
    months = forms.IntegerField(
        label="Sentence in months",
        required=False,
        min_value=0,
        max_value=1200,
        widget=short(inputmode="numeric"),
        help_text="Months in custody for this person in all, not one offence after the other.",
    )
    life = forms.BooleanField(label="Life sentence", required=False)
    order_type = forms.CharField(
        label="Type of order",
        required=False,
        max_length=60,
        help_text="For example, STRO (Slavery and Trafficking Risk Order)",
    )
    level = radios("How far the disruption went", Level.choices)
    four_p = radios("Which of the four Ps", FourP.choices)
    threat = ThreatField(
        label="Threat", queryset=Threat.objects.none(), empty_label="Select a threat"
    )
    partner = forms.CharField(label="Partner", required=False, max_length=100)
    force = forms.ModelChoiceField(
        label="Force area where it happened",
        queryset=Force.objects.by_name(),
        to_field_name="code",
        required=False,
        empty_label="Not known, or abroad",
    )
    country = Country(
        label="Country",
        required=False,
        empty_value="GB",
        widget=short(),
        help_text="Its name or two letters, for example Romania or RO. United Kingdom if empty.",
    )
    evidence_reference = forms.CharField(
        label="Evidence reference",
        required=False,
        max_length=100,
        help_text="Where the evidence is kept, for example a crime or exhibit number.",
    )

    OF_SOME_KINDS = tuple(dict.fromkeys(name for each in KINDS.values() for name in each.fields))

    def __init__(self, *args, case, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = KINDS[kind]
        for name in self.OF_SOME_KINDS:
            if name not in self.about.fields:
                del self.fields[name]
        self.fields["subject_key"].help_text += f" {self.about.with_a_key}".rstrip()
        if "threat" in self.fields:
            self._offer_threats(case, kind)

    def _offer_threats(self, case, kind):
        threats = Threat.objects.filter(cases__case=case).order_by("pk")
        field = self.fields["threat"]
        field.queryset = threats
        field.help_text = "Link the threat to the case first; then it can be chosen here."
        if threat_kind_of(kind):
            field.queryset = threats.filter(kind=threat_kind_of(kind))
        else:
            field.required = False

    @property
    def shown(self):
        """Return [(label, words)] of what was entered, to be read over before it is saved."""
        read = [
            (field.label, words_of(field.field, self.cleaned_data.get(field.name)))
            for field in self
        ]
        return [(label, words) for label, words in read if words not in ("", None, False)]

    def clean_quantity(self):
        return self.cleaned_data["quantity"] or 1

    def clean_amount_pence(self):
        return int(self.cleaned_data["amount_pence"] * Decimal(100))


def words_of(field, value):
    """Return a value as the form offered it: the label of a choice, a date, yes."""
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(value, "") if value else ""
    if isinstance(field, Pounds):
        return f"£{value / 100:,.2f}"
    return field.prepare_value(value) if isinstance(field, Country) else value


def initial_for(case):
    """Return what the form begins with: the place, where only one force has a part in the case."""
    codes = {part.force.code for part in case.forces.current().select_related("force")}
    return {"force": codes.pop()} if len(codes) == 1 else {}


def initial_of(outcome):
    """Return what the form shows of an outcome that is changed or replaced."""
    about = KINDS[outcome.kind]
    names = (
        "occurred_on",
        "attribution",
        "subject_key",
        "quantity",
        "country",
        "evidence_reference",
        *about.fields,
    )
    shown = {name: getattr(outcome, name) for name in names}
    shown["force"] = outcome.force.code if outcome.force else None
    if "amount_pence" in about.fields and outcome.amount_pence is not None:
        shown["amount_pence"] = Decimal(outcome.amount_pence) / 100
    return shown
