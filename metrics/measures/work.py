"""The measures of threats, cases, products, requests and times."""

from cases.choices import OutcomeKind
from metrics.choices import MeasureClass
from metrics.measures.base import Measure

ONCE_EVER = "Each is counted once, at its earliest counted event ever."


def _identified(code, label, unit, kind, one):
    return Measure(
        code,
        label,
        unit,
        MeasureClass.THREATS,
        f"{one} first identified by TOEX work in the period. {ONCE_EVER}",
        "Those already known and only supported. A later event about the same one.",
        kinds=frozenset({kind}),
    )


def _cases(code, label, definition, does_not_count):
    return Measure(code, label, "cases", MeasureClass.CASES, definition, does_not_count)


def _requests(code, label, definition, does_not_count):
    return Measure(code, label, "requests", MeasureClass.REQUESTS, definition, does_not_count)


def _times(code, label, definition, does_not_count):
    return Measure(code, label, "days", MeasureClass.TIMES, definition, does_not_count)


THREATS = [
    _identified(
        "ocgs_identified",
        "Organised crime groups identified",
        "groups",
        OutcomeKind.OCG_IDENTIFIED,
        "Organised crime groups",
    ),
    _identified(
        "priority_individuals_identified",
        "Priority individuals identified",
        "priority individuals",
        OutcomeKind.PRIORITY_INDIVIDUAL_IDENTIFIED,
        "Priority individuals",
    ),
    _identified(
        "vulnerabilities_identified",
        "Vulnerabilities identified",
        "vulnerabilities",
        OutcomeKind.VULNERABILITY_IDENTIFIED,
        "Vulnerabilities",
    ),
    Measure(
        "threats_supported",
        "Threats supported",
        "threats",
        MeasureClass.THREATS,
        "Different threats with at least one intelligence development activity in the period on a "
        "case linked to them.",
        "Cases with no threat linked. Decisions, contacts and notes.",
    ),
    Measure(
        "high_harm_threats_supported",
        "High-harm threats supported",
        "threats",
        MeasureClass.THREATS,
        "Different threats marked as high harm with at least one intelligence development "
        "activity in the period on a case linked to them.",
        "Threats not marked as high harm. Cases with no threat linked. Decisions, contacts and "
        "notes.",
    ),
]

CASES = [
    _cases(
        "cases_opened",
        "Cases opened",
        "Cases opened for the first time in the period.",
        "Reopenings.",
    ),
    _cases(
        "cases_closed",
        "Cases closed",
        "Closings in the period. A case closed, reopened and closed again is two closings.",
        "Cases on hold, which are still open.",
    ),
    _cases(
        "cases_open",
        "Cases open at the end",
        "Cases open at the end of the last day of the period, those on hold too. This is a stock: "
        "cases open at the start, plus opened, plus reopened, less closed.",
        "A case closed on the last day.",
    ),
    _cases(
        "cases_supported",
        "Cases supported",
        "Different cases open on at least one day of the period. The closing day counts, and so "
        "do days on hold.",
        "The same case again after it is reopened in the period.",
    ),
]

PRODUCTS = [
    Measure(
        "products_delivered",
        "Products delivered",
        "products",
        MeasureClass.PRODUCTS,
        "Products delivered in the period, by the day of delivery.",
        "Products not yet delivered.",
    ),
]

REQUESTS = [
    _requests(
        "requests_received",
        "Requests received",
        "Requests first sent in the period, by London date.",
        "Drafts. A request sent again after a return. Cases brought in by a regional return.",
    ),
    _requests(
        "requests_adopted",
        "Requests adopted",
        "Requests with a decision in the period to adopt, with conditions or without.",
        "A second decision to adopt the same request in the period.",
    ),
    _requests(
        "requests_declined",
        "Requests declined",
        "Requests with a decision in the period to decline. It stays counted when a later "
        "decision takes its place.",
        "Requests overtaken by events, referred or withdrawn.",
    ),
    _requests(
        "requests_deferred",
        "Requests deferred",
        "Requests with a decision in the period to defer. It stays counted when a later decision "
        "takes its place.",
        "A second deferral of the same request in the period.",
    ),
    _requests(
        "requests_referred",
        "Requests referred",
        "Requests with a decision in the period to refer the force to somebody else.",
        "Requests that the Gateway passes on to TOEX or to another region.",
    ),
]

TIMES = [
    _times(
        "median_days_to_decision",
        "Days to decision: median",
        "The middle of the whole days from a request being first sent to its first decision other "
        "than to defer, for decisions in the period. Days with the force are taken off.",
        "Deferrals. Requests not yet decided.",
    ),
    _times(
        "p90_days_to_decision",
        "Days to decision: 90th percentile",
        "Nine in ten requests decided in the period took this many whole days or fewer from being "
        "first sent to the first decision other than to defer. Days with the force are taken off.",
        "Deferrals. Requests not yet decided.",
    ),
    _times(
        "median_days_to_terms",
        "Days to agreed terms: median",
        "The middle of the whole days from a case being opened to its terms of reference being "
        "agreed, for terms agreed in the period. Days on hold are taken off.",
        "Cases whose terms are not agreed, and cases brought in by a regional return.",
    ),
    _times(
        "median_days_to_first_product",
        "Days to first product: median",
        "The middle of the whole days from a case being opened to its first product, for first "
        "products delivered in the period. Days on hold are taken off.",
        "Later products. Cases with no product yet.",
    ),
]
