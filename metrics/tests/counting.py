"""Ask for figures in a line, as a test reads best."""

from datetime import UTC, datetime

from django.http import QueryDict

from metrics.cells import read_cell
from metrics.figures import count
from metrics.query import one_measure, read_query
from metrics.records import records_behind
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Force, Region

NOW = datetime(2022, 12, 15, 12, tzinfo=UTC)


def params(measure, period="2021/22-Q4", **more):
    asked = QueryDict(mutable=True)
    asked.setlist("measure", measure if isinstance(measure, list) else [measure])
    if "from" not in more:
        asked["period"] = period
    for name, value in more.items():
        asked.setlist(name, value if isinstance(value, list) else [str(value)])
    return asked


def rows(measure, period="2021/22-Q4", *, reader=None, now=NOW, **more):
    query = read_query(params(measure, period, **more), now=now)
    return count(query, reader=reader or UserFactory(programme_office=True))


def value(measure, period="2021/22-Q4", *, abroad=False, **more):
    """Return the one national value; 0 where there is no row abroad."""
    found = [row.value for row in rows(measure, period, **more) if row.abroad == abroad]
    return found[0] if found else 0


def table(measure, period="2021/22-Q4", *, by, abroad=False, **more):
    """Return the values that are not zero, by what they are broken down by."""
    names = by.split(",")
    found = {}
    for row in rows(measure, period, by=by, **more):
        if row.value and row.abroad == abroad:
            key = tuple({**row.cell, **row.span}[name] for name in names)
            found[key if len(key) > 1 else key[0]] = row.value
    return found


def cell_of(measure, period="2021/22-Q4", *, now=NOW, **more):
    """Return the query for one cell, and the cell."""
    asked = params(measure, period, **more)
    return read_cell(
        asked,
        one_measure(read_query(asked, now=now)),
        regions=set(Region.objects.values_list("code", flat=True)),
        forces=set(Force.objects.values_list("code", flat=True)),
    )


def records(measure, period="2021/22-Q4", *, reader=None, now=NOW, **more):
    query, cell = cell_of(measure, period, now=now, **more)
    return records_behind(query, cell, reader=reader or UserFactory(programme_office=True))


def rules(found):
    """Return the rule of each excluded record, by its id."""
    return {item.id: item.rule for item in found.excluded}
