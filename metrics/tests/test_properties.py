"""What holds in every world: parts add up to the whole, and nothing is lost on the way."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from metrics.cells import Cell
from metrics.counting import items_of, value_of
from metrics.facts.rows import CaseFact, EventFact, PartFact, ThreatFact, World
from metrics.figures import cells_of
from metrics.measures import MEASURES
from metrics.query import HEADLINE, Query
from metrics.records import divide
from toex.core.periods import between

REGIONS = ["EAST", "WEST", "NORTH"]
FORCES = {"essex": "EAST", "kent": "EAST", "cheshire": "WEST", "transport": None}
PERIOD = between(date(2022, 1, 1), date(2022, 3, 31))
START = date(2021, 12, 1)
LATER = datetime(2022, 12, 1, tzinfo=UTC)
MEASURED = [
    measure
    for measure in MEASURES.values()
    if measure.kinds
    & {"person_safeguarded", "arrest", "ocg_identified", "conviction", "disruption"}
]

days = st.integers(0, 150).map(lambda number: START + timedelta(days=number))
parts = st.builds(
    lambda lead, support, turn, other: [
        PartFact(lead, "lead", START, turn - timedelta(days=1), 1),
        PartFact(other, "lead", turn, None, 2),
        PartFact(support, "support", START, turn, 3),
    ],
    st.sampled_from(REGIONS),
    st.sampled_from(REGIONS),
    days,
    st.sampled_from(REGIONS),
)
events = st.builds(
    dict,
    case=st.integers(1, 3),
    kind=st.sampled_from(
        ["person_safeguarded", "arrest", "ocg_identified", "conviction", "disruption"]
    ),
    occurred_on=days,
    recorded_at=st.integers(0, 3).map(lambda number: LATER + timedelta(days=number)),
    subject=st.sampled_from(["", "K-01", "K-02"]),
    quantity=st.integers(1, 5),
    force=st.sampled_from([*FORCES, None]),
    abroad=st.booleans(),
    attribution=st.sampled_from(["direct", "contributed", "associated", "external"]),
    state=st.sampled_from(["draft", "verified", "verified", "verified", "void"]),
    threat=st.sampled_from([None, 1, 2]),
    age_group=st.sampled_from(["", "child", "adult"]),
    stage=st.just(""),
    amount_pence=st.none(),
    months=st.none() | st.integers(0, 300),
    life=st.booleans(),
    level=st.sampled_from(["", "major", "none"]),
)


@st.composite
def worlds(draw):
    cases = {
        number: CaseFact(number, "essex", START, draw(st.sampled_from(["ASE", "LAB"])), each)
        for number, each in enumerate(draw(st.tuples(parts, parts, parts)), start=1)
    }
    rows = [
        EventFact(id=number, **{**fields, "quantity": 1 if fields["subject"] else 4})
        for number, fields in enumerate(draw(st.lists(events, max_size=14)), start=1)
    ]
    rows.sort(key=lambda event: event.order)
    return World(
        regions=REGIONS,
        forces=list(FORCES),
        region_of=FORCES,
        cases=cases,
        events={
            kind: [row for row in rows if row.kind == kind] for kind in {r.kind for r in rows}
        },
        threats={1: ThreatFact(1, True, True), 2: ThreatFact(2, False, True)},
    )


def query(measure, basis, by=()):
    return Query(
        measures=(measure,),
        period=PERIOD,
        by=by,
        basis=basis,
        attribution=HEADLINE,
        known_at=LATER,
        today=LATER.date(),
    )


def counted(world, measure, basis):
    found = items_of(world, measure, PERIOD, basis=basis, attribution=HEADLINE)
    return [item for item in found if not item.rule]


def total(measure, items):
    return value_of(measure, items)[0]


@given(worlds(), st.sampled_from(MEASURED), st.sampled_from(["lead", "location"]))
def test_regions_forces_and_types_add_up_to_the_nation(world, measure, basis):
    items = counted(world, measure, basis)
    for by in (("region",), ("force",), ("primary_type",), ("region", "force")):
        keys = {key for item in items for key in cells_of(item, by)}
        shares = [
            total(measure, [item for item in items if key in cells_of(item, by)]) for key in keys
        ]
        assert sum(shares) == total(measure, items)


@given(worlds(), st.sampled_from(MEASURED))
def test_the_basis_moves_figures_about_and_never_changes_the_nation(world, measure):
    nations = {total(measure, counted(world, measure, b)) for b in ("lead", "location")}
    assert nations == {total(measure, counted(world, measure, "contribution"))}


@given(
    worlds(),
    st.sampled_from(MEASURED),
    st.sampled_from(["lead", "location", "contribution"]),
    st.booleans(),
)
def test_every_event_in_a_cell_is_either_included_or_excluded(world, measure, basis, abroad):
    for region in [*REGIONS, None]:
        cell = Cell({"region": region}, PERIOD, {}, abroad)
        included, excluded = divide(world, query(measure, basis, ("region",)), cell)
        there = [
            item.id
            for item in items_of(world, measure, PERIOD, basis=basis, attribution=HEADLINE)
            if region in item.regions and (item.abroad or not abroad)
        ]
        assert sorted(item.id for item in [*included, *excluded]) == sorted(there)
        assert all(item.rule for item in excluded)
        assert all(item.abroad == abroad for item in included)
        expected = [
            item
            for item in counted(world, measure, basis)
            if region in item.regions and item.abroad == abroad
        ]
        assert total(measure, included) == total(measure, expected)


@given(worlds())
def test_there_are_never_more_people_than_events(world):
    people = total(
        MEASURES["people_arrested"], counted(world, MEASURES["people_arrested"], "lead")
    )
    assert people <= total(MEASURES["arrests"], counted(world, MEASURES["arrests"], "lead"))
