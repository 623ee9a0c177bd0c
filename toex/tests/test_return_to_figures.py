"""Two hand-made returns, and the figures worked out from them on paper.

The quarter is October to December 2022. Each line says beside it what it is there for.
"""

from datetime import UTC, datetime

import pytest

from cases.returns import land_return
from cases.tests.returns import add_places, as_csv
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Region

pytestmark = pytest.mark.django_db

AT = datetime(2023, 2, 1, 12, tzinfo=UTC)
Q3 = "2022/23-Q3"
CASE = ["case_reference", "requesting_force", "primary_type", "opened_on", "closed_on"]
EVENT = ["event_kind", "occurred_on", "subject_key", "quantity", "force", "country", "attribution"]
SAFE, ARREST, OCG = "person_safeguarded", "arrest", "ocg_identified"
WORK, PRODUCT = "development_activity", "product_delivered"
ESSEX, KENT, NORTHANTS = "essex", "kent", "northamptonshire"


def case(*cells, **more):
    return dict(zip(CASE, cells, strict=True)) | more


def event(of, *cells, **more):
    return {"case_reference": of} | dict(zip(EVENT, cells, strict=False)) | more


def threat(reference, **flags):
    return {"threat_kind": "ocg", "threat_reference": reference, **flags}


ERSOU = [
    case("E-1", ESSEX, "ASE", "2022-09-01", "", supporting_regions="EMSOU"),
    event("E-1", SAFE, "01/10/2022", "P-01", "", ESSEX, "", "direct", age_group="child"),  # first
    event("E-1", SAFE, "30/09/2022", "P-02", "", ESSEX, "", "direct"),  # the quarter before
    event("E-1", SAFE, "2022-10-05", "P-02", "", KENT, "", "direct"),  # counts again in this one
    event("E-1", SAFE, "2022-12-31", "P-03", "", NORTHANTS, "", "contributed"),  # see M-1
    event("E-1", SAFE, "2023-01-01", "P-04", "", ESSEX, "", "direct"),  # the quarter after
    event("E-1", SAFE, "2022-11-01", "", "4", "", "", "direct"),  # no key, place not known
    event("E-1", SAFE, "2022-11-02", "", "2", ESSEX, "GB", "direct"),  # twice the same line
    event("E-1", SAFE, "2022-11-02", "", "2", ESSEX, "", "direct"),
    event("E-1", SAFE, "2022-11-03", "P-05", "", "", "RO", "direct"),  # abroad
    event("E-1", SAFE, "2022-11-04", "P-05", "", ESSEX, "", "direct"),  # and at home
    event("E-1", SAFE, "2022-11-05", "P-06", "", ESSEX, "", "associated"),  # apart
    event("E-1", ARREST, "2022-10-02", "S-01", "", ESSEX, "", "direct"),
    event("E-1", ARREST, "2022-12-01", "S-01", "", ESSEX, "", "direct"),  # again
    event("E-1", ARREST, "2022-12-02", "", "3", KENT, "", "contributed"),
    event("E-1", ARREST, "2022-12-03", "S-02", "", "", "FR", "direct"),  # abroad
    case("E-2", KENT, "LAB", "2022-10-01", "2022-12-31"),  # the whole quarter
    event("E-2", SAFE, "2022-10-10", "P-01", "", KENT, "", "direct"),  # known from E-1
    event("E-2", WORK, "2022-10-01", **threat("OCG/1", high_harm="yes")),
    event("E-2", WORK, "2022-12-31", **threat("OCG/2")),
    event("E-2", PRODUCT, "2022-10-01"),
    event("E-2", PRODUCT, "2022-12-31"),
    event("E-2", OCG, "2022-11-11", "", "", KENT, "", "direct")
    | threat("OCG/1", identified_by_toex="y"),
    event("E-2", "conviction", "2022-12-20", "S-01", "", KENT, "", "direct", months="36"),
    event("E-2", "asset", "2022-12-21", "", "", KENT, "", "direct")
    | {"stage": "seized", "amount_pence": "500000"},
    event("E-2", "asset", "2022-12-22", "", "", KENT, "", "direct")
    | {"stage": "forfeited", "amount_pence": "500000"},  # the same money
    event("E-2", "disruption", "2022-12-22", "", "", KENT, "", "direct")
    | {"level": "major", "four_p": "pursue"},
    event("E-2", "disruption", "2022-12-23", "", "", KENT, "", "direct")
    | {"level": "none", "four_p": "pursue"},  # shown apart
    case("E-3", NORTHANTS, "CSE", "2022-11-15", ""),  # asked for from outside the region
]
EMSOU = [
    case("M-1", NORTHANTS, "ASE", "2022-06-01", "2022-10-01"),  # closed on the first day
    event("M-1", SAFE, "2022-10-03", "P-03", "", NORTHANTS, "", "direct"),  # before E-1's
    event("M-1", SAFE, "2022-10-31", "P-09", "", NORTHANTS, "", "contributed", age_group="child"),
    event("M-1", OCG, "2022-07-01", "", "", NORTHANTS, "", "direct")
    | threat("OCG/3", identified_by_toex="yes"),
    event("M-1", OCG, "2022-11-01", "", "", NORTHANTS, "", "direct")
    | threat("OCG/3"),  # counted in July
    event("M-1", OCG, "2022-11-02", "", "", NORTHANTS, "", "direct")
    | threat("OCG/4", identified_by_toex="no"),
    event("M-1", WORK, "2022-11-20", **threat("OCG/1")),  # worked on first in E-2
    event("M-1", WORK, "2022-11-20", **threat("OCG/5", high_harm="1")),
    event("M-1", "nrm_referral", "2022-12-31", "P-07", "", NORTHANTS, "", "direct"),
    event("M-1", "duty_to_notify", "2022-12-30", "P-08", "", NORTHANTS, "", "direct"),
    event("M-1", "suspect_identified", "2022-10-04", "S-01", "", NORTHANTS, "", "direct"),
    event("M-1", "poi_identified", "2022-10-04", "S-09", "", NORTHANTS, "", "direct"),
    case("M-2", "british-transport-police", "OIC", "2022-12-31", ""),  # a body without a region
    event("M-2", SAFE, "2022-12-31", "P-02", "", ESSEX, "", "direct"),  # known from E-1
    case("M-3", NORTHANTS, "DS", "2021-01-01", "2022-09-30"),  # closed the day before
]


