"""From marks to the buckets that are out of date; where it is not sure, more of them."""

from collections import defaultdict
from datetime import date, timedelta

from cases import models as cases
from cases.choices import ActivityKind
from metrics.choices import MeasureClass
from metrics.index.spans import spans_around
from metrics.measures import MEASURES
from metrics.models import Bucket
from tasking import models as tasking
from toex.core.periods import london_date

# With more rows than this behind the marks, everything is recounted.
MOST_OWNERS = 500


def _of(*classes):
    return [code for code, each in MEASURES.items() if each.measure_class in classes]


OF_CASES, OF_REQUESTS = _of(MeasureClass.CASES), _of(MeasureClass.REQUESTS)
TO_DECISION = [code for code in _of(MeasureClass.TIMES) if code.endswith("days_to_decision")]
SUPPORTED = [code for code in _of(MeasureClass.THREATS) if not MEASURES[code].kinds]
PRODUCTS = _of(MeasureClass.PRODUCTS)
TO_TERMS, TO_PRODUCT = ["median_days_to_terms"], ["median_days_to_first_product"]


class Dirt:
    """Which measures are out of date: `within` the spans of some days, or `since` a day."""

    def __init__(self):
        self.within: dict[str, set[date]] = defaultdict(set)
        self.since: dict[str, date] = {}
        self.everything = False

    def add(self, codes, days):
        for code in codes:
            self.within[code] |= {day.replace(day=1) for day in days if day}

    def add_since(self, codes, day):
        for code in codes if day else ():
            self.since[code] = min(day, self.since.get(code, day))

    def add_events(self, events, *, ever=True):
        """Add the measures of outcomes of a kind on a day.

        A threat counts at its earliest event ever: `ever` says that an event may have come or
        gone, so that later spans lose what this one gains.
        """
        for kind, day in events:
            for code, measure in MEASURES.items():
                if kind in measure.kinds:
                    if ever and measure.measure_class == MeasureClass.THREATS:
                        self.add_since([code], day)
                    else:
                        self.add([code], [day])

    def set_stale(self):
        """Say so in the buckets that there are."""
        fresh = Bucket.objects.filter(stale=False)
        if self.everything:
            fresh.update(stale=True)
            return
        alike = defaultdict(list)
        for code, months in self.within.items():
            alike[frozenset(months)].append(code)
        for months, codes in alike.items():
            spans = {each.name for month in months for each in spans_around(month)}
            fresh.filter(measure__in=codes, span__in=spans).update(stale=True)
        for code, day in self.since.items():
            fresh.filter(measure=code, last__gte=day).update(stale=True)


def dirt_of(marks) -> Dirt:
    """Return what is out of date by marks, each `(what, kind, day, owner)`."""
    sorts = defaultdict(list)
    for what, *mark in marks:
        sorts[what].append(mark)
    dirt = Dirt()
    owners = {what: {owner for _, _, owner in rows} for what, rows in sorts.items()}
    if "places" in sorts or any(len(found) > MOST_OWNERS for found in owners.values()):
        dirt.everything = True
        return dirt
    for what, rows in sorts.items():
        READ[what](dirt, [(kind, day) for kind, day, _ in rows], owners[what])
    return dirt


def _outcomes(dirt, rows, owners):
    dirt.add_events(rows)


def _cases(dirt, rows, owners):
    """Its leads, type, force or opening: whatever belongs to the case may have moved."""
    opened = cases.Spell.objects.filter(case__in=owners).values_list("opened_on", flat=True)
    dirt.add_since(OF_CASES, min([day for _, day in rows if day] + list(opened), default=None))
    outcomes = cases.Outcome.objects.filter(case__in=owners)
    # The events themselves have not changed: each threat stays at its earliest.
    dirt.add_events(outcomes.values_list("kind", "occurred_on").distinct(), ever=False)
    dirt.add(PRODUCTS, _product_days(owners))
    _holds(dirt, rows, owners)
    _links(dirt, rows, owners)


def _spells(dirt, rows, owners):
    dirt.add_since(OF_CASES, min(day for _, day in rows))


def _holds(dirt, rows, owners):
    dirt.add(TO_TERMS, _terms_days(owners))
    dirt.add(TO_PRODUCT, _product_days(owners))


def _terms(dirt, rows, owners):
    dirt.add(TO_TERMS, [*_days(rows), *_terms_days(owners)])


def _products(dirt, rows, owners):
    dirt.add(PRODUCTS, _days(rows))
    dirt.add(TO_PRODUCT, [*_days(rows), *_product_days(owners)])


def _activities(dirt, rows, owners):
    dirt.add(SUPPORTED, _london_days(rows))


def _links(dirt, rows, owners):
    dirt.add(SUPPORTED, _activity_days(owners))


def _threats(dirt, rows, owners):
    outcomes = cases.Outcome.objects.filter(threat__in=owners)
    dirt.add_events(outcomes.values_list("kind", "occurred_on").distinct(), ever=False)
    dirt.add(
        SUPPORTED,
        _activity_days(cases.CaseThreat.objects.filter(threat__in=owners).values("case")),
    )


def _requests(dirt, rows, owners):
    decided = tasking.Decision.objects.filter(request__in=owners)
    sent = tasking.TaskingRequest.objects.filter(pk__in=owners, submitted_at__isnull=False)
    moments = [
        *decided.values_list("decided_at", flat=True),
        *sent.values_list("submitted_at", flat=True),
    ]
    dirt.add(
        OF_REQUESTS + TO_DECISION, [*_london_days(rows), *(london_date(each) for each in moments)]
    )


def _days(rows):
    return [day for _, day in rows]


def _london_days(rows):
    """A day by UTC is the same day in London, or the one after: midnight comes earlier there."""
    return [day + timedelta(days=more) for _, day in rows if day for more in (0, 1)]


def _terms_days(owners):
    return cases.Terms.objects.filter(case__in=owners).values_list("agreed_on", flat=True)


def _product_days(owners):
    return cases.Product.objects.filter(case__in=owners).values_list("delivered_on", flat=True)


def _activity_days(owners):
    activities = cases.Activity.objects.filter(case__in=owners, kind=ActivityKind.DEVELOPMENT)
    return [london_date(each) for each in activities.values_list("occurred_at", flat=True)]


READ = {
    "outcome": _outcomes,
    "case": _cases,
    "spell": _spells,
    "hold": _holds,
    "terms": _terms,
    "product": _products,
    "activity": _activities,
    "link": _links,
    "threat": _threats,
    "request": _requests,
}
