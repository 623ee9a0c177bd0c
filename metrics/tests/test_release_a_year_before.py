"""A release beside that of a year before: only what both show, of editions that are out."""

import json
from datetime import UTC, datetime

import pytest

from metrics.choices import ReleaseState
from metrics.models import Release
from metrics.releases.a_year_before import NOT_COMPARED, beside
from toex.accounts.tests.factories import UserFactory
from toex.core.periods import parse

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 6, 1, tzinfo=UTC)
MEASURES = [
    {"code": "arrests", "label": "Arrests", "unit": "arrests"},
    {"code": "charges", "label": "Charges", "unit": "defendants charged"},
    {"code": "assets_seized_pence", "label": "Assets seized", "unit": "pence"},
]


def figure(measure, value, status="ok"):
    place = {"table": "nation", "abroad": False}
    return {"measure": measure, "value": value, "status": status, **place}


def snapshot(figures, rules="2022.1"):
    return {"rules": rules, "measures": MEASURES, "figures": figures}


def out(period, figures, *, edition=1, publish_at=NOW, rules="2022.1"):
    span, by = parse(period), UserFactory(programme_office=True)
    release = Release.objects.create(
        reference=f"R-{period.replace('/', '-')}-{edition}",
        period=period,
        first=span.first,
        last=span.last,
        edition=edition,
        state=ReleaseState.FROZEN,
        rules=rules,
        population_version="MYE23",
        publish_at=publish_at,
        data_cut_at=NOW,
        snapshot=json.dumps(snapshot(figures, rules)),
        sha256="0" * 64,
        created_at=NOW,
        created_by=by,
        frozen_by=by,
    )
    Release.objects.filter(pk=release.pk).update(
        state=ReleaseState.APPROVED,
        approved_by=UserFactory(programme_office=True),
        approved_at=NOW,
    )


def test_both_numbers_stand_beside_each_other_with_the_change_in_words():
    out("2021/22-Q3", [figure("arrests", 50), figure("assets_seized_pence", 100_000)])
    now = [figure("arrests", 60), figure("assets_seized_pence", 150_050)]

    found = beside("2022/23-Q3", snapshot(now), now=NOW)

    assert found.reference == "R-2021-22-Q3-1"
    assert found.lines == [
        ("arrests", "Arrests", "60", "50", "A 20% increase from 50 in 2021/22 Q3", ""),
        (
            "assets_seized_pence",
            "Assets seized (pounds)",
            "£1,500.50",
            "£1,000.00",
            "A 50% increase from 1,000.00 in 2021/22 Q3",
            "",
        ),
    ]


def test_what_one_of_them_hides_is_not_compared():
    out("2021/22-Q3", [figure("arrests", None, "suppressed"), figure("charges", 12)])
    now = [figure("arrests", 60), figure("charges", None, "suppressed")]

    lines = beside("2022/23-Q3", snapshot(now), now=NOW).lines

    assert [line[2:5] for line in lines] == [
        ("60", "[c]", NOT_COMPARED),
        ("[c]", "12", NOT_COMPARED),
    ]


def test_the_latest_edition_that_is_out_counts():
    later = datetime(2023, 6, 2, tzinfo=UTC)
    out("2021/22-Q3", [figure("arrests", 50)])
    out("2021/22-Q3", [figure("arrests", 52)], edition=2, publish_at=later)
    now = snapshot([figure("arrests", 60)])

    assert beside("2022/23-Q3", now, now=NOW).lines[0][3] == "50"
    assert beside("2022/23-Q3", now, now=later).lines[0][3] == "52"


@pytest.mark.parametrize(
    ("period", "before"), [("2022/23", "2021/22"), ("2000/01-Q4", "1999/00-Q4")]
)
def test_a_year_stands_beside_a_year_and_a_quarter_beside_its_quarter(period, before):
    out(before, [figure("arrests", 50)], rules="2021.1")
    found = beside(period, snapshot([figure("arrests", 60)]), now=NOW)

    assert found.label == before.replace("-", " ")
    assert not found.is_counted_alike


def test_without_one_there_is_nothing():
    out("2022/23-Q2", [figure("arrests", 50)])

    assert beside("2022/23-Q3", snapshot([figure("arrests", 60)]), now=NOW) is None
