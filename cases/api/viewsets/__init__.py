from cases.api.viewsets.cases import CaseViewSet, DecideViewSet
from cases.api.viewsets.files import Files
from cases.api.viewsets.outcomes import OutcomesOfCase, OutcomeViewSet
from cases.api.viewsets.parts import (
    Activities,
    Assessments,
    Forces,
    Members,
    Regions,
    Subjects,
    Tasks,
)
from cases.api.viewsets.products import Products
from cases.api.viewsets.threats import ThreatsOfCase, ThreatViewSet

__all__ = [
    "Activities",
    "Assessments",
    "CaseViewSet",
    "DecideViewSet",
    "Files",
    "Forces",
    "Members",
    "OutcomeViewSet",
    "OutcomesOfCase",
    "Products",
    "Regions",
    "Subjects",
    "Tasks",
    "ThreatViewSet",
    "ThreatsOfCase",
]
