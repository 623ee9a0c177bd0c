"""What a line must and must not hold, looked at by itself."""

from cases.choices import OutcomeKind
from cases.outcomes import kind_problems, threat_kind_of
from cases.returns.cells import ACTIVITY, PRODUCT
from cases.returns.columns import EVENT_COLUMNS
from cases.returns.lines import Line
from cases.returns.problems import Problems

FUTURE = "The date must not be in the future."
# These say nothing that an activity, a product or a line without an event could keep.
KEPT_BY_NOTHING = ("force", "country", "attribution", "threat_kind")
OF_OUTCOMES_ONLY = (
    "subject_key",
    "level",
    "four_p",
    "age_group",
    "amount_pence",
    "stage",
    "months",
    "order_type",
    "partner",
)
# Spreadsheets of the past seldom say it, and no figure hangs on it.
MAY_BE_EMPTY = ("four_p",)


def check_line(line: Line, *, today, problems: Problems):
    """Tell `problems` whatever is wrong with the line whichever case it belongs to."""

    def wrong(column, sentence):
        problems.add(line.number, column, sentence)

    for column in ("opened_on", "closed_on"):
        if line.case.get(column) and line.case[column] > today:
            wrong(column, FUTURE)
    if line.kind is None:
        _check_no_event(line, wrong)
        return
    _check_day(line, today, wrong)
    _check_threat(line, wrong)
    if line.kind in OutcomeKind.values:
        _check_outcome(line, wrong)
    else:
        _check_work(line, wrong)


def _check_no_event(line, wrong):
    for column in EVENT_COLUMNS:
        if column in line.event and column not in KEPT_BY_NOTHING:
            wrong("event_kind", f"Enter the kind of event, or leave “{column}” empty.")
            return


def _check_day(line, today, wrong):
    occurred_on = line.event.get("occurred_on")
    if occurred_on is None:
        wrong("occurred_on", "Enter the day on which it happened.")
    elif occurred_on > today:
        wrong("occurred_on", FUTURE)


def _check_threat(line, wrong):
    needed = threat_kind_of(line.kind)
    kind, reference = line.event.get("threat_kind"), line.event.get("threat_reference")
    if needed and reference and kind is None:
        kind = line.event["threat_kind"] = needed
    if needed and not reference:
        wrong("threat_reference", "Enter the reference of the threat that was identified.")
    elif reference and kind is None:
        wrong("threat_kind", "Enter the kind of threat.")
    elif kind and not reference:
        wrong("threat_reference", "Enter the reference of the threat.")
    elif needed and kind != needed:
        wrong("threat_kind", f"The kind of threat must be “{needed}” with “{line.kind}”.")
    elif line.flags and not reference:
        wrong("threat_reference", f"Enter the threat that “{line.flags[0]}” is about.")


def _check_outcome(line, wrong):
    if "attribution" not in line.event:
        wrong("attribution", "Enter the attribution of the outcome.")
    if "subject_key" in line.event and line.event.get("quantity", 1) > 1:
        wrong("quantity", "The quantity must be 1 where there is a subject key.")
    for column, sentence in kind_problems(line.kind, line.event):
        if column in line.event or column not in MAY_BE_EMPTY:
            wrong(column, sentence)


def _check_work(line, wrong):
    """An activity or a product has a day and a threat, and nothing else of an outcome."""
    what = {ACTIVITY: "a development activity", PRODUCT: "a product"}[line.kind]
    for column in OF_OUTCOMES_ONLY:
        if column in line.event:
            wrong(column, f"Leave “{column}” empty for {what}.")
    if line.event.get("quantity", 1) > 1:
        wrong("quantity", f"The quantity must be 1 for {what}. Use a line for each.")
