"""What is wrong with a return is named by row and column; and properties of any return."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Activity, Case, CaseRegion, Outcome, Product, Return, SubjectRole, Threat
from cases.outcomes import takes
from cases.returns import land_return
from cases.tests.returns import ARREST, FIRST, add_places, as_csv, as_xlsx
from toex.accounts.tests.factories import UserFactory
from toex.forces.models import Region

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
OCG = {**ARREST, "event_kind": "ocg_identified", "threat_kind": "ocg", "threat_reference": "O/1"}
WORK = {**FIRST, "event_kind": "development_activity", "occurred_on": "2022-02-01"}


@pytest.fixture(autouse=True)
def manager(db):
    add_places()
    return UserFactory(toex_manager=True, region=Region.objects.get(code="ERSOU"))


def land(manager, *lines, content=None, at=AT, **options):
    return land_return(
        region=manager.region,
        content=content or as_csv(*lines),
        file_name="return.csv",
        by=manager,
        at=at,
        **options,
    )


def problems(manager, *lines, **options):
    with pytest.raises(ValidationError) as refused:
        land(manager, *lines, **options)
    assert not Case.objects.exists()
    assert not Return.objects.exists()
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ({**ARREST, "case_reference": " "}, "case_reference", "Enter the reference"),
        ({**ARREST, "case_reference": "x" * 61}, "case_reference", "60 characters or fewer"),
        ({**ARREST, "case_reference": "EX\t1"}, "case_reference", "on one line"),
        ({**ARREST, "requesting_force": ""}, "requesting_force", "first line of a new case"),
        ({**ARREST, "requesting_force": "Essex"}, "requesting_force", "Write it as “essex”."),
        ({**ARREST, "primary_type": "XXX"}, "primary_type", "no exploitation type “XXX”"),
        ({**ARREST, "primary_type": "csa on"}, "primary_type", "Write it as “CSA-ON”."),
        ({**ARREST, "opened_on": "2022-02-30"}, "opened_on", "must be a real date"),
        ({**ARREST, "opened_on": "10.1.2022"}, "opened_on", "must be like 2022-11-28"),
        ({**ARREST, "opened_on": "1/10/22"}, "opened_on", "must be like 2022-11-28"),
        ({**ARREST, "opened_on": "2026-11-03"}, "opened_on", "in the future"),
        ({**ARREST, "closed_on": "2026-11-03"}, "closed_on", "in the future"),
        ({**ARREST, "closed_on": "2022-01-09"}, "closed_on", "before it opened"),
        ({**ARREST, "occurred_on": "2022-01-09"}, "occurred_on", "before the case opened"),
        ({**ARREST, "occurred_on": "2026-11-03"}, "occurred_on", "in the future"),
        ({**ARREST, "occurred_on": ""}, "occurred_on", "Enter the day"),
        ({**ARREST, "event_kind": "rescue"}, "event_kind", "no kind of event “rescue”"),
        ({**ARREST, "event_kind": ""}, "event_kind", "Enter the kind of event"),
        ({**ARREST, "attribution": ""}, "attribution", "Enter the attribution"),
        ({**ARREST, "attribution": "ours"}, "attribution", "no attribution “ours”"),
        ({**ARREST, "subject_key": "abc-1234"}, "subject_key", "4 to 32 capital letters"),
        ({**ARREST, "subject_key": "A1-"}, "subject_key", "4 to 32 capital letters"),
        ({**ARREST, "subject_key": "A-12", "quantity": "2"}, "quantity", "must be 1"),
        ({**ARREST, "quantity": "0"}, "quantity", "whole number, 1 or more"),
        ({**ARREST, "quantity": "-1"}, "quantity", "whole number"),
        ({**ARREST, "quantity": "2.5"}, "quantity", "whole number"),
        ({**ARREST, "quantity": "1e9"}, "quantity", "whole number"),
        ({**ARREST, "quantity": "9" * 19}, "quantity", "whole number"),
        ({**ARREST, "quantity": "1000001"}, "quantity", "1,000,000 or less"),
        ({**ARREST, "force": "atlantis"}, "force", "no force “atlantis”"),
        ({**ARREST, "country": "gb"}, "country", "Write it as “GB”."),
        ({**ARREST, "country": "XX"}, "country", "no country “XX”"),
        ({**ARREST, "identified_by_toex": "maybe"}, "identified_by_toex", "yes or no"),
        ({**ARREST, "high_harm": "yes"}, "threat_reference", "“high_harm” is about"),
        ({**ARREST, "threat_reference": "O/1"}, "threat_kind", "Enter the kind of threat"),
        ({**ARREST, "threat_kind": "ocg"}, "threat_reference", "Enter the reference"),
        ({**OCG, "threat_reference": "", "threat_kind": ""}, "threat_reference", "identified"),
        ({**OCG, "threat_kind": "vulnerability"}, "threat_kind", "must be “ocg”"),
        ({**ARREST, "months": "12"}, "months", "Leave this empty"),
        ({**ARREST, "event_kind": "asset"}, "stage", "stage of the asset"),
        ({**ARREST, "event_kind": "disruption", "level": "big"}, "level", "no disruption level"),
        ({**WORK, "subject_key": "A-12"}, "subject_key", "Leave “subject_key” empty"),
        ({**WORK, "quantity": "2"}, "quantity", "Use a line for each"),
        ({**ARREST, "supporting_regions": "EMSOU;MOON"}, "supporting_regions", "region “MOON”"),
        ({**ARREST, "supporting_regions": "ERSOU"}, "supporting_regions", "leads the case"),
        ({**ARREST, "partner": "#REF!"}, "partner", "the error #REF!"),
    ],
)
def test_a_problem_is_named_by_its_row_and_column(manager, line, column, words):
    told = problems(manager, {**ARREST, "case_reference": "EX-0"}, line)

    assert f"row 3: {column}" in told
    assert any(words in sentence for sentence in told[f"row 3: {column}"])


@pytest.mark.parametrize(
    ("heading", "column", "words"),
    [
        ("case_reference,requesting_force,primary_type", "opened_on", "must be there"),
        (",".join([*FIRST, "notes"]), "notes", "no column “notes”"),
        (",".join([*FIRST, "Event Kind"]), "Event Kind", "Write it as “event_kind”."),
        (",".join([*FIRST, "force", "force"]), "force", "only once"),
        (";".join(FIRST), ";".join(FIRST), "separated by commas"),
    ],
)
def test_a_problem_of_the_headings_is_on_row_1(manager, heading, column, words):
    told = problems(manager, content=heading.encode() + b"\n")

    assert any(words in sentence for sentence in told[f"row 1: {column}"])


def test_a_cell_without_a_heading_is_a_problem(manager):
    told = problems(manager, content=as_csv(FIRST).rstrip() + b",lost\r\n")

    assert told == {"row 2: column E": ["The cell has no heading over it."]}


def test_a_date_where_text_belongs_is_a_problem(manager):
    told = problems(manager, content=as_xlsx({**FIRST, "case_reference": AT.replace(tzinfo=None)}))

    assert "must hold text" in told["row 2: case_reference"][0]


def test_all_problems_of_all_rows_are_told_at_once(manager):
    told = problems(
        manager,
        {**ARREST, "force": "x", "country": "x"},
        ARREST,
        {**ARREST, "attribution": ""},
        {**ARREST, "case_reference": "EX-2", "requesting_force": "", "primary_type": ""},
    )

    assert list(told) == [
        "row 2: force",
        "row 2: country",
        "row 4: attribution",
        "row 5: requesting_force",
        "row 5: primary_type",
    ]


def test_a_hundred_problems_are_listed_and_the_rest_counted(manager):
    told = problems(manager, *[{**ARREST, "force": "x"}] * 150)

    assert len(told) == 101
    assert "150 problems" in told["file"][0]


@pytest.mark.parametrize("yes", ["yes", "Y", "TRUE", "1", " Yes "])
def test_yes_may_be_written_in_any_case(manager, yes):
    land(manager, {**OCG, "high_harm": yes})

    assert Threat.objects.get().high_harm


OUTCOMES = ["arrest", "nrm_referral", "ocg_identified", "conviction"]


@st.composite
def any_line(draw):
    kind = draw(st.sampled_from(["", *OUTCOMES, "development_activity", "product_delivered"]))
    number = draw(st.integers(1, 3))
    line = {**FIRST, "case_reference": f"EX-{number}"}
    if not kind:
        return line
    line |= {"event_kind": kind, "occurred_on": f"2022-02-0{draw(st.integers(1, 2))}"}
    if kind in OUTCOMES:
        line |= {"attribution": draw(st.sampled_from(["direct", "associated"]))}
        line |= {"subject_key": draw(st.sampled_from(["", "KEY-1", "KEY-2"]))}
    if kind == "ocg_identified" or (kind == "development_activity" and draw(st.booleans())):
        line |= {"threat_kind": "ocg", "threat_reference": draw(st.sampled_from(["O/1", "O/2"]))}
        line |= {"high_harm": draw(st.sampled_from(["", "yes", "no"]))}
    if "age_group" in takes(kind):
        line |= {"age_group": draw(st.sampled_from(["", "child"]))}
    return line


def everything():
    kept = [Case, CaseRegion, Outcome, Activity, Product, SubjectRole, Threat]
    return [list(model.objects.order_by("pk").values()) for model in kept]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=st.lists(any_line(), min_size=1, max_size=8), more=st.lists(any_line(), max_size=3))
def test_a_return_lands_once_however_often_it_is_sent(lines, more):
    manager = UserFactory(toex_manager=True)

    first = land(manager, *lines)
    before = everything()
    again = land(manager, *reversed(lines), at=AT + timedelta(days=1))
    assert everything() == before
    book = land(manager, content=as_xlsx(*lines), at=AT + timedelta(days=2))
    assert everything() == before
    longer = land(manager, *more, *lines, at=AT + timedelta(days=3))

    events = sum(1 for line in lines if "event_kind" in line)
    assert (first.landed, first.unchanged) == (events, 0)
    assert (again.landed, again.unchanged, again.cases) == (0, events, 0)
    assert (book.landed, book.unchanged) == (0, events)
    assert longer.landed + longer.unchanged == events + sum("event_kind" in line for line in more)
    assert longer.landed == sum("event_kind" in line for line in more)
