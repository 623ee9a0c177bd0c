"""The measures that are counted from outcomes: people, events and sums."""

from cases.choices import AgeGroup, AssetStage, Level, OutcomeKind
from metrics.choices import MeasureClass
from metrics.measures.base import Measure, events, people

COUNTED_LEVELS = frozenset({Level.MAJOR, Level.MODERATE, Level.MINOR})

PEOPLE = [
    people(
        "people_safeguarded",
        "People safeguarded",
        OutcomeKind.PERSON_SAFEGUARDED,
        "Different people for whom police or a partner took a recorded protective action in the "
        "period. A person with a key is counted once, at their earliest such event.",
        "Leaflets, posters and group talks. A visit that was only attempted. The same person "
        "again in the same period. An NRM referral of somebody already safeguarded.",
    ),
    people(
        "children_safeguarded",
        "Children safeguarded",
        OutcomeKind.PERSON_SAFEGUARDED,
        "Different people recorded as children when they were safeguarded in the period. A child "
        "with a key is counted once, at the earliest such event.",
        "Adults, and people whose age group is not known or not given.",
        admits=lambda event: event.age_group == AgeGroup.CHILD,
    ),
    people(
        "potential_victims_identified",
        "Potential victims identified",
        OutcomeKind.POTENTIAL_VICTIM_IDENTIFIED,
        "Different people about whom a reasonable belief was recorded in the period that they may "
        "be victims of exploitation.",
        "A suspicion before there is such a belief. The same person again in the same period.",
    ),
    people(
        "suspects_identified",
        "Suspects identified",
        OutcomeKind.SUSPECT_IDENTIFIED,
        "Different people who became new suspects in the period because of TOEX work.",
        "Suspects the force already had. People of interest, who are a measure of their own and "
        "are never added to suspects.",
    ),
    people(
        "pois_identified",
        "People of interest identified",
        OutcomeKind.POI_IDENTIFIED,
        "Different people who became of interest in the period because of TOEX work, without "
        "reasonable suspicion so far.",
        "Suspects. A person of interest who becomes a suspect is counted once in each measure, "
        "and the two are never added.",
    ),
    people(
        "people_arrested",
        "People arrested",
        OutcomeKind.ARREST,
        "Different people arrested in the period. A person with a key who is arrested twice is "
        "one person.",
        "Voluntary interviews. Arrests abroad, which are rows of their own. To count every "
        "arrest, use the measure “Arrests”.",
    ),
]

EVENTS = [
    events(
        "arrests",
        "Arrests",
        "arrests",
        OutcomeKind.ARREST,
        "Arrests in the period. A person arrested twice is two arrests.",
        "Voluntary interviews. Arrests abroad, which are rows of their own. To count people, use "
        "the measure “People arrested”.",
    ),
    events(
        "charges",
        "Charges",
        "defendants charged",
        OutcomeKind.CHARGE,
        "Defendants charged, or sent a postal requisition, in the period: one for each event.",
        "The number of counts on the charge sheet. Decisions not to charge.",
    ),
    events(
        "convictions",
        "Convictions",
        "defendants convicted",
        OutcomeKind.CONVICTION,
        "Defendants convicted by plea or verdict in the period: one for each such event.",
        "Trials that have not ended. Acquittals.",
    ),
    events(
        "warrants_executed",
        "Warrants executed",
        "warrants",
        OutcomeKind.WARRANT_EXECUTED,
        "Search and arrest warrants executed in the period.",
        "Warrants granted but not executed.",
    ),
    events(
        "orders_made",
        "Orders made",
        "orders",
        OutcomeKind.ORDER_MADE,
        "Court orders made in the period, such as slavery and trafficking prevention and risk "
        "orders.",
        "Applications, breaches, and changes to an order that already exists.",
    ),
    events(
        "nrm_referrals",
        "NRM referrals",
        "referrals",
        OutcomeKind.NRM_REFERRAL,
        "Referrals to the National Referral Mechanism submitted in the period. Adults must have "
        "consented.",
        "The same referral sent again. Duty to Notify reports. Decisions on referrals.",
    ),
    events(
        "duty_to_notify",
        "Duty to Notify reports",
        "reports",
        OutcomeKind.DUTY_TO_NOTIFY,
        "Reports in the period about adults who may be victims and do not consent to a referral.",
        "NRM referrals. An adult who consents later is a referral then, and both events stay.",
    ),
    events(
        "partner_referrals",
        "Partner referrals",
        "referrals",
        OutcomeKind.PARTNER_REFERRAL,
        "Referrals to partner organisations in the period, with consent recorded and accepted by "
        "the partner.",
        "Signposting: telling somebody that a service exists.",
    ),
    events(
        "disruptions",
        "Disruptions",
        "disruptions",
        OutcomeKind.DISRUPTION,
        "Disruptions in the period with the level major, moderate or minor.",
        "Disruptions with the level none or negative, which are shown apart.",
        admits=lambda event: event.level in COUNTED_LEVELS,
    ),
]

SUMS = [
    Measure(
        "sentence_months",
        "Sentence length",
        "months",
        MeasureClass.SUMS,
        "Custodial months as passed on each defendant convicted in the period, added together.",
        "Life sentences, which are counted apart. Concurrent terms on top of one another, "
        "suspended terms, and extended licence.",
        kinds=frozenset({OutcomeKind.CONVICTION}),
        admits=lambda event: event.months is not None and not event.life,
        amount=lambda event: event.months,
    ),
    Measure(
        "assets_seized_pence",
        "Assets seized",
        "pence",
        MeasureClass.SUMS,
        "The value of assets seized in the period: in pounds where people read it, in pence in "
        "data files and over the API.",
        "Any other stage: detained, restrained, forfeited, confiscation ordered, recovered. The "
        "same money passes through several stages, so stages are never added.",
        kinds=frozenset({OutcomeKind.ASSET}),
        admits=lambda event: event.stage == AssetStage.SEIZED and event.amount_pence is not None,
        amount=lambda event: event.amount_pence,
    ),
]
