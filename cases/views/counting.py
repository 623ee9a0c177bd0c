"""Whether and as what an outcome will count, in a sentence for whoever records it.

The figures themselves are queries over the ledger; here is only what somebody should know
before they save.
"""

from cases.choices import Attribution, Level, OutcomeKind, OutcomeState
from cases.forms.kinds import KINDS
from cases.models import Outcome
from toex.core.periods import quarter_of

HEADLINE = {Attribution.DIRECT: "direct", Attribution.CONTRIBUTED: "contributed"}
NOT_A_DISRUPTION = {Level.NONE, Level.NEGATIVE}


SAID = ("occurred_on", "attribution", "quantity", "country", "stage", "level", "subject_key")


def sentence_of(outcome, *, user):
    """Say whether and as what a draft counts, as far as `user` sees."""
    return sentence(outcome.kind, given_of(outcome), user=user, but=outcome)


def given_of(outcome):
    given = {name: getattr(outcome, name) for name in SAID}
    return {**given, "threat": outcome.threat, "amount_pence": outcome.amount_pence}


def sentence(kind, given, *, user, but=None):
    """Say whether and as what an outcome counts; `but` is the outcome that it changes."""
    words = by_itself(kind, given)
    if why_not(kind, given):
        return words
    return f"{words} {once_only(kind, given, user=user, but=but)}".strip()


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


def once_only(kind, given, *, user, but=None):
    """Warn where an earlier outcome that the reader sees makes this one count no further."""
    same = Outcome.objects.visible_to(user).filter(kind=kind)
    same = same.exclude(state=OutcomeState.VOID).exclude(pk=but.pk if but else None)
    key, threat = given.get("subject_key"), given.get("threat")
    if key and KINDS[kind].of_people:
        quarter = quarter_of(given["occurred_on"])
        found = same.filter(subject_key=key, occurred_on__range=(quarter.first, quarter.last))
        what = "This person already has such an outcome"
    elif threat and kind.endswith("_identified"):
        found = same.filter(threat=threat)
        what = "This threat already has such an outcome"
    else:
        return ""
    first = found.select_related("case").order_by("occurred_on", "pk").first()
    if first is None:
        return ""
    return f"{what} on {first.occurred_on:%-d %B %Y} ({first.case.reference}): it will count once."
