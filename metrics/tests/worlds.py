"""Reads the truth table: each world's rows are made with the factories, then asked about."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from cases.models import Threat
from metrics.tests import factories as make
from metrics.tests.counting import rows
from toex.core.periods import LONDON
from toex.forces.tests.factories import ForceFactory, RegionFactory

TABLE = Path(__file__).parent / "data" / "truth_table.txt"
PLACES = {"NORTH": ["north-a", "north-b"], "SOUTH": ["south-a"], "WEST": ["west-a"]}
NAMES = {"age": "age_group", "pence": "amount_pence", "x": "quantity", "key": "subject_key"}
YES = {"yes": True, "no": False}


@dataclass
class World:
    """One world of the table: its number, its sentence, its rows and what is expected."""

    number: str
    sentence: str
    told: list = field(default_factory=list)
    expected: list = field(default_factory=list)

    @property
    def rule(self):
        return int(re.match(r"\d+", self.number)[0])


def worlds():
    found = []
    for line in TABLE.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            found.append(World(*line.split(maxsplit=1)))
        elif line.strip().startswith("="):
            found[-1].expected.append(line.strip()[1:].strip())
        else:
            found[-1].told.append(line.strip())
    return found


def day(text):
    return date.fromisoformat(text if len(text) == 10 else f"2022-{text}")


def noon(text):
    return datetime.combine(day(text), time(12), tzinfo=LONDON)


def parted(words):
    """Return words in their order, and those with a value (or none, as “life”) by their names."""
    plain = [word for word in words if "=" not in word and word not in ("abroad", "life")]
    named = dict(word.split("=", 1) for word in words if "=" in word)
    return plain, named | {word: True for word in ("abroad", "life") if word in words}


class Teller:
    """Makes the rows of one world; a method for each kind of line."""

    def __init__(self, world):
        self.regions = {code: RegionFactory(code=code) for code in PLACES}
        self.forces = {
            code: ForceFactory(code=code, region=self.regions[region])
            for region, codes in PLACES.items()
            for code in codes
        }
        self.cases, self.requests, self.threats = {}, {}, {}
        for line in world.told:
            name, *words = line.split()
            plain, named = parted(words)
            getattr(self, name.replace("-", "_"))(*plain, **named)

    def launched(self, region, on):
        self.regions[region].launched_on = day(on)
        self.regions[region].save()

    def case(self, name, force, opened="01-10", closed=None, type="ASE"):
        self.cases[name] = make.CaseFactory(
            requesting_force=self.forces[force],
            opened_on=day(opened),
            closed=day(closed) if closed else None,
            primary_type=type,
        )

    def lead(self, case, region, on, known=None):
        known_at = noon(known) if known else None
        make.transfer(self.cases[case], self.regions[region], day(on), known_at=known_at)

    def support(self, case, region, on=None, until=None):
        given = {"until_on": day(until)} if until else {}
        make.support(self.cases[case], self.regions[region], day(on) if on else None, **given)

    def reopen(self, case, on, closed=None):
        make.reopen(self.cases[case], day(on), day(closed) if closed else None)

    def type(self, case, code, on):
        make.typed(self.cases[case], code, at=noon(on))

    def hold(self, case, on, until=None):
        make.hold(self.cases[case], noon(on), noon(until) if until else None)

    def terms(self, case, on):
        make.agree(self.cases[case], day(on))

    def product(self, case, on):
        make.ProductFactory(case=self.cases[case], delivered_on=day(on))

    def work(self, case, on, kind="development"):
        make.ActivityFactory(case=self.cases[case], occurred_at=noon(on), kind=kind)

    def threat(self, name, case, kind="ocg", toex="yes", harm="yes"):
        if name not in self.threats:
            self.threats[name] = make.ThreatFactory(
                kind=kind, identified_by_toex=YES[toex], high_harm=YES[harm]
            )
        make.link(self.cases[case], self.threats[name])

    def flag(self, threat, on, toex="yes", harm="yes"):
        row = Threat.objects.get(pk=self.threats[threat].pk)
        make.flag(row, at=noon(on), identified_by_toex=YES[toex], high_harm=YES[harm])

    def event(self, kind, case, on, **given):
        fields = {"case": self.cases[case], "kind": kind, "occurred_on": day(on)}
        state = given.pop("state", "verified")
        fields |= {state: True} if state != "verified" else {}
        for name in ("recorded", "verified", "voided"):
            if name in given:
                fields[f"{name}_at"] = noon(given.pop(name))
        if "force" in given:
            fields["force"] = self.forces.get(given.pop("force"))
        if "threat" in given:
            fields["threat"] = self.threats[given.pop("threat")]
        for name in ("x", "pence", "months"):
            if name in given:
                given[name] = int(given[name])
        fields |= {NAMES.get(name, name): value for name, value in given.items()}
        make.OutcomeFactory(**fields)

    def request(self, name, force, on):
        self.requests[name] = make.RequestFactory(force=self.forces[force], submitted_at=noon(on))

    def returned(self, request, on, until):
        make.give_back(self.requests[request], noon(on), noon(until))

    def pass_on(self, request, region, on):
        row = self.requests[request]
        make.pass_on(row, self.regions[region], noon(on))
        row.region = self.regions[region]
        row.save()

    def decide(self, request, outcome, on):
        make.decide(self.requests[request], outcome, noon(on))


def asked_and_counted(line):
    """Return (what is expected, what is counted) for one line of a world."""
    question, answer = (part.strip() for part in line.split("->"))
    (measure, period), named = parted(question.split())
    abroad, unkeyed = named.pop("abroad", False), named.pop("unkeyed", None)
    if "known" in named:
        named["known_at"] = noon(named.pop("known")).isoformat()
    counted = [row for row in rows(measure, period, **named) if row.abroad == abroad]
    if "by" in named:
        return answer, _cells(counted, named["by"])
    (row,) = counted
    told = row.status if row.value is None else str(row.value)
    if unkeyed is not None:
        return (answer, unkeyed), (told, str(row.unkeyed))
    return answer, told


def _cells(counted, by):
    return ", ".join(
        f"{({**row.cell, **row.span}[by]) or '-'} {row.value}" for row in counted if row.value
    )
