"""The words a figure is asked for and answered in."""

from django.db import models


class MeasureClass(models.TextChoices):
    """How a measure counts; measures of different classes are never added or put in one column."""

    PEOPLE = "people", "People"
    EVENTS = "events", "Events"
    SUMS = "sums", "Sums"
    THREATS = "threats", "Threats"
    CASES = "cases", "Cases"
    PRODUCTS = "products", "Products"
    REQUESTS = "requests", "Requests"
    TIMES = "times", "Times"


class Basis(models.TextChoices):
    """Which place carries a figure."""

    LEAD = "lead", "Region leading the case"
    LOCATION = "location", "Where it happened"
    CONTRIBUTION = "contribution", "Every region taking part"


class Breakdown(models.TextChoices):
    """What a figure may be broken down by."""

    REGION = "region", "Region"
    FORCE = "force", "Force"
    PRIMARY_TYPE = "primary_type", "Primary exploitation type"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"


PLACES = [Breakdown.REGION, Breakdown.FORCE]
SPANS = [Breakdown.MONTH, Breakdown.QUARTER]


class Status(models.TextChoices):
    """Zero, and four reasons why there is no number: five different things."""

    OK = "ok", "Counted"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_AVAILABLE = "not_available", "Not available"
    SUPPRESSED = "suppressed", "Hidden to protect confidentiality"
    NOT_YET_DUE = "not_yet_due", "Not yet due"


class Rule(models.TextChoices):
    """Why an event does not count in a cell; the first that applies is given."""

    NOT_VERIFIED = "not_verified", "It has not been verified"
    VOID = "void", "It is void"
    ATTRIBUTION = "attribution", "It is not attributed to TOEX in the way this figure counts"
    ABROAD = "abroad", "It happened abroad, which has a row of its own"
    COUNTED_ELSEWHERE = (
        "counted_elsewhere",
        "The same person or threat is counted at an earlier event",
    )
    NOT_IDENTIFIED_BY_TOEX = (
        "not_identified_by_toex",
        "The threat is not marked as identified by TOEX",
    )


class QuarterState(models.TextChoices):
    OPEN = "open", "Open"
    CONFIRMED = "confirmed", "Confirmed"


class ReleaseState(models.TextChoices):
    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Frozen"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class WorkStep(models.TextChoices):
    """The work on a release, in its order."""

    CONFIRM = "confirm", "Regions confirm"
    FREEZE = "freeze", "Freeze the figures"
    QUALITY = "quality", "Check the quality"
    DISCLOSURE = "disclosure", "Review what is hidden"
    READ = "read", "Read it as its readers will"
    APPROVE = "approve", "A second person approves"
    EARLY_ACCESS = "early-access", "Early access"
    PUBLISH = "publish", "Publish"


# Steps of which nothing but somebody's word shows that they are done.
BY_HAND = frozenset({WorkStep.QUALITY, WorkStep.DISCLOSURE, WorkStep.READ, WorkStep.EARLY_ACCESS})


class TableCode(models.TextChoices):
    """Which table of a release a cell belongs to. All are on the lead basis."""

    NATION = "nation", "England and Wales"
    REGION = "region", "By region"
    FORCE = "force", "By force"
    TYPE = "type", "By primary exploitation type"
    REGION_TYPE = "region_type", "By region and primary exploitation type"


class Hidden(models.TextChoices):
    """Why a cell is hidden: for its own sake, or because it would give another away."""

    PRIMARY = "primary", "Small, or made by one event"
    SECONDARY = "secondary", "Would give another cell away"
    REVIEWER = "reviewer", "Chosen by the reviewer"


class AskedFor(models.TextChoices):
    FOI = "foi", "Freedom of information request"
    MINISTER = "minister", "Minister or Home Office"
    GOVERNANCE = "governance", "Governance group"
    OTHER = "other", "Something else"


class Disclosure(models.TextChoices):
    """Whether an answer may leave the programme."""

    MANAGEMENT = "management", "Management information: not to be sent out"
    CONTROLLED = "controlled", "Small numbers hidden: may be sent out"


class Mode(models.TextChoices):
    """How a release protects small numbers; `metrics/disclosure/modes.py` says more."""

    THRESHOLD = "threshold", "Small numbers hidden"
    TEN_FIVE = "ten-five", "Numbers below 10 hidden, others rounded to 5"
    INTERNAL = "internal", "Nothing hidden: internal, never published"
