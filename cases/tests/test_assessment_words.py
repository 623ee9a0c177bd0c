"""An assessment that somebody saw is told by the name of its model, not by a code."""

from datetime import UTC, datetime

from cases.forms.assessments import in_words
from cases.models import CaseAssessment
from tasking.models import ScoringModel


def test_a_model_goes_by_its_name():
    model = ScoringModel(
        code="DEMO-TACTICAL", number="1.0.0", title="Demonstration model (not MoRiLE)"
    )
    each = CaseAssessment(
        model=model,
        side="force",
        totals={"risk": {"low": 4, "high": 9}},
        band="",
        assessed_at=datetime(2023, 7, 5, 12, tzinfo=UTC),
    )

    told = in_words(each)

    assert told.startswith("Demonstration model, version 1.0.0 (illustrative, not MoRiLE): 4 to 9")
    assert "@" not in told
