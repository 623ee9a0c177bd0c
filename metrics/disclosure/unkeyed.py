"""How much of a people figure comes from events without a key: what a release may say of it.

It is a small count of its own. It adds up by place and type, and other than people with a key it
adds up over time too. So it is said of the nation only, and of no quarter or year of which the
rest of the year would come out as a small number.
"""

from collections import defaultdict

from metrics.choices import TableCode
from metrics.disclosure.rows import others_of_year
from metrics.disclosure.sheets import combinations
from metrics.disclosure.thresholds import threshold_of
from metrics.models import ReleaseFigure


def unkeyed_to_show(figure: ReleaseFigure) -> int | None:
    """Return how much of a shown national figure comes from events without a key, if harmless.

    Neither that part nor the rest may be small, and a rounded figure has no exact part.
    """
    if (
        figure.rounded_to > 1
        or figure.hidden
        or figure.unkeyed is None
        or figure.region
        or figure.force
    ):
        return None
    parts = (figure.unkeyed, int(figure.value) - figure.unkeyed)
    if any(0 < part < threshold_of(figure.measure).least for part in parts):
        return None
    return figure.unkeyed


class UnkeyedOfYear:
    """What a release may say beside every other release of its financial year that is out.

    Another is taken to say all that is harmless by itself: whatever it kept back is no small
    number, so that a rest that holds it is none either. In one query.
    """

    def __init__(self, release):
        self.release = release
        self.said = defaultdict(lambda: defaultdict(set))  # by measure and abroad, then period
        national = ReleaseFigure.objects.filter(
            release__in=others_of_year(release), table=TableCode.NATION, unkeyed__isnull=False
        )
        for figure in national.select_related("release").defer("release__snapshot"):
            said = unkeyed_to_show(figure)
            if said is not None:
                self.said[figure.measure, figure.abroad][figure.release.period].add(said)

    def to_show(self, figure: ReleaseFigure) -> int | None:
        own = unkeyed_to_show(figure)
        if own is None:
            return None
        told = {**self.said[figure.measure, figure.abroad], self.release.period: {own}}
        totals = [told.pop(name) for name in list(told) if "-Q" not in name]
        least = threshold_of(figure.measure).least
        for total in set().union(*totals):
            for parts in combinations(told.values()):
                if 0 < total - sum(parts) < least:
                    return None
        return own
