"""The programme office's view: a row for each region, a column for each quarter of a year."""

from metrics.choices import QuarterState
from metrics.quarters.making import quarters_until
from toex.core.periods import financial_year, financial_year_start


def years_of(today) -> list:
    """Return the financial years of the programme that have begun, the first one first."""
    starts = sorted({financial_year_start(each.first) for each in quarters_until(today)})
    return [financial_year(start) for start in starts]


def year_of_latest(today):
    """Return the financial year of the quarter that ended last, or the first year."""
    quarters = quarters_until(today)
    return financial_year(financial_year_start(quarters[-2:][0].first))


class Grid:
    """The quarters of all regions in words, regions in their official order."""

    def __init__(self, rows, problems, today):
        self.problems, self.today = problems, today
        self.periods = sorted({row.period for row in rows})
        self.rows = {}
        for row in rows:
            self.rows.setdefault(row.region.code, {})[row.period] = row

    def lines(self):
        """Return (region, [(quarter or None, words)]) for each region."""
        return [
            (region, [(row := there.get(period), self.words(row)) for period in self.periods])
            for region, there in self.rows.items()
        ]

    def words(self, row) -> str:
        if row is None:
            return "Not there"
        number = len(self.problems[row.pk])
        left = f", {number} {'thing' if number == 1 else 'things'} to put right" if number else ""
        if row.state == QuarterState.CONFIRMED:
            said = "Confirmed as a nil return" if row.nil_return else "Confirmed"
        else:
            said = "Running" if row.span.last >= self.today else "Not confirmed"
        return f"{said}{left}"
