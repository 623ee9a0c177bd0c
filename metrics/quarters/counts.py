"""What is recorded for a region's quarter: each measure with a link to the records behind it."""

from dataclasses import dataclass

from django.http import QueryDict

from metrics.addresses import behind
from metrics.choices import Breakdown
from metrics.figures import count
from metrics.files.words import heading
from metrics.measures import MEASURES, Measure
from metrics.query import read_query
from metrics.wording import number_in_words, share


@dataclass(frozen=True)
class Count:
    """One measure of the quarter, on the lead basis; abroad where `abroad` says so."""

    measure: Measure
    number: str
    unkeyed: str
    records: str
    abroad: bool

    @property
    def label(self) -> str:
        name = heading(self.measure.label, self.measure.unit)
        return f"{name}, abroad" if self.abroad else name


def counts_behind(quarter, *, reader, now) -> list[Count]:
    """Return what each measure but times came to in the region's quarter, as known now."""
    asked = QueryDict(mutable=True)
    asked.update({"period": quarter.period, "by": Breakdown.REGION})
    asked.setlist("measure", [each.code for each in MEASURES.values() if not each.is_of_times])
    region = quarter.region.code
    return [
        Count(
            MEASURES[row.measure],
            number_in_words(MEASURES[row.measure], row.value, row.status),
            share(row.unkeyed, row.value) if row.unkeyed else "",
            _records(quarter, row) if row.value is not None else "",
            row.abroad,
        )
        for row in count(read_query(asked, now=now), reader=reader)
        if row.cell["region"] == region
    ]


def _records(quarter, row):
    asked = {"period": quarter.period, "region": quarter.region.code}
    return behind(row.measure, asked, abroad=row.abroad)
