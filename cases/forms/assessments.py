"""Choosing the assessment that somebody saw: one line each, the score as information."""

from django import forms

from toex.core.templatetags.toex_tags import long_date


class AssessmentField(forms.ModelChoiceField):
    def label_from_instance(self, each):
        return in_words(each)


def in_words(each):
    """Return an assessment in one line: by which model, the score or its range, who and when."""
    score = each.external_score or span(each.totals.get("risk"))
    band = each.external_band or each.band or "no single band"
    official = each.model and each.model.official
    mark = "" if each.external_model or official else " (illustrative, not MoRiLE)"
    name = f"{each.external_model or each.model.words}{mark}"
    made = f"{each.get_side_display()}, {long_date(each.assessed_at)}"
    return f"{name}: {score or 'no score'}, {band}. {made}"


def span(ends):
    if not ends:
        return ""
    low, high = ends.get("low"), ends.get("high")
    return f"{low}" if low == high else f"{low} to {high}"
