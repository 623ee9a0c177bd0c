"""What figures are asked for: parameters read into a query, or a sentence about what is wrong."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from cases.choices import Attribution
from metrics.choices import SPANS, Basis, Breakdown
from metrics.measures import MEASURES, Measure
from toex.core.periods import NotAPeriod, Period, between, london_date, parse

HEADLINE = frozenset({Attribution.DIRECT, Attribution.CONTRIBUTED})
MOST_SPANS = 240  # twenty years of months


@dataclass(frozen=True)
class Query:
    """Which measures, of when, broken down how, counted how, and as known at which moment.

    `asked_at` is set where somebody asks; figures as known at that very moment may come from
    what was counted beforehand.
    """

    measures: tuple[Measure, ...]
    period: Period
    by: tuple[str, ...]
    basis: str
    attribution: frozenset
    known_at: datetime
    today: date
    asked_at: datetime | None = None

    @property
    def is_of_now(self) -> bool:
        return self.known_at == self.asked_at

    @property
    def is_by_place(self) -> bool:
        return Breakdown.REGION in self.by or Breakdown.FORCE in self.by

    def told(self) -> list[str]:
        """Return what is asked for in a few codes, for the trail."""
        return [
            *(measure.code for measure in self.measures),
            self.period.name,
            *self.by,
            self.basis,
        ]

    def spans(self) -> list[tuple[dict, Period]]:
        """Return the periods to count, each a period of its own, with the names it goes by."""
        if Breakdown.MONTH in self.by:
            months = self.period.months()
            if Breakdown.QUARTER not in self.by:
                return [({"month": month.name}, month) for month in months]
            return [
                ({"month": month.name, "quarter": quarter.name}, month)
                for quarter in self.period.quarters()
                for month in quarter.months()
            ]
        if Breakdown.QUARTER in self.by:
            return [({"quarter": span.name}, span) for span in self.period.quarters()]
        return [({}, self.period)]


def read_query(params, *, now: datetime) -> Query:
    """Read the parameters of a request.

    :raises ValidationError: naming the parameter that is wrong or missing
    """
    known_at = _known_at(params.get("known_at"), now)
    query = Query(
        measures=_measures(params.getlist("measure")),
        period=_period(params),
        by=_breakdowns(params.getlist("by")),
        basis=_one_of(Basis, "basis", params.get("basis", Basis.LEAD)),
        attribution=_attribution(params.getlist("attribution")),
        known_at=known_at,
        today=london_date(min(known_at, now)),
        asked_at=now,
    )
    _check_number_of_spans(query)
    return query


def live_query(measures, period: Period, by, *, now: datetime) -> Query:
    """Return the query of headline figures as they are known now."""
    return Query(
        measures=tuple(measures),
        period=period,
        by=tuple(by),
        basis=Basis.LEAD,
        attribution=HEADLINE,
        known_at=now,
        today=london_date(now),
    )


def one_measure(query: Query) -> Query:
    """Return the query if it asks for one measure. :raises ValidationError: it does not"""
    if len(query.measures) != 1:
        raise wrong("measure", "Ask for one measure.")
    return query


def with_by(query: Query, names) -> Query:
    """Return the query broken down by `names` as well."""
    by = tuple(each.value for each in Breakdown if each in query.by or each in names)
    query = replace(query, by=by)
    _check_number_of_spans(query)
    return query


def day_of(name: str, text: str) -> date:
    """Read a date. :raises ValidationError: it is none"""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong(name, "A date must be like 2022-11-30.")


def wrong(name: str, sentence: str) -> ValidationError:
    return ValidationError({name: [sentence]})


def _measures(codes):
    unknown = [code for code in codes if code not in MEASURES]
    if unknown:
        raise wrong("measure", "Each measure must be one of those listed at measures/.")
    return tuple(MEASURES[code] for code in dict.fromkeys(codes)) or tuple(MEASURES.values())


def _period(params):
    text, first, last = params.get("period"), params.get("from"), params.get("to")
    if text is not None:
        if first is not None or last is not None:
            raise wrong("period", "Give a period, or from and to, but not both.")
        return _named_period(text)
    if first is None and last is None:
        raise wrong("period", "Give a period, or from and to.")
    if first is None or last is None:
        raise wrong("from" if first is None else "to", "Give both from and to.")
    try:
        return between(day_of("from", first), day_of("to", last))
    except NotAPeriod as error:
        raise wrong("from", str(error)) from None


def _named_period(text):
    try:
        return parse(text)
    except NotAPeriod as error:
        raise wrong("period", str(error)) from None


def _breakdowns(texts):
    names = {name for text in texts for name in text.split(",") if name}
    if names - set(Breakdown.values):
        raise wrong("by", f"Break down only by: {', '.join(Breakdown.values)}.")
    return tuple(name for name in Breakdown.values if name in names)


def _one_of(choices, name, text):
    if text not in choices.values:
        raise wrong(name, f"This must be one of: {', '.join(choices.values)}.")
    return text


def _attribution(texts):
    if not texts:
        return HEADLINE
    return frozenset(_one_of(Attribution, "attribution", text) for text in texts)


def _known_at(text, now):
    """Read a moment with its offset; a plus sign that became a space on the way is put back."""
    if text is None:
        return now
    try:
        moment = parse_datetime(re.sub(r" (\d\d:?\d\d)$", r"+\1", text, flags=re.ASCII))
        if moment is not None and moment.tzinfo is not None:
            london_date(moment)
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise wrong("known_at", "This must be a date and time with an offset: 2022-12-31T17:00:00Z.")


def _check_number_of_spans(query):
    if not set(query.by) & set(SPANS):
        return
    first, last = query.period.first, query.period.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if (months if Breakdown.MONTH in query.by else months // 3) > MOST_SPANS:
        raise wrong("by", f"Ask for at most {MOST_SPANS} months or quarters at a time.")
