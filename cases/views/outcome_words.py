"""An outcome as rows of a summary: only what its kind has, and what the reader may see."""

from django.utils.html import format_html

from cases.choices import Attribution
from cases.forms.kinds import KINDS
from toex.core.countries import name_of
from toex.core.templatetags.toex_tags import date_and_time


def pounds(pence):
    return f"£{pence / 100:,.2f}" if pence is not None else ""


def sentence_words(outcome):
    if outcome.life:
        months = f", at least {outcome.months} months" if outcome.months else ""
        return f"Life{months}"
    return f"{outcome.months} months" if outcome.months is not None else ""


OWN = {
    "age_group": ("Age group", lambda outcome: outcome.get_age_group_display()),
    "warrant_type": ("Type of warrant", lambda outcome: outcome.warrant_type),
    "order_type": ("Type of order", lambda outcome: outcome.order_type),
    "stage": ("Stage", lambda outcome: outcome.get_stage_display()),
    "amount_pence": ("Amount", lambda outcome: pounds(outcome.amount_pence)),
    "months": ("Sentence", sentence_words),
    "partner": ("Partner", lambda outcome: outcome.partner),
    "level": ("How far it went", lambda outcome: outcome.get_level_display()),
    "four_p": ("Of the four Ps", lambda outcome: outcome.get_four_p_display()),
}


def rows_of(outcome, *, full):
    """Return [(label, value)] of an outcome; the key and the threat only in full sight."""
    about = KINDS[outcome.kind]
    rows = [
        ("Date it happened", outcome.occurred_on),
        ("What TOEX did", Attribution(outcome.attribution).label),
        ("How many", f"{outcome.quantity:,}"),
        ("Force area", outcome.force.name if outcome.force else "Not known, or abroad"),
        ("Country", name_of(outcome.country)),
    ]
    rows += [
        (words, value(outcome)) for name, (words, value) in OWN.items() if name in about.fields
    ]
    if full:
        rows += [("Pseudonymous key", outcome.subject_key)]
        if outcome.threat:
            rows += [("Threat", linked(outcome.threat, outcome.threat.reference))]
    return [*rows, ("Evidence reference", outcome.evidence_reference), *stamps(outcome)]


def stamps(outcome):
    """Return who recorded, verified, confirmed, disputed or voided it, and when."""
    by = outcome.recorded_by or (outcome.source and outcome.source.signed_by)
    made = [
        ("Recorded", outcome.recorded_at, by, ""),
        ("Verified", outcome.verified_at, outcome.verified_by, ""),
        ("Confirmed by the force", outcome.confirmed_at, outcome.confirmed_by, ""),
        ("Disputed by the force", outcome.disputed_at, outcome.disputed_by, "dispute_reason"),
        ("Void", outcome.voided_at, outcome.voided_by, "void_reason"),
    ]
    return [
        (words, stamp(at, person, getattr(outcome, reason) if reason else ""))
        for words, at, person, reason in made
        if at
    ]


def stamp(at, person, reason):
    words = date_and_time(at) + (f", by {person.name}" if person else "")
    return f"{words}\n{reason}" if reason else words


def linked(row, words):
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.get_absolute_url(), words)
