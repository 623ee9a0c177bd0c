"""A region is mostly the sum of its forces, so one hidden force may be told by the others."""

import pytest

from metrics.disclosure import audit, protect
from metrics.tests.releases import put, release, tables_of
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db

PLACES = {"regions": ["ERSOU", "EMSOU"], "forces": ["essex", "kent", "derbyshire", "notts", "-"]}


@pytest.fixture(autouse=True)
def _forces():
    for code, forces in (("ERSOU", ["essex", "kent"]), ("EMSOU", ["derbyshire", "notts"])):
        region = RegionFactory(code=code)
        for force in forces:
            ForceFactory(code=force, short_name=force.title(), region=region)


def requests(told):
    events = [(region, force, "ASE", 1) for region, force, number in told for _ in range(number)]
    return put(release(), tables_of(events, "requests_received", types=["ASE", "LAB"], **PLACES))


def hidden_forces(row):
    return {each.force for each in row.figures.filter(table="force").exclude(hidden="")}


TOLD = [("ERSOU", "essex", 10), ("ERSOU", "kent", 3), ("EMSOU", "derbyshire", 4)]
TOLD += [("EMSOU", "notts", 20)]


def test_small_forces_of_two_regions_are_told_by_their_regions():
    row = requests(TOLD)
    row.figures.filter(table="force", force__in=["kent", "derbyshire"]).update(hidden="primary")

    found = {each.figure.force: (each.low, each.high) for each in audit(row)}

    assert found == {"kent": (3, 3), "derbyshire": (4, 4)}
    sentences = [each.sentence for each in audit(row) if each.figure.force == "kent"]
    assert sentences == ["Kent can be worked out: ERSOU 13 less Essex 10"]


def test_another_of_the_region_is_hidden_with_each():
    row = requests(TOLD)

    protect(row)

    assert hidden_forces(row) == {"kent", "essex", "derbyshire", "notts"}
    assert audit(row) == []


def test_where_a_region_works_for_a_force_of_another_only_the_regions_could_tell():
    """No sum of a region holds; but each region sees its own forces, and would have the other."""
    row = requests([*TOLD, ("ERSOU", "notts", 1), ("EMSOU", "essex", 2)])

    protect(row)

    assert hidden_forces(row) == {"kent", "derbyshire", "essex", "notts"}


def test_a_zero_is_hidden_with_two_small_forces_of_which_each_would_tell_the_other():
    row = requests([("ERSOU", "essex", 3), ("EMSOU", "notts", 4)])

    protect(row)

    assert row.figures.get(table="force", force="-").hidden == "secondary"
    assert audit(row) == []


def test_the_total_of_the_nation_stays_shown_where_zeros_can_be_hidden_with_it():
    places = {"regions": [*PLACES["regions"]], "forces": [*PLACES["forces"]]}
    for code, forces in (("NEROCU", ["durham", "cleveland"]), ("TARIAN", ["gwent", "dyfed"])):
        region = RegionFactory(code=code)
        places["regions"].append(code)
        places["forces"] += [ForceFactory(code=force, region=region).code for force in forces]
    told = [
        ("ERSOU", "essex", "ASE", 1),
        ("EMSOU", "notts", "ASE", 1),
        ("NEROCU", "durham", "ASE", 1),
    ]
    row = put(release(), tables_of(told * 2, "requests_received", types=["ASE", "LAB"], **places))

    protect(row)

    assert row.figures.get(table="nation").hidden == ""
    assert row.figures.get(table="region", region="TARIAN").hidden == "secondary"
    assert {"gwent", "dyfed"} & hidden_forces(row)
    assert audit(row) == []
