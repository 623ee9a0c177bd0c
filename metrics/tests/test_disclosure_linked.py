"""Random worlds of linked measures, released as they are in earnest, and attacked by their files.

People and events of one sort, children among people, high harm among threats, cases opened, open,
closed and supported, requests adopted and declined; by region, force, type and both; quarters,
their later editions, the year.
`DISCLOSURE_WORLDS` sets how many are tried.
"""

import os
import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from cases import models as cases
from metrics import files, releases
from metrics.disclosure import CannotProtect
from metrics.files.tidy import figures_csv
from metrics.tests.attacking import LEAST_SHOWN, Attacker, Sheet, given_away
from metrics.tests.factories import (
    ActivityFactory,
    CaseFactory,
    OutcomeFactory,
    RequestFactory,
    ThreatFactory,
    decide,
    link,
    noon,
    reopen,
    transfer,
)
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

pytestmark = pytest.mark.django_db

WORLDS = int(os.environ.get("DISCLOSURE_WORLDS", "4"))
FIRST_DAY = date(2022, 4, 1)
AT = datetime(2023, 6, 1, 9, tzinfo=UTC)
TYPES = ["ASE", "CSE", "LAB"]
PLANS = [
    ["2022/23-Q1", "2022/23-Q2", "2022/23-Q2"],
    ["2022/23-Q1", "2022/23", "2022/23-Q1"],
    ["2022/23-Q3", "2022/23-Q4", "2022/23"],
    ["2022/23-Q1", "2022/23-Q2", "2022/23-Q3", "2022/23-Q4", "2022/23"],
    ["2021/22-Q4", "2022/23-Q1", "2022/23-Q2"],
    ["2022/23-Q1", "2021/22-Q4", "2022/23-Q1"],
    ["2021/22", "2022/23-Q1", "2022/23"],
    ["2022/23", "2022/23-Q4", "2022/23-Q1", "2022/23-Q2"],
    ["2022/23-Q1", "2022/23-Q2", "2022/23-Q3", "2022/23", "2022/23-Q4"],
]


class World:
    """Cases and what comes of them, in four regions; the dice decide how much of it there is."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        regions = RegionFactory.create_batch(3)
        self.forces = [ForceFactory(region=self.dice.choice(regions)) for _ in range(5)]
        self.user, self.other = UserFactory.create_batch(2, programme_office=True)
        self.at = AT
        self.threats = [ThreatFactory(high_harm=number < 5) for number in range(9)]
        self.cases = [self._case() for _ in range(self.dice.choice([8, 20, 40]))]
        self.add(self.dice.choice([30, 90, 180]), late=False)

    def _case(self):
        opened = date(2022, 1, 1) + timedelta(days=self.dice.randrange(400))
        closed = opened + timedelta(days=self.dice.randrange(30, 300))
        case = CaseFactory(
            requesting_force=self.dice.choice(self.forces),
            primary_type=self.dice.choices(TYPES, [6, 3, 1])[0],
            opened_on=opened,
            closed=closed if self.dice.random() < 0.5 and closed < AT.date() else None,
        )
        if self.dice.random() < 0.15:
            region = self.dice.choice(self.forces).region
            transfer(case, region, opened + timedelta(days=self.dice.randrange(1, 200)))
        if case.closed_on and self.dice.random() < 0.15:
            reopen(case, case.closed_on + timedelta(days=3))
        for threat in self.dice.sample(self.threats, self.dice.choice([0, 0, 1, 2])):
            link(case, threat)
        self._ask(case)
        return case

    def _ask(self, case):
        """Most cases were asked for, others brought in; some requests open none."""
        for outcome, how_often in (("adopt", 0.9), ("decline", 0.2)):
            if self.dice.random() < how_often:
                known = noon(case.opened_on)
                request = RequestFactory(
                    force=case.requesting_force,
                    primary_type=case.primary_type,
                    submitted_at=known - timedelta(days=self.dice.randrange(1, 20)),
                )
                decide(request, outcome, known)

    def add(self, number, *, late):
        for _ in range(number):
            case = self.dice.choice(self.cases)
            day = max(case.opened_on, FIRST_DAY + timedelta(days=self.dice.randrange(365)))
            known = self.at if late else noon(day)
            if self.dice.random() < 0.2:
                ActivityFactory(case=case, occurred_at=noon(day), recorded_at=known)
                continue
            kind = self.dice.choice(["person_safeguarded"] * 2 + ["arrest"] * 2 + ["conviction"])
            key = self.dice.choice(["", f"K-{self.dice.randrange(30):02}"])
            OutcomeFactory(
                case=case,
                kind=kind,
                occurred_on=day,
                subject_key=key,
                quantity=1 if key else self.dice.choices([1, 2, 6], [8, 2, 1])[0],
                age_group=self.dice.choice(["child", "adult", ""]),
                force=self.dice.choice([case.requesting_force] * 5 + [None]),
                recorded_at=known,
                verified_by=self.other,
            )

    def go_on(self):
        """A day later a few events more are known, and a few are void."""
        self.at += timedelta(days=1)
        self.add(self.dice.choice([0, 1, 3]), late=True)
        known = cases.Outcome.objects.filter(voided_at=None)
        for outcome in self.dice.sample(list(known), self.dice.choice([0, 1])):
            cases.Outcome.objects.filter(pk=outcome.pk).update(
                state="void", voided_at=self.at, voided_by=self.user, void_reason="Twice."
            )

    def publish(self, period):
        release = releases.draft_release(
            by=self.user, at=self.at, period=period, publish_at=self.at
        )
        for step, by, more in (
            (releases.freeze_release, self.user, {"reason": "Exercise."}),
            (releases.approve_release, self.other, {}),
            (releases.publish_release, self.user, {}),
        ):
            release = step(release, version=release.version, by=by, at=self.at, **more)
        return release


@pytest.fixture(autouse=True)
def _the_file_of_numbers_alone(monkeypatch):
    """Set no pages: every number of a release is in its file of figures."""
    monkeypatch.setattr(files, "build", lambda snapshot: {"figures.csv": figures_csv(snapshot)})


def published_files(seed):
    """Return the files of a world in the order in which they came out.

    A release that cannot be made safe beside the others is refused, and never comes out.
    """
    world, sheets = World(seed), []
    for period in PLANS[seed % len(PLANS)]:
        with suppress(CannotProtect), transaction.atomic():
            sheets.append(Sheet.of(world.publish(period)))
        world.go_on()
    return sheets


@pytest.mark.parametrize("seed", range(WORLDS))
def test_no_hidden_cell_can_be_worked_out_from_published_files(seed):
    sheets = published_files(seed)

    assert Attacker(sheets).least, "nothing is hidden, so nothing is tried"
    assert (seed, given_away(sheets)) == (seed, [])


def test_the_attacker_finds_what_hiding_small_cells_alone_gives_away():
    sheets = published_files(1)
    for sheet in sheets:
        for name, value in sheet.cells.items():
            if value is None and sheet.truth[name] >= LEAST_SHOWN:
                sheet.cells[name] = sheet.truth[name]

    assert Attacker(sheets).worked_out()
