"""Whether and as what an outcome will count, in a sentence for whoever records it.

The figures themselves are queries over the ledger; here is only what somebody should know
before they save.
"""

from django.db.models import Q

from cases.choices import Attribution, Level, OutcomeKind, OutcomeState
from cases.forms.kinds import KINDS
from cases.models import Outcome
from cases.outcomes import takes
from toex.core.forms import lower_first
from toex.core.periods import financial_year, financial_year_start, quarter_of
from toex.core.templatetags.toex_tags import long_date

HEADLINE = {Attribution.DIRECT: "direct", Attribution.CONTRIBUTED: "contributed"}
NOT_A_DISRUPTION = {Level.NONE, Level.NEGATIVE}
# More of anything in one outcome is asked about before it is saved.
MANY = 100

AS_MUCH = ("quantity", "amount_pence", "threat")
SAID = ("occurred_on", "attribution", "quantity", "country", "stage", "level", "subject_key")


def sentence_of(outcome, *, user):
    """Say whether and as what a draft counts, as far as `user` sees."""
    given = given_of(outcome)
    return sentence(outcome.kind, given, case=outcome.case, user=user, but=outcome)


def given_of(outcome):
    given = {name: getattr(outcome, name) for name in SAID}
    return {**given, "threat": outcome.threat, "amount_pence": outcome.amount_pence}


def sentence(kind, given, *, case, user, but=None):
    """Say whether and as what an outcome counts, and ask about what may be a mistake.

    `but` is the outcome that it changes.
    """
    same = Outcome.objects.visible_to(user).filter(kind=kind)
    same = same.exclude(state=OutcomeState.VOID).exclude(pk=but.pk if but else None)
    does, in_case = not why_not(kind, given), same.filter(case=case)
    counts = once_only(kind, given, same) if does else ""
    told = [counts or by_itself(kind, given), so_many(kind, given)]
    if not counts:
        again = in_another_quarter(kind, given, in_case) if does else ""
        told.append(once_more(kind, given, in_case) or again)
    return " ".join(each for each in told if each)


def by_itself(kind, given):
    """Say as what an outcome counts, whatever other outcomes there are; it asks no database."""
    quarter = quarter_of(given["occurred_on"]).name.replace("-", " ")
    reason = why_not(kind, given)
    if reason:
        return f"This will not count in a headline figure: {reason}."
    what = KINDS[kind].counted(given.get("quantity") or 1)
    if kind == OutcomeKind.ASSET:
        what = f"£{given['amount_pence'] / 100:,.2f} seized"
    how = HEADLINE[given["attribution"]]
    abroad = ", in the row for outcomes abroad," if given.get("country", "GB") != "GB" else ""
    return f"This will count in {quarter} as {what} ({how}){abroad} once it is verified."


def why_not(kind, given):
    """Return why no headline figure will count the outcome, or an empty text."""
    threat = given.get("threat")
    if given["attribution"] not in HEADLINE:
        return "what TOEX did not bring about or contribute to is reported apart"
    if kind == OutcomeKind.ASSET:
        return "" if given.get("stage") == "seized" else "only assets seized have a figure"
    if not KINDS[kind].one:
        return "there is no figure for this kind. It stays on the record of the case"
    if kind == OutcomeKind.DISRUPTION and given.get("level") in NOT_A_DISRUPTION:
        return "a disruption of the level none or negative is shown apart"
    if kind.endswith("_identified") and threat and not threat.identified_by_toex:
        return "the threat is not marked as identified by TOEX"
    return ""


def once_only(kind, given, same):
    """Say as what an outcome counts with one of `same` that it adds nothing to.

    The text is empty where there is none: then the outcome counts by itself.
    """
    key, threat = given.get("subject_key"), given.get("threat")
    day, what = given["occurred_on"], KINDS[kind].counted(1)
    same = same.filter(attribution__in=HEADLINE)
    abroad = ~Q(country="GB")
    same = same.filter(abroad if given.get("country", "GB") != "GB" else ~abroad)
    if key and KINDS[kind].of_people:
        quarter = quarter_of(day)
        found = same.filter(subject_key=key, occurred_on__range=(quarter.first, quarter.last))
        who = "This person"
    elif threat and kind.endswith("_identified"):
        found, who = same.filter(threat=threat), "This threat"
    else:
        return ""
    first = found.select_related("case").order_by("occurred_on", "pk").first()
    if first is None:
        return ""
    quarter = quarter_of(min(day, first.occurred_on)).name.replace("-", " ")
    return (
        f"{who} already has such an outcome on {long_date(first.occurred_on)} "
        f"({first.case.reference}). The two together will count once, as {what} in {quarter}."
    )


def so_many(kind, given):
    quantity = given.get("quantity") or 1
    if quantity <= MANY:
        return ""
    return f"You entered {quantity:,} in one outcome. Is this the right number?"


def once_more(kind, given, in_case):
    """Ask whether an outcome of the same kind, person and day in the case is another one.

    Without a key nothing tells people apart: then the same number on the same day is asked about.
    """
    key, noun = given.get("subject_key") or "", lower_first(OutcomeKind(kind).label)
    found = in_case.filter(subject_key=key, occurred_on=given["occurred_on"])
    if not key:
        found = found.filter(**{name: given[name] for name in AS_MUCH if given.get(name)})
    if not found.exists():
        return ""
    article = "An" if noun[:1] in "aeioN" else "A"
    if not key:
        return (
            f"{article} {noun} with the same date and number is already recorded in this case. "
            "Is this another one?"
        )
    if KINDS[kind].of_people:
        return "This person already has such an outcome on this day in this case."
    joint = "of" if "age_group" in takes(kind) else "for"
    return (
        f"{article} {noun} {joint} this person on this day is already recorded in this case. "
        f"Is it a second {noun}?"
    )


def in_another_quarter(kind, given, in_case):
    """Ask about a person whom this case already gave to another quarter: they count again here."""
    key, day = given.get("subject_key"), given["occurred_on"]
    if not (key and KINDS[kind].of_people):
        return ""
    quarter = quarter_of(day)
    found = in_case.filter(subject_key=key, attribution__in=HEADLINE)
    found = found.exclude(occurred_on__range=(quarter.first, quarter.last))
    days = sorted(found.values_list("occurred_on", flat=True))
    if not days:
        return ""
    name, start = quarter.name.replace("-", " "), financial_year_start(day)
    year = f"the year {financial_year(start)}"
    if start in {financial_year_start(each) for each in days}:
        again = f"{name} will count them once more, {year} once."
    else:
        again = f"{name} and {year} will count them once more."
    return (
        f"This person already has such an outcome in this case on {long_date(days[0])}. "
        f"A person counts once in each period: {again} Are you sure that this is another outcome?"
    )
