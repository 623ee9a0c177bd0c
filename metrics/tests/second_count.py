"""Every measure counted a second time: in plain SQL, written from the contract alone.

It shares nothing with `metrics.facts` and `metrics.counting`, not even what a quarter, a kind or a
London day is, and runs on SQLite and PostgreSQL. `counted` returns values, `judged` the rules.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from metrics.tests import second_sql as sql

HEADLINE = ("direct", "contributed")
# Moments at which clocks in London go forward and back, as the law has them.
SUMMERS = [
    ("2021-03-28 01:00:00", "2021-10-31 01:00:00"),
    ("2022-03-27 01:00:00", "2022-10-30 01:00:00"),
    ("2023-03-26 01:00:00", "2023-10-29 01:00:00"),
]
COLUMNS = {"region": "region", "force": "force", "primary_type": "primary_type"}


def _events(kind, only="1 = 1", amount="o.quantity"):
    return sql.OF_EVENTS, {
        **{"kind": kind, "only": only, "amount": amount},
        **{"rule": "e.rule", "events": "events"},
    }


def _people(kind, only="1 = 1"):
    return sql.OF_PEOPLE, {
        **{"kind": kind, "only": only, "amount": "o.quantity"},
        **{"rule": sql.PEOPLE_RULE, "events": "ranked"},
    }


def _identified(kind):
    return sql.OF_IDENTIFIED, {
        **{"kind": kind, "only": "1 = 1", "amount": "1"},
        **{"rule": sql.THREAT_RULE, "events": "ranked"},
    }


def _cases(rows):
    return f"{sql.SPELLS}, {sql.of_cases(rows)}", {}


def _decided(*outcomes):
    return sql.DECIDED, {"outcomes": ", ".join(f"'{each}'" for each in outcomes)}


STATEMENTS = {
    "people_safeguarded": _people("person_safeguarded"),
    "children_safeguarded": _people("person_safeguarded", "o.age_group = 'child'"),
    "potential_victims_identified": _people("potential_victim_identified"),
    "suspects_identified": _people("suspect_identified"),
    "pois_identified": _people("poi_identified"),
    "people_arrested": _people("arrest"),
    "arrests": _events("arrest"),
    "charges": _events("charge"),
    "convictions": _events("conviction"),
    "warrants_executed": _events("warrant_executed"),
    "orders_made": _events("order_made"),
    "nrm_referrals": _events("nrm_referral"),
    "duty_to_notify": _events("duty_to_notify"),
    "partner_referrals": _events("partner_referral"),
    "disruptions": _events("disruption", "o.level IN ('major', 'moderate', 'minor')"),
    "sentence_months": _events(
        "conviction", "o.months IS NOT NULL AND o.life IS NOT TRUE", "o.months"
    ),
    "assets_seized_pence": _events(
        "asset", "o.stage = 'seized' AND o.amount_pence IS NOT NULL", "o.amount_pence"
    ),
    "ocgs_identified": _identified("ocg_identified"),
    "priority_individuals_identified": _identified("priority_individual_identified"),
    "vulnerabilities_identified": _identified("vulnerability_identified"),
    "threats_supported": (sql.SUPPORTED, {"only": "1 = 1"}),
    "high_harm_threats_supported": (sql.SUPPORTED, {"only": "g.harm = 1"}),
    "cases_opened": _cases(sql.OPENED),
    "cases_closed": _cases(sql.CLOSED),
    "cases_open": _cases(sql.STOCK),
    "cases_supported": _cases("supported x"),
    "products_delivered": (sql.of_cases(sql.PRODUCTS), {}),
    "requests_received": (sql.RECEIVED, {}),
    "requests_adopted": _decided("adopt", "adopt_with_conditions"),
    "requests_declined": _decided("decline"),
    "requests_deferred": _decided("defer"),
    "requests_referred": _decided("refer"),
    "median_days_to_decision": (sql.TO_DECISION, {}),
    "p90_days_to_decision": (sql.TO_DECISION, {}),
    "median_days_to_terms": (sql.since_opening("cases_terms", "agreed_on"), {}),
    "median_days_to_first_product": (sql.since_opening("cases_product", "delivered_on"), {}),
}


@dataclass(frozen=True)
class Question:
    """What is asked, in words that have nothing to do with the query of a page."""

    measure: str
    first: date
    last: date
    known_at: datetime
    basis: str = "lead"
    attribution: tuple = HEADLINE
    by: tuple = field(default=())

    def values(self):
        ops = connection.ops
        given = {f"given{n}": each for n, each in enumerate(self.attribution)}
        return {
            "known": ops.adapt_datetimefield_value(self.known_at),
            "first": ops.adapt_datefield_value(self.first),
            "last": ops.adapt_datefield_value(self.last),
            **given,
        }


def counted(question: Question) -> dict[tuple, tuple]:
    """Return (value, unkeyed) of each cell that is not empty; the last of its key is abroad."""
    cells = [COLUMNS[name] for name in question.by] + ["abroad"]
    columns = ", ".join(cells)
    if question.measure.startswith(("median", "p90")):
        statement = _middle(columns, question.measure)
    else:
        statement = f"""SELECT {columns}, sum(amount), sum(unkeyed) FROM placed
            WHERE rule = '' GROUP BY {columns}"""
    return {
        (*key, bool(abroad)): (float(value), int(unkeyed))
        for *key, abroad, value, unkeyed in _run(question, statement)
    }


def judged(question: Question) -> set[tuple]:
    """Return (row, id, region, force, type, abroad, amount, rule) of everything looked at."""
    statement = """SELECT row_of, id, region, force, primary_type, abroad, amount, rule
        FROM placed"""
    return {
        (row, pk, region, force, kind, bool(abroad), int(amount), rule)
        for row, pk, region, force, kind, abroad, amount, rule in _run(question, statement)
    }


def _middle(columns, measure):
    """The median of two middles is their mean; the 90th percentile is the nearest rank."""
    places = "(number + 1) / 2, (number + 2) / 2"
    if measure.startswith("p90"):
        places = "(9 * number + 9) / 10"
    return f"""SELECT {columns}, avg(days), 0 FROM (
            SELECT {columns}, days,
                row_number() OVER (PARTITION BY {columns} ORDER BY days) AS place,
                count(*) OVER (PARTITION BY {columns}) AS number
            FROM placed
        ) sorted WHERE place IN ({places}) GROUP BY {columns}"""


def _run(question, statement):
    things, words = STATEMENTS[question.measure]
    for name, word in words.items():
        things = things.replace("{" + name + "}", word)
    placed = _placed(question)
    text = f"WITH RECURSIVE {sql.COMMON}, {things}, {placed} {statement}"
    with connection.cursor() as cursor:
        cursor.execute(_spoken(text, question), question.values())
        return cursor.fetchall()


def _placed(question):
    """Say which region carries a thing. Only where every region counts does it stand twice."""
    that_day = """p.case_id = t.case_id AND p.from_on <= t.day
        AND (p.until_on IS NULL OR t.day <= p.until_on)"""
    if question.basis == "location":
        return "placed AS (SELECT t.*, t.home AS region FROM things t)"
    if question.basis == "lead" or "region" not in question.by:
        return f"""placed AS (
            SELECT t.*, coalesce(t.held_by, (
                SELECT p.region FROM parts p WHERE {that_day} AND p.part = 'lead'
                ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
            )) AS region FROM things t
        )"""
    return f"""numbered AS (SELECT t.*, row_number() OVER (ORDER BY id, day) AS one FROM things t),
    placed AS (
        SELECT DISTINCT t.*, coalesce(t.held_by, p.region) AS region
        FROM numbered t LEFT JOIN parts p ON {that_day}
    )"""


def _spoken(text, question):
    """Put the parameters in, and the few words that the two engines say differently."""
    given = ", ".join(f"%(given{n})s" for n in range(len(question.attribution)))
    text = text.replace("{attributions}", given)
    for name in ("known", "first", "last"):
        text = text.replace("{" + name + "}", f"%({name})s")
    speak = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return re.sub(r"\{(\w+):([^}]+)\}", lambda found: speak[found[1]](found[2]), text)


def _london(day, an_hour_later, moment):
    """Return how to say the day of a moment in London: an hour ahead of UTC in summer."""

    def said(column):
        summer = " OR ".join(
            f"({column} >= {moment.format(forward)} AND {column} < {moment.format(back)})"
            for forward, back in SUMMERS
        )
        then, else_ = an_hour_later.format(column), day.format(column)
        return f"CASE WHEN {summer} THEN {then} ELSE {else_} END"

    return said


SQLITE = {
    "london": _london("date({0})", "date({0}, '+1 hour')", "'{0}'"),
    "next": "date({0}, '+1 day')".format,
    "day": "'{0}'".format,
    "yes": "{0}".format,
}
POSTGRESQL = {
    "london": _london(
        "({0} AT TIME ZONE 'UTC')::date",
        "({0} AT TIME ZONE 'UTC' + interval '1 hour')::date",
        "timestamptz '{0}+00'",
    ),
    "next": "({0} + 1)".format,
    "day": "date '{0}'".format,
    "yes": "CAST({0} AS integer)".format,
}
