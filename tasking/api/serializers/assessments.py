"""Assessments and scoring models."""

from rest_framework import serializers

from tasking.choices import Mode, ModelStatus, Stage
from tasking.models import Assessment, ScoringModel
from toex.web.fields import CodeField, is_plain

LONGEST_NAME = 60


class ModelField(serializers.CharField):
    """A scoring model as `CODE@version`."""

    default_error_messages = {"unknown": "Choose a scoring model that is in use."}

    def to_internal_value(self, data):
        code, _, number = data.partition("@") if is_plain(data) else ("", "", "")
        model = ScoringModel.objects.filter(
            code=code, number=number, status=ModelStatus.LIVE
        ).first()
        return model or self.fail("unknown")


class ByCriterionField(serializers.DictField):
    """Something for each criterion; its name is plain text."""

    default_error_messages = {"names": "Use the names of the model's criteria."}
    child = serializers.CharField(max_length=5_000, allow_blank=True)

    def to_internal_value(self, data):
        if isinstance(data, dict):
            for name in data:
                if not is_plain(name) or len(name) > LONGEST_NAME:
                    self.fail("names")
        return super().to_internal_value(data)


class AssessmentBody(serializers.Serializer):
    stage = CodeField(Stage.choices)
    mode = CodeField(Mode.choices)
    model = ModelField(required=False)
    levels = ByCriterionField(required=False)
    evidence = ByCriterionField(required=False)
    external_model = serializers.CharField(max_length=100, required=False, allow_blank=True)
    external_score = serializers.CharField(max_length=40, required=False, allow_blank=True)
    external_band = serializers.CharField(max_length=40, required=False, allow_blank=True)


class AssessmentSerializer(serializers.ModelSerializer):
    """An assessment; `band` and `organisational_grade` are null where the ends differ."""

    model = serializers.SerializerMethodField()
    totals = serializers.DictField()
    levels = serializers.DictField(child=serializers.CharField())
    evidence = serializers.DictField(child=serializers.CharField())
    band = serializers.SerializerMethodField()
    organisational_grade = serializers.SerializerMethodField()
    illustrative = serializers.SerializerMethodField()
    by = serializers.EmailField(source="assessed_by.email")
    at = serializers.DateTimeField(source="assessed_at")
    supersedes = serializers.IntegerField(source="supersedes_id", allow_null=True)

    class Meta:
        model = Assessment
        fields = [
            "id",
            "side",
            "stage",
            "mode",
            "model",
            "levels",
            "evidence",
            "totals",
            "band",
            "organisational_grade",
            "illustrative",
            "external_model",
            "external_score",
            "external_band",
            "by",
            "at",
            "supersedes",
        ]
        read_only_fields = fields

    def get_model(self, assessment) -> str | None:
        return str(assessment.model) if assessment.model_id else None

    def get_band(self, assessment) -> str | None:
        return assessment.band or None

    def get_organisational_grade(self, assessment) -> str | None:
        return assessment.organisational_grade or None

    def get_illustrative(self, assessment) -> bool:
        return assessment.model_id is not None and not assessment.model.official


class ScoringModelSerializer(serializers.ModelSerializer):
    version = serializers.CharField(source="number")
    definition = serializers.DictField()
    model = serializers.CharField(source="__str__", help_text="As an assessment names it.")

    class Meta:
        model = ScoringModel
        fields = [
            "code",
            "version",
            "model",
            "title",
            "provenance",
            "official",
            "status",
            "effective_from",
            "definition",
            "sha256",
        ]
