"""Times and months that would tell of the counts they rest on.

A median is hidden where fewer than the threshold stand behind it, marked as not applicable where
nobody does, and else shown: three marks that each tell something of a number that a count may
hide. So a time says nothing where the counts of the same place do not say as much already.

Months are passed on whoever is convicted: where they are none nobody mostly is, and where there
are some somebody was. So they are hidden wherever convictions are. Where one or two sentences came
in or went since the edition before, the two numbers of months would tell how long these are: so
the later one is hidden.
"""

from metrics.choices import Hidden, Status
from metrics.disclosure.holding import LEAST_REVISED
from metrics.disclosure.stock import ADOPTED, SUPPORTED
from metrics.disclosure.thresholds import threshold_of

DECIDED = (ADOPTED, "requests_declined", "requests_referred")
COUNTS = {  # whatever stands behind the time is counted in one of these
    "median_days_to_decision": DECIDED,
    "p90_days_to_decision": DECIDED,
    "median_days_to_terms": (SUPPORTED,),
    "median_days_to_first_product": ("products_delivered",),
}
MONTHS = {"sentence_months": "convictions"}
TELLING = (Status.OK, Status.NOT_APPLICABLE)


def hide_telling_months(book, measures) -> None:
    """Hide months that tell of convictions, before they are protected themselves."""
    before = book.figures[book.previous().pk] if book.previous() else {}
    for figure in book.own.values():
        if figure.measure in measures and figure.measure in MONTHS and not figure.hidden:
            counted = book.own.get((MONTHS[figure.measure], *figure.key[1:]))
            is_hidden = counted is not None and bool(counted.hidden)
            if figure.status == Status.OK and (
                is_hidden or _tells_of_few(figure, before.get(figure.key))
            ):
                figure.hidden = Hidden.SECONDARY


def _tells_of_few(figure, before):
    """Return whether a number of months was another, for as few events as are held back."""
    if before is None or before.hidden or before.value == figure.value:
        return False
    return abs(figure.number - before.number) < LEAST_REVISED


def hide_telling_times(book) -> None:
    """Hide times that tell of counts. The counts have to be protected before."""
    for figure in book.own.values():
        is_time = figure.measure in COUNTS and figure.status in TELLING
        if is_time and not figure.hidden and _tells_of_counts(book, figure):
            figure.hidden = Hidden.SECONDARY


def _tells_of_counts(book, figure):
    """Return whether neither all counts are shown nor as many as the threshold asks for."""
    counts = [book.own.get((code, *figure.key[1:])) for code in COUNTS[figure.measure]]
    counts = [each for each in counts if each is not None and each.status == Status.OK]
    shown = [each.value for each in counts if not each.hidden]
    least = threshold_of(figure.measure, book.release.mode).least
    return len(shown) < len(counts) and sum(shown) < least
