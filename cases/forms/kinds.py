"""Each kind of outcome in one line, its own fields, and as what it counts."""

from dataclasses import dataclass

from cases.choices import OutcomeKind as Kind
from cases.outcomes import takes, threat_kind_of

PEOPLE, POLICE, COURT, THREATS, OTHER = (
    "People",
    "Police action",
    "Courts and orders",
    "Threats",
    "Other",
)


@dataclass(frozen=True)
class About:
    """`one` and `many` name what is counted; both empty: no headline figure counts this kind."""

    kind: Kind
    group: str
    means: str
    one: str = ""
    many: str = ""
    of_people: bool = False

    @property
    def fields(self):
        """Return the names of the fields that this kind has and not every kind."""
        threat = threat_kind_of(self.kind) or self.kind == Kind.DISRUPTION
        return [*takes(self.kind), *(["threat"] if threat else [])]

    @property
    def with_a_key(self):
        """Say what a key changes in counting, or nothing where no figure counts the kind."""
        if self.of_people:
            return "With a key the same person counts once in a quarter."
        if not self.one or self.group == THREATS:
            return ""
        return f"Each {self.one} counts, of the same person too."

    def counted(self, quantity):
        return f"{quantity:,} {self.one if quantity == 1 else self.many}"


KINDS = {
    each.kind: each
    for each in (
        About(
            Kind.PERSON_SAFEGUARDED,
            PEOPLE,
            "A recorded, evidenced act of protection for one person by police or a partner. "
            "Not leaflets, visits attempted or talks to groups.",
            "person safeguarded",
            "people safeguarded",
            of_people=True,
        ),
        About(
            Kind.POTENTIAL_VICTIM_IDENTIFIED,
            PEOPLE,
            "Somebody believed, on reasonable grounds, to be a victim.",
            "potential victim identified",
            "potential victims identified",
            of_people=True,
        ),
        About(
            Kind.NRM_REFERRAL,
            PEOPLE,
            "A referral sent by a first responder. Adults must consent; children need not.",
            "NRM referral",
            "NRM referrals",
        ),
        About(
            Kind.DUTY_TO_NOTIFY,
            PEOPLE,
            "A report of an adult potential victim who does not consent to a referral.",
            "Duty to Notify report",
            "Duty to Notify reports",
        ),
        About(
            Kind.SUSPECT_IDENTIFIED,
            PEOPLE,
            "Somebody reasonably suspected, and new to the investigation because of TOEX work.",
            "suspect identified",
            "suspects identified",
            of_people=True,
        ),
        About(
            Kind.POI_IDENTIFIED,
            PEOPLE,
            "Somebody of interest, not yet suspected, and new to the investigation.",
            "person of interest identified",
            "people of interest identified",
            of_people=True,
        ),
        About(
            Kind.ARREST,
            POLICE,
            "Counted when made. Arresting the same person again is a second arrest.",
            "arrest",
            "arrests",
        ),
        About(
            Kind.VOLUNTARY_INTERVIEW,
            POLICE,
            "An interview under caution without arrest.",
        ),
        About(
            Kind.WARRANT_EXECUTED,
            POLICE,
            "A search or arrest warrant that was carried out, not only granted.",
            "warrant executed",
            "warrants executed",
        ),
        About(
            Kind.ASSET,
            POLICE,
            "Money or property at one stage. Each stage is an outcome of its own; "
            "stages are never added up.",
        ),
        About(
            Kind.CHARGE,
            COURT,
            "A charge or postal requisition.",
            "charge",
            "charges",
        ),
        About(
            Kind.CONVICTION,
            COURT,
            "A guilty plea or verdict. The sentence is the total for this person, as passed.",
            "conviction",
            "convictions",
        ),
        About(
            Kind.ORDER_MADE,
            COURT,
            "For example a slavery and trafficking prevention or risk order. "
            "A variation is not a new order.",
            "order made",
            "orders made",
        ),
        About(
            Kind.DISRUPTION,
            THREATS,
            "The threat cannot operate at its usual level for a time, because of this work.",
            "disruption",
            "disruptions",
        ),
        About(
            Kind.OCG_IDENTIFIED,
            THREATS,
            "A group first recognised by TOEX work, not one that was only supported.",
            "organised crime group identified",
            "organised crime groups identified",
        ),
        About(
            Kind.PRIORITY_INDIVIDUAL_IDENTIFIED,
            THREATS,
            "A priority individual first recognised by TOEX work.",
            "priority individual identified",
            "priority individuals identified",
        ),
        About(
            Kind.VULNERABILITY_IDENTIFIED,
            THREATS,
            "A vulnerability first recognised by TOEX work.",
            "vulnerability identified",
            "vulnerabilities identified",
        ),
        About(
            Kind.INTELLIGENCE_REPORT,
            OTHER,
            "A report submitted because of this work.",
        ),
        About(
            Kind.LINKED_TO_LIVE_OPERATION,
            OTHER,
            "The case was found to touch a live operation elsewhere.",
        ),
        About(
            Kind.PARTNER_REFERRAL,
            OTHER,
            "A referral that a partner accepted, with consent on record.",
            "partner referral",
            "partner referrals",
        ),
    )
}


def grouped():
    """Return [(group, [About, …])] in the order of the page."""
    groups = {}
    for each in KINDS.values():
        groups.setdefault(each.group, []).append(each)
    return list(groups.items())
