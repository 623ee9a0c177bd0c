"""Every measure is what a second count in plain SQL finds, in a large world made from a seed."""

import os
from datetime import date, timedelta

import pytest

from metrics.choices import Basis
from metrics.measures import MEASURES
from metrics.tests.both_counts import differences, first_count, query, second_count
from metrics.tests.chronicles import LATER, MOMENTS, PERIODS, Chronicle, large_world
from metrics.tests.factories import ActivityFactory, OutcomeFactory, RequestFactory, ThreatFactory
from metrics.tests.factories import link as link_threat
from metrics.tests.second_count import STATEMENTS, Question, counted
from toex.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("QA_SEED", "7"))
ACTS = 700
BREAKDOWNS = [(), ("region",), ("force",), ("primary_type",), ("region", "force", "primary_type")]


@pytest.fixture(params=[SEED], ids=lambda seed: f"QA_SEED={seed}")
def reader(request):
    Chronicle().tell(large_world(request.param, ACTS))
    return UserFactory(programme_office=True)


def test_there_is_a_second_count_of_every_measure():
    assert set(STATEMENTS) == set(MEASURES)


def test_both_counts_agree_on_every_measure_basis_and_breakdown(reader):
    found = {}
    for basis in Basis.values:
        for by in BREAKDOWNS:
            for period in ("2021/22-Q4", "2022/23"):
                asked = query(period, LATER, by=by, basis=basis)
                found[basis, by, period] = differences(asked, reader)
    assert {key: each for key, each in found.items() if each} == {}


def test_both_counts_agree_on_every_period_and_attribution(reader):
    apart = [("associated",), ("external", "associated"), ("direct",)]
    questions = [(period, LATER, {}) for period in PERIODS]
    questions += [("2021/22", LATER, {"attribution": each}) for each in apart]
    found = {
        str((period, more)): differences(query(period, at, by=("region",), **more), reader)
        for period, at, more in questions
    }
    assert {key: each for key, each in found.items() if each} == {}


def test_both_counts_agree_on_what_was_known_at_every_moment(reader):
    found = {
        moment: differences(query("2021/22", moment, by=("region", "force")), reader)
        for moment in [*MOMENTS, MOMENTS[5] + timedelta(minutes=1)]
    }
    assert {moment: each for moment, each in found.items() if each} == {}


def test_the_world_has_something_of_every_measure(reader):
    known = {
        code
        for period in ("2021/22", "2022/23")
        for code, cells in second_count(query(period, LATER)).items()
        if cells
    }
    assert known == set(MEASURES)


def test_every_way_of_asking_moves_some_figure(reader):
    """What changes no figure would not be tested by comparing two counts of it."""
    usual = {"by": ("region",)}
    before = first_count(query("2021/22", LATER, **usual), reader)
    ways = [
        query("2021/22", MOMENTS[8], **usual),
        query("2021/22", LATER, basis="location", **usual),
        query("2021/22", LATER, basis="contribution", **usual),
        query("2021/22", LATER, attribution=("associated",), **usual),
    ]
    for asked in ways:
        moved = [
            code for code, cells in first_count(asked, reader).items() if cells != before[code]
        ]
        assert len(moved) >= 10, asked


class TestTheSecondCountItself:
    """A second count that is wrong in the same way would agree: here it is held to numbers."""

    def ask(self, measure, first, last, **more):
        found = counted(Question(measure, first, last, LATER, **more))
        return {key[:-1]: value for key, (value, _) in found.items() if not key[-1]}

    def test_somebody_twice_is_one_person_and_two_events(self):
        first = OutcomeFactory(kind="arrest", subject_key="K-01", occurred_on=date(2022, 3, 1))
        OutcomeFactory(kind="arrest", subject_key="K-01", occurred_on=date(2022, 3, 31))
        OutcomeFactory(kind="arrest", subject_key="K-01", occurred_on=date(2022, 4, 1))
        quarter = (date(2022, 1, 1), date(2022, 3, 31))
        region = first.case.lead_region.code
        assert self.ask("people_arrested", *quarter, by=("region",)) == {(region,): 1}
        assert self.ask("arrests", *quarter) == {(): 2}

    def test_the_last_hour_of_march_by_utc_is_april_in_london(self):
        for moment in (MOMENTS[6], MOMENTS[7], MOMENTS[8]):  # 22:30, 23:00 and 23:30 by UTC
            RequestFactory(submitted_at=moment)
        assert self.ask("requests_received", date(2022, 3, 1), date(2022, 3, 31)) == {(): 1}
        assert self.ask("requests_received", date(2022, 4, 1), date(2022, 4, 30)) == {(): 2}

    def test_a_threat_is_supported_once(self):
        threat = ThreatFactory()
        for _ in range(2):
            activity = ActivityFactory()
            link_threat(activity.case, threat)
        assert self.ask("threats_supported", date(2022, 3, 1), date(2022, 3, 31)) == {(): 1}
