"""Why a record counts, in a sentence."""

from cases.choices import Attribution, OutcomeKind
from metrics.choices import MeasureClass, Rule
from metrics.counting import Item
from metrics.facts.rows import ProductFact
from metrics.measures import Measure
from tasking.choices import DecisionOutcome, Support
from toex.core.templatetags.toex_tags import long_date


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
