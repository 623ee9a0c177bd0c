"""Why a record counts, in a sentence."""

from cases.choices import Attribution, OutcomeKind
from metrics.choices import MeasureClass, Rule
from metrics.counting import Item
from metrics.facts.rows import ProductFact
from metrics.measures import Measure
from tasking.choices import DecisionOutcome, Support
from toex.core.templatetags.toex_tags import long_date

# Of each measure of work and times: why a case or a request is in no cell of the period.
NOT_IN_THE_PERIOD = {
    "threats_supported": "no threat linked to it was first developed in it in the period; one "
    "that was developed earlier in another case counts there",
    "high_harm_threats_supported": "no high harm threat linked to it was first developed in it in "
    "the period; one that was developed earlier in another case counts there",
    "cases_opened": "it was not opened in the period, and being opened again does not count",
    "cases_closed": "it was not closed in the period",
    "cases_open": "it was not open at the end of the period; a case that is closed on the last "
    "day no longer is",
    "cases_supported": "it was not open on any day of the period",
    "products_delivered": "no product of it was delivered in the period",
    "requests_received": "it was not sent for the first time in the period",
    "requests_adopted": "it was not adopted in the period",
    "requests_declined": "it was not declined in the period",
    "requests_deferred": "it was not deferred in the period",
    "requests_referred": "it was not referred elsewhere in the period",
    "median_days_to_decision": "its first decision, other than to defer, was not made in the "
    "period",
    "p90_days_to_decision": "its first decision, other than to defer, was not made in the period",
    "median_days_to_terms": "its terms of reference were not agreed in the period",
    "median_days_to_first_product": "its first product was not delivered in the period",
}


def because(measure: Measure, item: Item) -> str:
    """Return the sentence beside an included record. It names no person, place or operation."""
    if measure.is_of_outcomes:
        return _of_an_outcome(measure, item)
    on = long_date(item.day)
    if measure.is_of_times:
        return f"It took {item.days} {'day' if item.days == 1 else 'days'}, and ended on {on}."
    return {
        MeasureClass.THREATS: lambda: (
            f"A linked threat was first developed in the period by this activity, on {on}."
        ),
        MeasureClass.CASES: lambda: _of_a_case(measure, on),
        MeasureClass.PRODUCTS: lambda: _of_a_product(item.source, on),
        MeasureClass.REQUESTS: lambda: _of_a_request(item, on),
    }[measure.measure_class]()


def why_not(rule: str) -> str:
    return f"{Rule(rule).label}."


def why_in_no_cell(measure: Measure) -> str:
    """Return why a case or request that the reader sees adds nothing anywhere in the period."""
    if measure.is_of_outcomes:
        return "no outcome of this sort that you may see happened on it in the period"
    return NOT_IN_THE_PERIOD[measure.code]


def _of_an_outcome(measure, item):
    event = item.source
    what = f"{OutcomeKind(event.kind).label} on {long_date(item.day)}"
    how = f"verified, with the attribution “{Attribution(event.attribution).label}”"
    where = ", abroad" if item.abroad else ""
    if measure.measure_class == MeasureClass.THREATS:
        return f"{what}{where}: {how}; the earliest counted event of this threat."
    if measure.is_of_people and event.subject:
        return f"{what}{where}: {how}; the earliest counted event of this person in the period."
    if measure.is_of_people:
        return f"{what}{where}: {how}; without a key, so it is added as it is."
    return f"{what}{where}: {how}."


def _of_a_case(measure, on):
    return {
        "cases_opened": "It was opened in the period.",
        "cases_closed": "It was closed in the period.",
        "cases_open": f"It was open at the end of {on}.",
        "cases_supported": f"It was open in the period, last on {on}.",
    }[measure.code]


def _of_a_product(product: ProductFact, on):
    return f"{Support(product.kind).label} delivered on {on}."


def _of_a_request(item, on):
    if item.source is None:
        return f"It was first sent on {on}."
    return f"The decision was “{DecisionOutcome(item.source.outcome).label}” on {on}."
