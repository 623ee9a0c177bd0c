from rest_framework import serializers

from metrics.choices import Basis, MeasureClass, Rule, Status


class MeasureSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    does_not_count = serializers.CharField()
    rules = serializers.CharField()

    def get_fields(self):
        """Add the field whose name is a word of the language."""
        kind = serializers.ChoiceField(MeasureClass.choices, source="measure_class")
        return {**super().get_fields(), "class": kind}


class MeasuresSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False)
    results = MeasureSerializer(many=True)


class FigureSerializer(serializers.Serializer):
    """One number. The parts it is broken down by are there, others are not."""

    measure = serializers.CharField()
    region = serializers.CharField(required=False, allow_null=True)
    force = serializers.CharField(required=False, allow_null=True)
    primary_type = serializers.CharField(required=False)
    month = serializers.CharField(required=False)
    quarter = serializers.CharField(required=False)
    abroad = serializers.BooleanField()
    value = serializers.FloatField(allow_null=True)
    unkeyed = serializers.IntegerField(allow_null=True)
    status = serializers.ChoiceField(Status.choices)


class FiguresSerializer(serializers.Serializer):
    marking = serializers.CharField()
    rules = serializers.CharField()
    basis = serializers.ChoiceField(Basis.choices)
    known_at = serializers.DateTimeField()
    rows = FigureSerializer(many=True)


class RecordSerializer(serializers.Serializer):
    """One row behind a cell, under the name of its kind."""

    outcome = serializers.IntegerField(required=False)
    case = serializers.CharField(required=False)
    request = serializers.CharField(required=False)
    activity = serializers.IntegerField(required=False)
    quantity = serializers.IntegerField()


class IncludedSerializer(RecordSerializer):
    because = serializers.CharField()


class ExcludedSerializer(RecordSerializer):
    rule = serializers.ChoiceField(Rule.choices)


class OutOfSightSerializer(serializers.Serializer):
    included = serializers.IntegerField()
    excluded = serializers.IntegerField()


class RecordsSerializer(serializers.Serializer):
    marking = serializers.CharField()
    rules = serializers.CharField()
    basis = serializers.ChoiceField(Basis.choices)
    known_at = serializers.DateTimeField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    included = IncludedSerializer(many=True)
    excluded = ExcludedSerializer(many=True)
    out_of_sight = OutOfSightSerializer()
