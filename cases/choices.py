"""The codes of cases, threats and outcomes."""

from django.db import models


class State(models.TextChoices):
    TERMS = "terms", "Terms being agreed"
    DEVELOPMENT = "development", "In development"
    DELIVERED = "delivered", "Product delivered"
    REASSESSED = "reassessed", "Reassessed"
    CLOSED = "closed", "Closed"


OPEN_STATES = [State.TERMS, State.DEVELOPMENT, State.DELIVERED, State.REASSESSED]


class Owner(models.TextChoices):
    """Who owns the threat after the reassessment. TOEX supports; it never owns the risk."""

    FORCE = "force", "Force"
    ROCU = "rocu", "ROCU"
    REGIONAL = "regional", "Regional owner"
    NATIONAL = "national", "National owner"
    PARTNER = "partner", "Partner"
    NONE = "none", "No owner"


class CloseReason(models.TextChoices):
    COMPLETED = "completed", "Work completed"
    OVERTAKEN = "overtaken", "Overtaken by events"
    WITHDRAWN = "withdrawn", "Withdrawn by the force"
    NO_EXPLOITATION_FOUND = "no_exploitation_found", "Assessed, no exploitation found"
    IMPORTED = "imported", "Closed before it came here"


class Part(models.TextChoices):
    """What a region does in a case."""

    LEAD = "lead", "Leads"
    SUPPORT = "support", "Supports"


class MemberRole(models.TextChoices):
    LEAD = "lead", "Case lead"
    MEMBER = "member", "Member"


class ActivityKind(models.TextChoices):
    DEVELOPMENT = "development", "Intelligence development"
    DECISION = "decision", "Decision"
    CONTACT = "contact", "Contact"
    NOTE = "note", "Note"


class TaskState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"


class SubjectPart(models.TextChoices):
    """What a pseudonymous subject is in a case. A person of interest is not a suspect."""

    SUSPECT = "suspect", "Suspect"
    CONVICTED = "convicted", "Convicted"
    VICTIM = "victim", "Known or suspected victim"
    WITNESS = "witness", "Witness"
    POI = "poi", "Person of interest"


class ThreatKind(models.TextChoices):
    OCG = "ocg", "Organised crime group"
    PRIORITY_INDIVIDUAL = "priority_individual", "Priority individual"
    VULNERABILITY = "vulnerability", "Vulnerability"
    OTHER = "other", "Other"


class ThreatState(models.TextChoices):
    NOMINATED = "nominated", "Nominated"
    MAPPED = "mapped", "Mapped"
    ACTIVE = "active", "Active"
    ARCHIVED = "archived", "Archived"


class ArchiveReason(models.TextChoices):
    DISMANTLED = "dismantled", "Dismantled"
    MERGED = "merged", "Merged"
    NO_LONGER_MEETS = "no_longer_meets", "No longer meets the threshold"


class OutcomeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    VERIFIED = "verified", "Verified"
    VOID = "void", "Void"


class OutcomeKind(models.TextChoices):
    PERSON_SAFEGUARDED = "person_safeguarded", "Person safeguarded"
    POTENTIAL_VICTIM_IDENTIFIED = "potential_victim_identified", "Potential victim identified"
    NRM_REFERRAL = "nrm_referral", "NRM referral"
    DUTY_TO_NOTIFY = "duty_to_notify", "Duty to Notify report"
    SUSPECT_IDENTIFIED = "suspect_identified", "Suspect identified"
    POI_IDENTIFIED = "poi_identified", "Person of interest identified"
    ARREST = "arrest", "Arrest"
    VOLUNTARY_INTERVIEW = "voluntary_interview", "Voluntary interview"
    CHARGE = "charge", "Charge"
    WARRANT_EXECUTED = "warrant_executed", "Warrant executed"
    CONVICTION = "conviction", "Conviction"
    ORDER_MADE = "order_made", "Order made"
    DISRUPTION = "disruption", "Disruption"
    OCG_IDENTIFIED = "ocg_identified", "Organised crime group identified"
    PRIORITY_INDIVIDUAL_IDENTIFIED = (
        "priority_individual_identified",
        "Priority individual identified",
    )
    VULNERABILITY_IDENTIFIED = "vulnerability_identified", "Vulnerability identified"
    INTELLIGENCE_REPORT = "intelligence_report", "Intelligence report"
    LINKED_TO_LIVE_OPERATION = "linked_to_live_operation", "Link made to a live operation"
    PARTNER_REFERRAL = "partner_referral", "Partner referral"
    ASSET = "asset", "Asset"


class Verdict(models.TextChoices):
    """An answer of the survey."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class WhyLooking(models.TextChoices):
    """What somebody from outside every region looks at a case for."""

    FIGURE = "figure", "Checking a figure, or the data behind it"
    QUESTION = "question", "A question to the region, or from it"
    ANSWER = "answer", "An answer to somebody who asked the programme"
    OTHER = "other", "Another reason"


class Attribution(models.TextChoices):
    """How far TOEX brought an outcome about. Headline figures count the first two."""

    DIRECT = "direct", "TOEX direct"
    CONTRIBUTED = "contributed", "TOEX contributed"
    ASSOCIATED = "associated", "Happened on a supported case"
    EXTERNAL = "external", "Not brought about by TOEX"


class FourP(models.TextChoices):
    PURSUE = "pursue", "Pursue"
    PREVENT = "prevent", "Prevent"
    PROTECT = "protect", "Protect"
    PREPARE = "prepare", "Prepare"


class Level(models.TextChoices):
    """How far a disruption went. There is no agreed national definition of the levels."""

    MAJOR = "major", "Major"
    MODERATE = "moderate", "Moderate"
    MINOR = "minor", "Minor"
    NONE = "none", "None"
    NEGATIVE = "negative", "Negative"


class AgeGroup(models.TextChoices):
    CHILD = "child", "Child"
    ADULT = "adult", "Adult"
    UNKNOWN = "unknown", "Not known"


class AssetStage(models.TextChoices):
    """Stages of an asset. The same money passes through several: stages are never summed."""

    SEIZED = "seized", "Seized"
    DETAINED = "detained", "Detained"
    RESTRAINED = "restrained", "Restrained"
    FORFEITED = "forfeited", "Forfeited"
    CONFISCATION_ORDERED = "confiscation_ordered", "Confiscation ordered"
    RECOVERED = "recovered", "Recovered"
