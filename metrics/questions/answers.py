"""What a question comes to, as plain data: for the programme's own use, or to be sent out.

What may be sent out is what the latest release shows and nothing else. Those numbers were
protected together with every earlier release; a number counted afresh could be compared with
them, and the difference would be what they hide.
"""

import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from metrics.choices import Breakdown, Disclosure, Status
from metrics.figures import MARKING, count
from metrics.measures import MEASURES, RULE_SET
from metrics.published import Published
from metrics.query import Query
from metrics.rows import figure_of
from metrics.wording import notes, number_in_words, period_in_words
from tasking.choices import ExploitationType
from toex.core.periods import LONDON
from toex.forces.models import Force

NOTHING_OUT = (
    "No release that is out answers this, so nothing of it can be sent out. Ask for a quarter or "
    "a financial year that is published, or save it as management information."
)


@dataclass(frozen=True)
class Answer:
    """The answer as it is stored; `sha256` is the digest of its JSON text, keys in order."""

    body: dict

    @property
    def sha256(self) -> str:
        text = json.dumps(self.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def answer_to(query: Query, *, reader, disclosure: str) -> Answer:
    """Return the rows of `query`, live or as published, with what they are broken down by.

    :raises ValidationError: it is to be sent out, and nothing of it is published
    """
    names = dict(Force.objects.values_list("code", "short_name"))
    rows = [{**figure_of(row), **_words(row, names)} for row in count(query, reader=reader)]
    if disclosure == Disclosure.CONTROLLED:
        rows = _as_published(query, rows)
    return Answer(
        {
            "marking": MARKING,
            "rules": RULE_SET,
            "basis": query.basis,
            "known_at": query.known_at.astimezone(LONDON).isoformat(),
            "period": period_in_words(query.period.name),
            "by": list(query.by),
            "notes": notes(query.measures, query.by[0] if query.by else "", query.basis),
            "rows": [_said(row) for row in rows],
        }
    )


def _words(row, names):
    measure = MEASURES[row.measure]
    parts = [_part(name, value, names) for name, value in {**row.cell, **row.span}.items()]
    return {
        "label": measure.label,
        "unit": measure.unit,
        "place": ", ".join([*(parts or ["England and Wales"]), *(["abroad"] * row.abroad)]),
    }


def _part(name, value, names):
    if name in (Breakdown.MONTH, Breakdown.QUARTER):
        return period_in_words(value)
    if value is None:
        return "Place not known"
    if name == Breakdown.PRIMARY_TYPE:
        return ExploitationType(value).label
    return names.get(value, value) if name == Breakdown.FORCE else value


def _as_published(query, rows):
    """Return the rows with the published numbers; a row abroad only where one is published."""
    published, spans = Published(query), query.spans()
    found = []
    for row in rows:
        span = next(span for names, span in spans if names.items() <= row.items())
        value, status = published.cell(row["measure"], span, _places(row), row["abroad"])
        if not (row["abroad"] and status == Status.NOT_AVAILABLE):
            found.append({**row, "value": _plain(value), "unkeyed": None, "status": str(status)})
    if all(row["status"] == Status.NOT_AVAILABLE for row in found):
        raise ValidationError({"disclosure": [NOTHING_OUT]})
    return found


def _places(row):
    names = (Breakdown.REGION, Breakdown.FORCE, Breakdown.PRIMARY_TYPE)
    return {name.value: row[name.value] for name in names if name.value in row}


def _plain(value):
    """Return a number as JSON holds it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _said(row):
    measure = MEASURES[row["measure"]]
    return {**row, "said": number_in_words(measure, row["value"], row["status"])}