@pytest.fixture
def figures(api):
    """Land both returns and return a way to ask for figures: {place or None: value}."""
    add_places()
    for code, lines in (("ERSOU", ERSOU), ("EMSOU", EMSOU)):
        region = Region.objects.get(code=code)
        land_return(
            region=region,
            content=as_csv(*lines),
            file_name=f"{code}.csv",
            by=UserFactory(toex_manager=True, region=region),
            at=AT,
        )
    office = UserFactory(programme_office=True)

    def figures(measure, period=Q3, *, field="value", abroad=False, by=None, **asked):
        asked |= {"measure": measure, "period": period} | ({"by": by} if by else {})
        answer = api(office).get("/api/v1/figures/", asked)
        rows = [row for row in answer.json()["rows"] if row["abroad"] == abroad]
        found = {row.get(by): row[field] for row in rows}
        return {place: each for place, each in found.items() if each} if by else found[None]

    return figures


NATIONAL = {
    "people_safeguarded": 13,  # P-01 02 03 05 09, and 4 + 2 + 2 without a key
    "children_safeguarded": 2,  # P-01 and P-09
    "people_arrested": 4,  # S-01, and 3 without a key
    "arrests": 5,
    "suspects_identified": 1,
    "pois_identified": 1,
    "potential_victims_identified": 0,
    "charges": 0,
    "convictions": 1,
    "sentence_months": 36,
    "assets_seized_pence": 500_000,
    "disruptions": 1,
    "nrm_referrals": 1,
    "duty_to_notify": 1,
    "ocgs_identified": 1,  # OCG/1; OCG/3 was counted in July, OCG/4 is not of TOEX
    "threats_supported": 5,  # each threat linked to a case with work in the quarter
    "high_harm_threats_supported": 2,  # OCG/1 and OCG/5
    "cases_opened": 3,  # E-2 E-3 M-2
    "cases_closed": 2,  # E-2 M-1
    "cases_open": 3,  # E-1 E-3 M-2
    "cases_supported": 5,  # all but M-3
    "products_delivered": 2,
    "median_days_to_first_product": 0,
    "requests_received": 0,
    "requests_adopted": 0,
}


def test_the_quarter_adds_up_to_what_paper_says(figures):
    assert {measure: figures(measure) for measure in NATIONAL} == NATIONAL


