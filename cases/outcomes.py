"""What each kind of outcome takes and needs: rules of plain values, without a database."""

import re
from datetime import date

from cases.choices import (
    AgeGroup,
    AssetStage,
    Attribution,
    FourP,
    Level,
    OutcomeKind,
    SubjectPart,
    ThreatKind,
)
from toex.core.countries import COUNTRIES

SUBJECT_KEY = r"[A-Z0-9][A-Z0-9/-]{3,31}"
MOST_PEOPLE = 1_000_000
MOST_PENCE = 10**15
MOST_MONTHS = 1_200

PEOPLE_PROTECTED = [
    OutcomeKind.PERSON_SAFEGUARDED,
    OutcomeKind.POTENTIAL_VICTIM_IDENTIFIED,
    OutcomeKind.NRM_REFERRAL,
    OutcomeKind.DUTY_TO_NOTIFY,
]
PEOPLE_PURSUED = [
    OutcomeKind.SUSPECT_IDENTIFIED,
    OutcomeKind.POI_IDENTIFIED,
    OutcomeKind.ARREST,
    OutcomeKind.VOLUNTARY_INTERVIEW,
    OutcomeKind.CHARGE,
]
TAKES = {
    **{kind: ["age_group"] for kind in [*PEOPLE_PROTECTED, *PEOPLE_PURSUED]},
    OutcomeKind.WARRANT_EXECUTED: ["warrant_type"],
    OutcomeKind.CONVICTION: ["age_group", "months", "life"],
    OutcomeKind.ORDER_MADE: ["order_type"],
    OutcomeKind.DISRUPTION: ["level", "four_p"],
    OutcomeKind.PARTNER_REFERRAL: ["partner"],
    OutcomeKind.ASSET: ["stage", "amount_pence"],
}
KIND_FIELDS = list(dict.fromkeys(name for names in TAKES.values() for name in names))
NEEDS = {
    OutcomeKind.DISRUPTION: {
        "level": "Choose how far the disruption went.",
    },
    OutcomeKind.ASSET: {
        "stage": "Choose the stage of the asset.",
        "amount_pence": "Enter the amount in pence.",
    },
}
CODES = {"age_group": AgeGroup, "stage": AssetStage, "level": Level, "four_p": FourP}
HIGHEST = {"amount_pence": MOST_PENCE, "months": MOST_MONTHS}
THREAT_KINDS = {
    OutcomeKind.OCG_IDENTIFIED: ThreatKind.OCG,
    OutcomeKind.PRIORITY_INDIVIDUAL_IDENTIFIED: ThreatKind.PRIORITY_INDIVIDUAL,
    OutcomeKind.VULNERABILITY_IDENTIFIED: ThreatKind.VULNERABILITY,
}
ROLES = {
    OutcomeKind.SUSPECT_IDENTIFIED: SubjectPart.SUSPECT,
    OutcomeKind.ARREST: SubjectPart.SUSPECT,
    OutcomeKind.VOLUNTARY_INTERVIEW: SubjectPart.SUSPECT,
    OutcomeKind.CHARGE: SubjectPart.SUSPECT,
    OutcomeKind.CONVICTION: SubjectPart.CONVICTED,
    OutcomeKind.POI_IDENTIFIED: SubjectPart.POI,
    **{kind: SubjectPart.VICTIM for kind in PEOPLE_PROTECTED},
}


def role_of(kind):
    """Return the role in a case that an outcome of this kind gives its subject, or None."""
    return ROLES.get(kind)


def threat_kind_of(kind):
    """Return the kind of threat that an outcome of this kind must name, or None."""
    return THREAT_KINDS.get(kind)


def is_subject_key(text):
    return bool(re.fullmatch(SUBJECT_KEY, text, re.ASCII))


def takes(kind):
    """Return the names of the fields that only some kinds have and this one takes."""
    return TAKES.get(kind, [])


def kind_problems(kind, given):
    """Return [(field, sentence)] for what the kind's own fields lack, or hold without need.

    `given` maps names of fields to values; None, empty text and `false` say nothing.
    """
    problems = []
    for name in KIND_FIELDS:
        value = given.get(name)
        if not _says_something(value):
            continue
        if name not in takes(kind):
            label = OutcomeKind(kind).label.lower()
            problems.append((name, f"Leave this empty: {label} does not take it."))
        elif name in CODES and value not in CODES[name].values:
            problems.append((name, "Choose one of the codes."))
        elif name in HIGHEST and not 0 <= value <= HIGHEST[name]:
            problems.append((name, f"This must be from 0 to {HIGHEST[name]:,}."))
    problems += [
        (name, sentence)
        for name, sentence in NEEDS.get(kind, {}).items()
        if not _says_something(given.get(name))
    ]
    return problems


def _says_something(value):
    return value is not None and value is not False and value != ""


def problems_of(given, *, opened_on: date, today: date):
    """Return [(field, sentence)] for all that is wrong with an outcome by itself.

    Whether its threat, or the outcome that it replaces, is of the case is looked at elsewhere.
    """
    problems = day_problems(given["occurred_on"], opened_on=opened_on, today=today)
    if given["attribution"] not in Attribution.values:
        problems.append(("attribution", "Choose the attribution."))
    key = given.get("subject_key", "")
    if key and not is_subject_key(key):
        sentence = "The key must be 4 to 32 capital letters, digits, slashes or hyphens."
        problems.append(("subject_key", sentence))
    quantity = given.get("quantity", 1)
    if not 1 <= quantity <= MOST_PEOPLE:
        problems.append(("quantity", f"The quantity must be from 1 to {MOST_PEOPLE:,}."))
    elif key and quantity > 1:
        problems.append(("quantity", "The quantity must be 1 where there is a subject key."))
    if given.get("country", "GB") not in COUNTRIES:
        problems.append(("country", "Enter the two-letter code of a country, such as GB."))
    return problems + kind_problems(given["kind"], given)


def day_problems(day, *, opened_on, today, name="occurred_on"):
    """Return [(name, sentence)] where a day is in the future or before the case opened."""
    if day > today:
        return [(name, "The date must not be in the future.")]
    if day < opened_on:
        opened = f"{opened_on:%-d %B %Y}"
        return [(name, f"The date must not be before the case opened on {opened}.")]
    return []
