from metrics.models.attacks import Attack
from metrics.models.freezing import Freezing
from metrics.models.index import Bucket, Mark, Sweep
from metrics.models.packs import Pack, PackRun
from metrics.models.planning import PlannedStep
from metrics.models.quarters import RegionalQuarter
from metrics.models.questions import QUESTIONS, SavedQuestion
from metrics.models.releases import (
    DisclosureChoice,
    EarlyAccess,
    Release,
    ReleaseFigure,
    ReleaseFile,
)
from metrics.models.signals import Rebase

__all__ = [
    "QUESTIONS",
    "Attack",
    "Bucket",
    "DisclosureChoice",
    "EarlyAccess",
    "Freezing",
    "Mark",
    "Pack",
    "PackRun",
    "PlannedStep",
    "Rebase",
    "RegionalQuarter",
    "Release",
    "ReleaseFigure",
    "ReleaseFile",
    "SavedQuestion",
    "Sweep",
]