PERIODS = [
    ("people_safeguarded", "2022/23-Q2", 1),
    ("people_safeguarded", "2022/23-Q4", 1),
    ("people_safeguarded", "2022/23", 14),
    ("people_safeguarded", "2022-10", 4),
    ("people_safeguarded", "2022-11", 9),
    ("people_safeguarded", "2022-12", 2),
    ("ocgs_identified", "2022/23-Q2", 1),
    ("ocgs_identified", "2022/23", 2),
    ("cases_open", "2022/23-Q2", 2),
    ("cases_closed", "2022/23-Q2", 1),
    ("cases_supported", "2022/23-Q2", 3),
    ("threats_supported", "2022/23-Q2", 0),
]


def test_other_periods_have_their_own_people_and_days(figures):
    assert [(*asked, figures(*asked)) for *asked, _ in PERIODS] == PERIODS


PLACES = [
    ("people_safeguarded", "region", "lead", {"ERSOU": 11, "EMSOU": 2}),
    ("people_safeguarded", "region", "location", {"ERSOU": 7, "EMSOU": 2, None: 4}),
    ("people_safeguarded", "region", "contribution", {"ERSOU": 11, "EMSOU": 13}),
    ("people_safeguarded", "force", "lead", {ESSEX: 6, KENT: 1, NORTHANTS: 2, None: 4}),
    ("people_safeguarded", "force", "location", {ESSEX: 6, KENT: 1, NORTHANTS: 2, None: 4}),
    ("people_safeguarded", "primary_type", "lead", {"ASE": 13}),
    ("arrests", "force", "location", {ESSEX: 2, KENT: 3}),
    ("ocgs_identified", "region", "lead", {"ERSOU": 1}),
    ("threats_supported", "region", "lead", {"ERSOU": 2, "EMSOU": 3}),
    ("high_harm_threats_supported", "region", "lead", {"ERSOU": 1, "EMSOU": 1}),
    ("cases_supported", "region", "lead", {"ERSOU": 3, "EMSOU": 2}),
    ("cases_supported", "region", "location", {"ERSOU": 2, "EMSOU": 2, None: 1}),
    ("cases_supported", "region", "contribution", {"ERSOU": 3, "EMSOU": 3}),
    (
        "cases_opened",
        "force",
        "lead",
        {KENT: 1, NORTHANTS: 1, "british-transport-police": 1},
    ),
    ("products_delivered", "force", "lead", {KENT: 2}),
]


def test_each_basis_puts_them_where_paper_does(figures):
    found = [
        (measure, by, basis, figures(measure, by=by, basis=basis))
        for measure, by, basis, _ in PLACES
    ]

    assert found == PLACES


def test_what_happened_abroad_stands_apart(figures):
    for measure in ("people_safeguarded", "arrests", "people_arrested"):
        assert figures(measure, abroad=True) == 1
        assert figures(measure, abroad=True, by="region") == {"ERSOU": 1}


def test_people_without_a_key_are_told(figures):
    assert figures("people_safeguarded", field="unkeyed") == 8
    assert figures("people_arrested", field="unkeyed") == 3
    assert figures("arrests", field="unkeyed") is None


def test_what_only_happened_on_a_supported_case_is_given_when_asked_for(figures):
    assert figures("people_safeguarded", attribution="associated") == 1


def test_nothing_was_known_before_the_returns_landed(figures):
    for measure in ("people_safeguarded", "cases_supported", "threats_supported"):
        assert figures(measure, known_at="2023-02-01T11:59:59Z") == 0
        assert figures(measure, known_at="2023-02-01T12:00:00Z") == NATIONAL[measure]


def test_imported_cases_have_no_time_to_a_decision(figures):
    assert figures("median_days_to_decision", field="status") == "not_applicable"
    assert figures("median_days_to_terms", field="status") == "not_applicable"


def test_each_event_left_out_has_its_rule(figures, api):
    answer = api(UserFactory(programme_office=True)).get(
        "/api/v1/figures/records/", {"measure": "people_safeguarded", "period": Q3}
    )

    rules = sorted(row["rule"] for row in answer.json()["excluded"])
    assert rules == ["abroad", "attribution", *["counted_elsewhere"] * 3]
    assert sum(row["quantity"] for row in answer.json()["included"]) == 13
