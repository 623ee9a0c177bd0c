"""The codes of requests, decisions, assessments and meetings."""

from django.db import models


class ExploitationType(models.TextChoices):
    """Operational types: one primary, others secondary. Neither NRM types nor offences."""

    ASE = "ASE", "Adult sexual exploitation"
    CSE = "CSE", "Child sexual exploitation"
    CSA_ON = "CSA-ON", "Online child sexual abuse"
    CCE_CL = "CCE-CL", "Child criminal exploitation: county lines"
    CCE_O = "CCE-O", "Child criminal exploitation: other"
    ACE = "ACE", "Adult criminal exploitation"
    LAB = "LAB", "Labour exploitation"
    DS = "DS", "Domestic servitude"
    ORG = "ORG", "Organ harvesting"
    FIN = "FIN", "Financial exploitation"
    OIC = "OIC", "Organised immigration crime"
    FM_HBA = "FM-HBA", "Forced marriage or honour-based abuse"
    FRAUD_V = "FRAUD-V", "Exploitation-enabled fraud"
    OTH = "OTH", "Other"
    UNK = "UNK", "Not yet known"


class Flag(models.TextChoices):
    VAWG = "vawg", "Violence against women and girls"
    CHILD = "child", "A child may be a victim"
    ONLINE = "online", "Online"
    ASW = "asw", "Adult service websites"
    CROSS_FORCE = "cross_force", "More than one force"
    CROSS_REGION = "cross_region", "More than one region"
    INTERNATIONAL = "international", "International"
    GROUP_BASED = "group_based", "Group-based"
    MISSING = "missing", "Missing people"
    DRUGS = "drugs", "Drugs"
    FIREARMS = "firearms", "Firearms"
    REPEAT = "repeat", "Repeat victims"
    SUPPLY_CHAIN = "supply_chain", "Business or supply chain"


class Reason(models.TextChoices):
    """Why the force asks TOEX."""

    CAPACITY = "capacity", "We do not have the capacity"
    CAPABILITY = "capability", "We do not have the capability"
    GEOGRAPHY = "geography", "It crosses our borders"
    DATA_VOLUME = "data_volume", "There is too much data"
    COMPLEXITY = "complexity", "It is too complex"


class Support(models.TextChoices):
    """What is asked for, and what a product is."""

    SUBJECT_PROFILE = "subject_profile", "Subject profile"
    PROBLEM_PROFILE = "problem_profile", "Problem profile"
    INTELLIGENCE_PACKAGE = "intelligence_package", "Intelligence package"
    NETWORK_CHART = "network_chart", "Network chart"
    TIMELINE = "timeline", "Timeline"
    COMMS_ANALYSIS = "comms_analysis", "Communications analysis"
    FINANCIAL_PROFILE = "financial_profile", "Financial profile"
    OPEN_SOURCE = "open_source", "Open source research"
    DATA_INSIGHT = "data_insight", "Data insight"
    VAWG_PROFILE = "vawg_profile", "VAWG profile"
    TRANSLATION = "translation", "Translation"
    OWNERSHIP_SUPPORT = "ownership_support", "Support for the owner"
    OTHER = "other", "Other"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent"
    IN_TRIAGE = "in_triage", "Being checked"
    RETURNED = "returned", "Returned to force"
    WITH_TOEX = "with_toex", "With TOEX"
    DECIDED = "decided", "Decided"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


class DecisionOutcome(models.TextChoices):
    ADOPT = "adopt", "Adopted"
    ADOPT_WITH_CONDITIONS = "adopt_with_conditions", "Adopted with conditions"
    DEFER = "defer", "Deferred"
    REFER = "refer", "Referred"
    DECLINE = "decline", "Declined"
    OVERTAKEN = "overtaken", "Overtaken by events"


ADOPTING = [DecisionOutcome.ADOPT, DecisionOutcome.ADOPT_WITH_CONDITIONS]


class DeclineCode(models.TextChoices):
    CAPACITY = "capacity", "No capacity"
    CAPABILITY = "capability", "No capability"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    INSUFFICIENT_INFORMATION = "insufficient_information", "Not enough information"
    DUPLICATE = "duplicate", "Duplicate"
    OTHER = "other", "Other"


class Forum(models.TextChoices):
    MEETING = "meeting", "In a tasking meeting"
    OUTSIDE_MEETING = "outside_meeting", "Outside a meeting"


class PeopleBand(models.TextChoices):
    """How many people may be at risk: a band, never names."""

    NONE = "none", "None known"
    ONE_TO_TWO = "1-2", "1 or 2"
    THREE_TO_FIVE = "3-5", "3 to 5"
    SIX_TO_TEN = "6-10", "6 to 10"
    MORE = "11+", "11 or more"
    UNKNOWN = "unknown", "Not known"


class ThreatStatus(models.TextChoices):
    """Whether the threat is on record with the organised crime mapping."""

    NOT_RECORDED = "not_recorded", "Not recorded"
    OCG = "ocg", "Organised crime group"
    PRIORITY_INDIVIDUAL = "priority_individual", "Priority individual"
    VULNERABILITY = "vulnerability", "Vulnerability"


class Marking(models.TextChoices):
    """OFFICIAL-SENSITIVE is a marking within OFFICIAL, not a tier above it."""

    OFFICIAL = "OFFICIAL", "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"


class Side(models.TextChoices):
    """Who assessed: the asking force, or the region."""

    FORCE = "force", "Force"
    REGION = "region", "Region"


class Stage(models.TextChoices):
    INITIAL = "initial", "Initial"
    REASSESSMENT = "reassessment", "Reassessment"
    CLOSURE = "closure", "Closure"


class Mode(models.TextChoices):
    COMPUTED = "computed", "Worked out from levels"
    EXTERNAL = "external", "From the force's own tool"


class ModelStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    RETIRED = "retired", "Retired"


class WaitsOn(models.TextChoices):
    """Who has the next step of a request."""

    FORCE = "force", "The force"
    GATEWAY = "gateway", "The gateway"
    MANAGER = "manager", "A TOEX manager"
    NOBODY = "nobody", "Nobody"


# The one place that says whose step follows on a state.
WAITS_ON = {
    State.DRAFT: WaitsOn.FORCE,
    State.RETURNED: WaitsOn.FORCE,
    State.SUBMITTED: WaitsOn.GATEWAY,
    State.IN_TRIAGE: WaitsOn.GATEWAY,
    State.WITH_TOEX: WaitsOn.MANAGER,
    State.DEFERRED: WaitsOn.MANAGER,
    State.DECIDED: WaitsOn.NOBODY,
    State.WITHDRAWN: WaitsOn.NOBODY,
}


def states_waiting_on(*sides):
    return [state for state, side in WAITS_ON.items() if side in sides]


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    SIGNED = "signed", "Signed"


class ActionState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"


class Satisfaction(models.TextChoices):
    """What somebody thinks of the service, from the best to the worst."""

    VERY_SATISFIED = "very_satisfied", "Very satisfied"
    SATISFIED = "satisfied", "Satisfied"
    NEITHER = "neither", "Neither satisfied nor dissatisfied"
    DISSATISFIED = "dissatisfied", "Dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied", "Very dissatisfied"


class SavedList(models.TextChoices):
    """The lists of which filters can be saved under a name."""

    QUEUE = "queue", "Gateway queue"
    REQUESTS = "requests", "Requests"
    CASES = "cases", "Cases"
