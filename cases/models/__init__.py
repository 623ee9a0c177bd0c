from cases.models.cases import (
    Case,
    CaseForce,
    CaseRegion,
    Member,
)
from cases.models.files import CaseFile, CaseFileContent, FileWithdrawal
from cases.models.outcomes import Outcome
from cases.models.queries import OutcomeQuery
from cases.models.returns import Return
from cases.models.spells import Classification, Hold, Spell
from cases.models.surveys import Survey
from cases.models.threats import CaseThreat, Threat, ThreatFlags
from cases.models.work import (
    Activity,
    CaseAssessment,
    Product,
    Reassessment,
    SubjectRole,
    Task,
    Terms,
)

__all__ = [
    "Activity",
    "Case",
    "CaseAssessment",
    "CaseFile",
    "CaseFileContent",
    "CaseForce",
    "CaseRegion",
    "CaseThreat",
    "Classification",
    "FileWithdrawal",
    "Hold",
    "Member",
    "Outcome",
    "OutcomeQuery",
    "Product",
    "Reassessment",
    "Return",
    "Spell",
    "SubjectRole",
    "Survey",
    "Task",
    "Terms",
    "Threat",
    "ThreatFlags",
]
