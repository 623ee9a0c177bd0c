"""A score of a case: typed in from an authorised tool, or worked out from levels."""

from cases.forms.base import Takes
from cases.forms.steps import radios
from tasking.choices import Mode, Stage
from tasking.forms.scores import ExternalForm, LevelsForm

STAGES = [
    (Stage.REASSESSMENT, "Reassessment"),
    (Stage.CLOSURE, "Closure"),
    (Stage.INITIAL, "Initial"),
]


class ExternalScoreForm(Takes, ExternalForm):
    """What another tool gave, word for word."""

    stage = radios("Stage of the work", STAGES, initial=Stage.REASSESSMENT)
    field_order = ["stage"]

    def given(self):
        return {"mode": Mode.EXTERNAL, **self.cleaned_data}


class ComputedScoreForm(Takes, LevelsForm):
    """A level for each criterion of the model in use."""

    stage = radios("Stage of the work", STAGES, initial=Stage.REASSESSMENT)
    field_order = ["stage"]

    def given(self):
        levels = dict(self.cleaned_data)
        stage = levels.pop("stage")
        return {"mode": Mode.COMPUTED, "model": self.model, "levels": levels, "stage": stage}
