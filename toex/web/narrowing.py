"""Filters as pages show them: small boxes, and the order beside them."""

import django_filters as filters
from django import forms
from django.db.models import TextField
from django.db.models.functions import Cast


class SmallBoxes(forms.CheckboxSelectMultiple):
    def __init__(self, attrs=None, **kwargs):
        super().__init__({**(attrs or {}), "class": "toex-small"}, **kwargs)


class InTheAddress:
    """What stands in the address of a list beside its filters; it narrows nothing."""

    def as_it_is(self, rows, name, value):
        return rows


def sort_filter():
    """Return the box that names the orders of a list; `orders` gives it its choices."""
    return filters.ChoiceFilter(method="as_it_is", label="Sort by", empty_label=None)


def columns_filter():
    """Return the boxes that leave columns of a list out; the list gives them their choices."""
    return filters.MultipleChoiceFilter(
        method="as_it_is", label="Columns to leave out", widget=SmallBoxes
    )


def spacing_filter():
    return filters.ChoiceFilter(
        method="as_it_is",
        label="Space between rows",
        choices=[("close", "Close together")],
        empty_label="Usual",
    )


def tab_filter():
    return filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)


def orders(sorts):
    """Return the orders of a list as choices."""
    return [(code, f"{sort.words[0].upper()}{sort.words[1:]}") for code, sort in sorts.items()]


def having_all(rows, field, codes):
    """Narrow to rows whose list of codes, kept as JSON, has each of `codes`."""
    for code in codes:
        said = {f"has_{code}": Cast(field, TextField())}
        rows = rows.alias(**said).filter(**{f"has_{code}__contains": f'"{code}"'})
    return rows
