"""Two ways of doing the same, by turns in one run: the ratio of their least times."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from statistics import median

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, Outcome
from metrics.bench.rows import Rows
from metrics.figures import count, count_in, load_for
from metrics.index import triggers
from metrics.index.buckets import counted_afresh
from metrics.measures import MEASURES
from metrics.query import Query, read_query
from toex.core.periods import quarter

QUARTER = quarter(2023, 3)


def by_turns(*ways: Callable, rounds: int) -> list[float]:
    """Return the least of the seconds that each way took; each is done once before.

    What else goes on on the machine only ever adds to them.
    """
    taken = [[] for _ in ways]
    for turn in range(rounds + 1):
        for way, times in zip(ways, taken, strict=True):
            began = time.perf_counter()
            way()
            if turn:
                times.append(time.perf_counter() - began)
    return [min(times) for times in taken]


def asked() -> Query:
    """Return the query for a quarter's table of all measures by region, as known now."""
    params = QueryDict(mutable=True)
    params.update({"period": QUARTER.name, "by": "region"})
    return read_query(params, now=timezone.now() + timedelta(seconds=1))


def table_kept_and_counted(reader, rounds):
    """Return the seconds for a quarter's table from buckets, and from base tables."""
    query = asked()
    kept, counted = count(query, reader=reader), count_in(load_for(query), query, reader=reader)
    if kept != counted:
        raise AssertionError("What is kept differs from a recount.")
    return by_turns(
        lambda: count(query, reader=reader),
        lambda: count_in(load_for(query), query, reader=reader),
        rounds=rounds,
    )


def one_bucket_and_the_quarter(rounds):
    """Return the seconds to recount one bucket, and those of all measures of its quarter.

    Both at every level that is kept, from base tables: like for like.
    """
    now = asked().known_at
    ways = [[MEASURES["nrm_referrals"]], MEASURES.values()]
    return by_turns(
        *(
            partial(counted_afresh, [(measure, QUARTER) for measure in measures], at=now)
            for measures in ways
        ),
        rounds=rounds,
    )


def one_change_and_the_quarter(reader, rounds):
    """Return the seconds from writing a change to the answer, and to count the quarter's table."""
    events = Outcome.objects.filter(
        kind="nrm_referral", occurred_on__range=(QUARTER.first, QUARTER.last)
    )
    number = events.earliest("pk").pk
    measures = (MEASURES["nrm_referrals"],)

    def one():
        Outcome.objects.filter(pk=number).update(quantity=time.monotonic_ns() % 900 + 1)
        count(replace(asked(), measures=measures), reader=reader)

    def whole():
        query = asked()
        count_in(load_for(query), query, reader=reader)

    Outcome.objects.filter(pk=number).update(subject_key="")
    return by_turns(one, whole, rounds=rounds)


def inserts_marked_and_bare(rows: Rows, number: int, times: int, rounds: int):
    """Return the seconds to insert `number` outcomes with the triggers, and without."""
    case = Case.objects.select_related("requesting_force").earliest("pk")
    taken = {True: [], False: []}
    for turn in range(2 * rounds):
        marked = turn % 2 == 0
        _switch(marked)
        for _ in range(times):
            made = list(rows.outcomes(case, number))
            began = time.perf_counter()
            if number > 1:
                Outcome.objects.bulk_create(made)
            else:
                made[0].save()
            taken[marked].append(time.perf_counter() - began)
    _switch(True)
    return median(taken[True]), median(taken[False])


def queries_of_the_page(reader):
    """Return the number of statements of the page of figures, once it has been looked at."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader)
    for _ in range(2):
        with CaptureQueriesContext(connection) as taken:
            response = client.get("/figures/", {"period": QUARTER.name, "by": "region"})
    if response.status_code != 200:
        raise AssertionError(f"The page answered {response.status_code}.")
    return len(taken)


def _switch(marked):
    with connection.schema_editor() as editor:
        triggers.remove(editor)
        if marked:
            triggers.install(editor)
