"""Fields for codes, references and people over the API.

A value that names nothing is refused by a sentence that does not repeat it: what was sent may not
even be text that can be answered with.
"""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def is_plain(value):
    """Return whether `value` could be a code at all, so that no database is asked for others."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


def number_of(data):
    """Return the whole number that `data` is or says, small enough for a database; else None."""
    text = str(data)
    if isinstance(data, bool) or not (text.isascii() and text.isdecimal() and len(text) <= 18):
        return None
    return int(text)


@extend_schema_field(int)
class PartField(serializers.Field):
    """The number of a row that belongs to the row in the address (`row` in the context).

    `rows(row)` returns those that do; one of another row is refused as one that does not exist.
    """

    default_error_messages = {"not_here": "This is not the number of one that belongs here."}

    def __init__(self, *, rows, **kwargs):
        self.rows = rows
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data):
        number = number_of(data)
        found = self.rows(self.context["row"]).filter(pk=number).first() if number else None
        return found or self.fail("not_here")


class VersionField(serializers.IntegerField):
    """The version that a change was made on; it has been read and checked before the body is."""

    def __init__(self, **kwargs):
        super().__init__(required=False, help_text="Here or in If-Match.", **kwargs)

    def validate_empty_values(self, data):
        raise serializers.SkipField


class CodeField(serializers.ChoiceField):
    """One of a list of codes."""

    default_error_messages = {"invalid_choice": "This is not one of the codes."}

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid_choice")
        return super().to_internal_value(data)


class CodesField(serializers.ListField):
    """A list of codes; each is kept once. `known(codes)` returns those of `codes` there are."""

    default_error_messages = {
        "not_a_list": "This must be a list of codes.",
        "unknown": "Item {place} is not one of the codes.",
    }

    def __init__(self, *, choices=None, known=None, **kwargs):
        child = serializers.ChoiceField(choices) if choices else serializers.CharField()
        self.known = known or set(child.choices).intersection
        super().__init__(child=child, **kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, list):
            self.fail("not_a_list")
        known = self.known([code for code in data if is_plain(code)])
        for place, code in enumerate(data, start=1):
            if not is_plain(code) or code not in known:
                self.fail("unknown", place=place)
        return list(dict.fromkeys(data))

    def to_representation(self, data):
        return list(data)


class RowField(serializers.SlugRelatedField):
    """A row of reference data by its code, or a person by their email."""

    default_error_messages = {"does_not_exist": "This names nothing that is known here."}

    def __init__(self, slug_field="code", **kwargs):
        super().__init__(slug_field=slug_field, **kwargs)

    def to_internal_value(self, data):
        if not is_plain(data):
            self.fail("does_not_exist")
        row = self.get_queryset().filter(**{self.slug_field: data}).first()
        return row or self.fail("does_not_exist")


@extend_schema_field(str)
class ReferenceField(serializers.RelatedField):
    """A row by its reference. `in_sight` narrows to what the reader sees; no other row exists."""

    default_error_messages = {"does_not_exist": "This names nothing that is known here."}

    def __init__(self, *, series, in_sight=True, **kwargs):
        self.series, self.in_sight = series, in_sight
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        number = self.series.number(data) if is_plain(data) else None
        rows = self.get_queryset()
        if self.in_sight:
            rows = rows.visible_to(self.context["request"].user)
        row = rows.filter(pk=number).first() if number else None
        return row or self.fail("does_not_exist")

    def use_pk_only_optimization(self):
        return True

    def to_representation(self, row):
        return self.series.of(row.pk)
