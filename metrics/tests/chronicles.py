"""Small worlds by chance: acts at moments, written as rows in the order they became known.

Days and moments are few and lie around the ends of quarters and the changes of the clock, keys and
places are fewer still: so that what a counting rule is about happens in almost every world.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from cases import models as cases
from metrics.tests.factories import CaseFactory, RequestFactory, decide, flag, link, pass_on
from tasking import models as tasking
from toex.accounts.tests.factories import UserFactory
from toex.forces.tests.factories import ForceFactory, RegionFactory

MOMENTS = [
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2021-12-20 10:00",
        "2021-12-31 23:30",
        "2022-01-01 00:30",
        "2022-02-14 12:00",
        "2022-03-26 23:30",
        "2022-03-27 23:30",
        "2022-03-31 22:30",
        "2022-03-31 23:00",
        "2022-03-31 23:30",
        "2022-04-01 09:00",
        "2022-05-31 23:30",
        "2022-06-30 22:59",
        "2022-06-30 23:10",
        "2022-08-01 12:00",
    )
]
LATER = datetime(2023, 1, 10, 12, tzinfo=UTC)
DAYS = [
    date.fromisoformat(text)
    for text in (
        *("2021-12-15", "2021-12-31", "2022-01-01", "2022-02-10", "2022-02-28", "2022-03-30"),
        *("2022-03-31", "2022-04-01", "2022-04-20", "2022-06-30", "2022-07-01", "2022-07-20"),
    )
]
# The first and the last day of each, counted off a calendar.
PERIODS = {
    "2021/22-Q3": (date(2021, 10, 1), date(2021, 12, 31)),
    "2021/22-Q4": (date(2022, 1, 1), date(2022, 3, 31)),
    "2022/23-Q1": (date(2022, 4, 1), date(2022, 6, 30)),
    "2021/22": (date(2021, 4, 1), date(2022, 3, 31)),
    "2022/23": (date(2022, 4, 1), date(2023, 3, 31)),
    "2022-03": (date(2022, 3, 1), date(2022, 3, 31)),
    "2022-02": (date(2022, 2, 1), date(2022, 2, 28)),
}
REGIONS = ["NORTH", "SOUTH", "WEST"]
FORCES = {"north-a": "NORTH", "north-b": "NORTH", "south-a": "SOUTH", "transport": None}
THREATS = {
    "ocg_identified": "ocg",
    "priority_individual_identified": "priority_individual",
    "vulnerability_identified": "vulnerability",
}
PEOPLE = ["person_safeguarded", "arrest"]
OTHERS = [
    *("potential_victim_identified", "suspect_identified", "poi_identified", "charge"),
    *("warrant_executed", "order_made", "nrm_referral", "duty_to_notify", "partner_referral"),
    *("conviction", "asset", "disruption", "intelligence_report", "voluntary_interview"),
]
TYPES = ["ASE", "LAB", "UNK"]
ANY = range(60)  # which row is meant: the one at this place, round and round
ACTS = {
    "open_case": {"force": list(FORCES), "day": DAYS[:7], "kind": TYPES},
    "hand_over": {"case": ANY, "region": REGIONS, "day": DAYS},
    "support": {"case": ANY, "region": REGIONS, "day": DAYS},
    "end_support": {"part": ANY, "day": DAYS},
    "retype_case": {"case": ANY, "kind": TYPES},
    "close": {"case": ANY, "day": DAYS},
    "reopen": {"case": ANY, "day": DAYS},
    "hold": {"case": ANY},
    "resume": {"case": ANY},
    "terms": {"case": ANY, "day": DAYS},
    "product": {"case": ANY, "day": DAYS},
    "develop": {"case": ANY, "moment": MOMENTS, "kind": ["development", "development", "note"]},
    "threat": {
        "case": ANY,
        "kind": list(THREATS.values()),
        "ours": [True, True, False],
        "harm": [True, False],
    },
    "link": {"case": ANY, "threat": ANY},
    "flag": {"threat": ANY, "ours": [True, False], "harm": [True, False]},
    "outcome": {
        "case": ANY,
        "kind": [*PEOPLE * 3, *OTHERS, *THREATS],
        "day": DAYS,
        "key": ["", "K-01", "K-01", "K-02"],
        "quantity": [1, 2, 4],
        "force": [*FORCES, None],
        "country": ["GB", "GB", "GB", "ES"],
        "attribution": ["direct", "direct", "contributed", "associated", "external"],
        "verified": [True, True, True, False],
        "threat": ANY,
        "age_group": ["child", "child", "adult", ""],
        "level": ["major", "moderate", "minor", "none", "negative"],
        "stage": ["seized", "seized", "restrained"],
        "pence": [100, 99_999, None],
        "months": [12, 30, None],
        "life": [False, False, None, True],
    },
    "verify": {"outcome": ANY},
    "void": {"outcome": ANY},
    "request": {"force": list(FORCES), "kind": TYPES},
    "retype_request": {"request": ANY, "kind": TYPES},
    "pass_on": {"request": ANY, "region": REGIONS},
    "give_back": {"request": ANY},
    "resubmit": {"request": ANY},
    "decide": {
        "request": ANY,
        "outcome": [
            *("adopt", "adopt_with_conditions", "decline", "defer", "defer", "refer"),
            "overtaken",
        ],
    },
}
OFTEN = ["outcome"] * 22 + ["open_case", "threat", "develop", "request", "decide", "verify"]


def _acts(names, moments=MOMENTS):
    """Return the strategy of acts: (moment, name, what is given)."""
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(
            st.sampled_from(moments),
            st.just(name),
            st.fixed_dictionaries(
                {field: st.sampled_from(list(values)) for field, values in ACTS[name].items()}
            ),
        )
    )


def worlds(most=16):
    """Return the strategy of worlds: at least one case, and whatever happens then."""
    return st.tuples(
        st.lists(_acts(["open_case"], MOMENTS[:4]), min_size=1, max_size=3),
        st.lists(_acts(["request", "threat"], MOMENTS[:6]), min_size=1, max_size=3),
        st.lists(_acts([*OFTEN, *ACTS]), min_size=4, max_size=most),
    ).map(lambda parts: [act for part in parts for act in part])


def large_world(seed: int, number: int) -> list:
    """Return a world of many acts from a seed, with a good deal of every sort."""
    begun = some_acts(seed, 15, ["open_case", "request", "threat"], MOMENTS[:4])
    return begun + some_acts(seed, number, [*OFTEN * 2, *ACTS])


def some_acts(seed: int, number: int, names, moments=MOMENTS) -> list:
    """Return acts picked from `names` and `moments` by a seed."""
    dice = Random(seed)

    def one(name):
        given = {field: dice.choice(list(values)) for field, values in ACTS[name].items()}
        return dice.choice(moments), name, given

    return [one(dice.choice(names)) for _ in range(number)]


class Chronicle:
    """Writes acts as rows. What an act cannot be done to, it is not done to."""

    def __init__(self):
        regions = {code: RegionFactory(code=code) for code in REGIONS}
        self.regions = regions
        self.forces = {
            code: ForceFactory(
                code=code,
                region=regions.get(region),
                kind="territorial" if region else "special",
                **({} if region else {"ons_code": ""}),
            )
            for code, region in FORCES.items()
        }
        self.user = UserFactory()
        self.cases, self.threats, self.outcomes, self.requests, self.parts = [], [], [], [], []
        self.told = 0

    def tell(self, acts):
        """Write acts by their moments; a few share one to the millisecond."""
        for moment, name, given in sorted(acts, key=lambda act: act[0]):
            self.moment = moment + timedelta(milliseconds=self.told // 3)
            self.at = self.moment + timedelta(microseconds=self.told)
            self.told += 1
            rows = {
                "case": self.cases,
                "threat": self.threats,
                "outcome": self.outcomes,
                "request": self.requests,
                "part": self.parts,
            }
            meant = {
                field: rows[field][value % len(rows[field])] if rows[field] else None
                for field, value in given.items()
                if field in rows and isinstance(value, int)
            }
            may_lack = name == "outcome" and meant.get("case")
            if None not in meant.values() or may_lack:
                getattr(self, name)(**{**given, **meant})
        return self

    def day(self, day, since):
        """Return the day, but not before `since` and not in the future."""
        return max(since, min(day, self.at.date()))

    def open_case(self, force, day, kind):
        self.cases.append(
            CaseFactory(
                requesting_force=self.forces[force],
                lead_region=self.forces[force].region or self.regions["WEST"],
                opened_on=min(day, self.at.date()),
                primary_type=kind,
                known_at=self.at,
            )
        )

    def hand_over(self, case, region, day):
        old = case.regions.get(part="lead", ended_at=None)
        day = self.day(day, case.opened_on)
        if day > old.from_on and old.region != self.regions[region]:
            self.end(old, day - timedelta(days=1))
            self.join(case, region, "lead", day)

    def support(self, case, region, day):
        if not case.regions.filter(region=self.regions[region], ended_at=None).exists():
            self.parts.append(self.join(case, region, "support", self.day(day, case.opened_on)))

    def end_support(self, part, day):
        if part.ended_at is None:
            self.end(part, self.day(day, part.from_on))

    def join(self, case, region, part, day):
        return cases.CaseRegion.objects.create(
            case=case, region=self.regions[region], part=part, from_on=day, recorded_at=self.at
        )

    def end(self, part, day):
        part.until_on, part.ended_at = day, self.at
        part.save()

    def retype_case(self, case, kind):
        cases.Classification.objects.create(case=case, primary_type=kind, at=self.at, by=self.user)

    def close(self, case, day):
        spell = case.spells.filter(closed_on=None).first()
        if spell:
            spell.closed_on, spell.closed_at = self.day(day, spell.opened_on), self.at
            spell.reason = "completed"
            spell.save()

    def reopen(self, case, day):
        last = case.spells.latest("pk")
        if last.closed_on:
            cases.Spell.objects.create(
                case=case,
                is_first=False,
                opened_on=self.day(day, last.closed_on),
                opened_at=self.at,
            )

    def hold(self, case):
        if not case.holds.filter(resumed_at=None).exists():
            cases.Hold.objects.create(case=case, held_at=self.at, reason="Synthetic.")

    def resume(self, case):
        case.holds.filter(resumed_at=None).update(resumed_at=self.at)

    def terms(self, case, day):
        day = self.day(day, case.opened_on)
        cases.Terms.objects.create(
            case=case,
            support="Synthetic.",
            due_on=day,
            agreed_on=day,
            sio_name="SIO 1",
            recorded_at=self.at,
            recorded_by=self.user,
        )

    def product(self, case, day):
        cases.Product.objects.create(
            case=case,
            kind="timeline",
            title="Exercise timeline",
            delivered_on=self.day(day, case.opened_on),
            recorded_at=self.at,
        )

    def develop(self, case, moment, kind):
        cases.Activity.objects.create(
            case=case,
            kind=kind,
            occurred_at=min(moment, self.moment),
            recorded_at=self.moment,
        )

    def threat(self, case, kind, ours, harm):
        row = cases.Threat.objects.create(
            kind=kind, reference=f"EX-{self.told}", created_at=self.at
        )
        self.threats.append(row)
        self.flag(row, ours, harm)
        self.link(case, row)

    def link(self, case, threat):
        if not cases.CaseThreat.objects.filter(case=case, threat=threat).exists():
            link(case, threat, at=self.at)

    def flag(self, threat, ours, harm):
        flag(threat, at=self.at, identified_by_toex=ours, high_harm=harm)

    def outcome(self, case, kind, day, key, verified, force, threat, pence, **given):
        """Record an event; a kind has its own fields only, and its threat is of the kind."""
        of_kind = [row for row in self.threats if row.kind == THREATS.get(kind)]
        mine = {
            "person_safeguarded": ["age_group"],
            "disruption": ["level"],
            "asset": ["stage"],
            "conviction": ["months", "life"],
        }.get(kind, [])
        self.outcomes.append(
            cases.Outcome.objects.create(
                case=case,
                kind=kind,
                occurred_on=self.day(day, case.opened_on),
                subject_key=key,
                quantity=1 if key else given["quantity"],
                force=self.forces.get(force),
                country=given["country"],
                attribution=given["attribution"],
                threat=of_kind[threat.pk % len(of_kind)] if of_kind and threat else None,
                amount_pence=pence if kind == "asset" else None,
                state="verified" if verified else "draft",
                recorded_at=self.moment,
                verified_at=self.at if verified else None,
                verified_by=self.user if verified else None,
                **{field: given[field] for field in mine},
            )
        )

    def verify(self, outcome):
        if outcome.state == "draft":
            outcome.state, outcome.verified_at = "verified", self.at
            outcome.verified_by = self.user
            outcome.save()

    def void(self, outcome):
        if outcome.state != "void":
            outcome.state, outcome.voided_at, outcome.voided_by = "void", self.at, self.user
            outcome.void_reason = "Entered twice."
            outcome.save()

    def request(self, force, kind):
        self.requests.append(
            RequestFactory(
                force=self.forces[force],
                region=self.forces[force].region or self.regions["WEST"],
                requester=self.user,
                primary_type=kind,
                submitted_at=self.at,
            )
        )

    def retype_request(self, request, kind):
        tasking.Classification.objects.create(request=request, primary_type=kind, at=self.at)

    def pass_on(self, request, region):
        request.region = self.regions[region]
        request.save()
        pass_on(request, request.region, self.at)

    def give_back(self, request):
        if not request.returns.filter(resubmitted_at=None).exists():
            request.returns.create(returned_at=self.at)

    def resubmit(self, request):
        request.returns.filter(resubmitted_at=None).update(resubmitted_at=self.at)

    def decide(self, request, outcome):
        decide(request, outcome, self.at)
