"""Times that would tell how many stand behind them.

A median is hidden where fewer than the threshold stand behind it, marked as not applicable where
nobody does, and else shown: three marks that each tell something of a number that a count may
hide. So a time says nothing where the counts of the same place do not say as much already.
"""

from metrics.choices import Hidden, Status
from metrics.disclosure.stock import ADOPTED, SUPPORTED
from metrics.disclosure.thresholds import threshold_of
from metrics.measures import MEASURES

DECIDED = (ADOPTED, "requests_declined", "requests_referred")
COUNTS = {  # whatever stands behind the time is counted in one of these
    "median_days_to_decision": DECIDED,
    "p90_days_to_decision": DECIDED,
    "median_days_to_terms": (SUPPORTED,),
    "median_days_to_first_product": ("products_delivered",),
}
TELLING = (Status.OK, Status.NOT_APPLICABLE)


def hide_telling_times(book) -> None:
    """Hide each time of which neither all counts are shown nor as many as the threshold asks for.

    The counts have to be protected before.
    """
    for figure in book.own.values():
        if not MEASURES[figure.measure].is_of_times or figure.status not in TELLING:
            continue
        counts = [book.own.get((code, *figure.key[1:])) for code in COUNTS[figure.measure]]
        counts = [each for each in counts if each is not None and each.status == Status.OK]
        shown = [each.value for each in counts if not each.hidden]
        least = threshold_of(figure.measure, book.release.mode).least
        if len(shown) < len(counts) and sum(shown) < least and not figure.hidden:
            figure.hidden = Hidden.SECONDARY
