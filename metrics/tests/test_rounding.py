"""How shown numbers are rounded: the same everywhere, and as on paper."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from metrics.files.commentary import change_in_words
from metrics.measures import MEASURES
from metrics.rates import rates_of
from metrics.releases.changes import percent_of
from metrics.rounding import half_up
from metrics.signals.words import limit_in_words, written
from metrics.wording import share
from toex.core.periods import parse
from toex.forces.models import Population

MONEY = next(each for each in MEASURES.values() if each.unit == "pence")
COUNT = MEASURES["arrests"]


@pytest.mark.parametrize(
    ("value", "places", "told"),
    [
        *((0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3")),
        *((2.25, 1, "2.3"), (85.35, 1, "85.4"), (0.05, 1, "0.1"), (0.04, 1, "0.0")),
        *((1.005, 2, "1.01"), (Decimal("1234.5"), 0, "1235"), (7, 1, "7.0")),
    ],
)
def test_half_way_goes_away_from_zero(value, places, told):
    assert str(half_up(value, places)) == told


@pytest.mark.parametrize(("value", "rate"), [(1, 0.3), (169, 42.3), (421, 105.3), (2, 0.5)])
def test_a_rate_half_way_goes_up(db, value, rate):
    call_command("load_forces", verbosity=0)
    Population.objects.filter(force__region__code="SEROCU").update(residents=1_000_000)
    (found,) = rates_of("people_safeguarded", parse("2022/23"), {"SEROCU": value})

    assert found["population"] == 4_000_000  # of four forces, which makes quarters
    assert found["value"] == rate


@pytest.mark.parametrize(
    ("measure", "value", "told"),
    [
        *((COUNT, 2.25, "2.3"), (COUNT, 1115.25, "1,115.3"), (COUNT, -0.715, "-0.7")),
        *((MONEY, 1250.5, "£12.51"), (MONEY, 123_456_700, "£1,234,567.00")),
    ],
)
def test_a_limit_half_way_goes_up(measure, value, told):
    assert limit_in_words(measure, value) == told


@pytest.mark.parametrize(("pence", "told"), [(250, "£3"), (41_650, "£417"), (249, "£2")])
def test_pounds_half_way_go_up(pence, told):
    assert written(MONEY)(pence) == told


def published(name):
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("line", published("nrm_percent_changes.csv"), ids=lambda e: e["bulletin"])
def test_changes_are_rounded_as_national_statistics_are(line):
    now, then, percent = (int(line[each]) for each in ("current", "base", "published_percent"))
    way = "increase" if percent > 0 else "decrease"

    assert f"{abs(percent)}% {way} from {then:,} in Q" in change_in_words(now, then, "Q")
    assert percent_of(now - then, then) == half_up(line["exact_percent"], 1)
    assert half_up(Decimal(then) * (100 + Decimal(line["exact_percent"])) / 100) == now


@pytest.mark.parametrize("line", published("nrm_shares.csv"), ids=lambda e: e["category"])
def test_shares_are_rounded_as_national_statistics_are(line):
    part, whole = int(line["count"]), int(line["total"])

    assert share(part, whole) == f"{part:,} of {whole:,} ({line['published_percent']}%)"
    assert half_up(Decimal(whole) * Decimal(line["exact_percent"]) / 100) == part
