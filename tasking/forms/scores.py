"""Recording a score: worked out from levels, or typed in from the force's own tool."""

from tasking.choices import Mode
from tasking.forms.fields import Line, OneOf
from tasking.scoring import UNKNOWN, criteria
from toex.core.forms import PlainForm

NONE = "none"
HOW = [
    (Mode.EXTERNAL, "Type in a score from our own authorised tool"),
    (Mode.COMPUTED, "Work out an illustrative score from levels"),
    (NONE, "I do not have a score"),
]


class HowForm(PlainForm):
    how = OneOf(
        label="Do you have a score?",
        choices=HOW,
        needed="Select how you want to record a score, or that you do not have one.",
    )


class ExternalForm(PlainForm):
    external_model = Line(
        label="Name and version of the tool",
        limit=100,
        hint="As the tool gives it.",
        needed="Enter the name and version of the tool.",
    )
    external_score = Line(label="Score", limit=40, needed="Enter the score.")
    external_band = Line(label="Band", limit=40, needed="Enter the band.")

    def assessment(self):
        return {"mode": Mode.EXTERNAL, **self.cleaned_data}


class LevelsForm(PlainForm):
    """One question for each criterion of a scoring model; “not known” is an answer."""

    def __init__(self, *args, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.model = model
        for name, levels in criteria(model.definition).items():
            self.fields[name] = OneOf(
                label=spoken(name),
                choices=[(level, spoken(level)) for level in levels] + [(UNKNOWN, "Not known")],
                needed=f"Select a level for {spoken(name).lower()}, or “Not known”.",
            )
            self.fields[name].widget.attrs["class"] = "toex-small"

    def assessment(self):
        return {"mode": Mode.COMPUTED, "model": self.model, "levels": dict(self.cleaned_data)}


def spoken(code):
    """Return a code of a model as words: “very_high” is “Very high”."""
    return code.replace("_", " ").capitalize()
