"""The pilot year of three regions, planned so that the counting rules give what was published.

78 people safeguarded, 10 organised crime groups identified, 74 high-harm threats supported and
84 cases supported: none is stored anywhere, each is a query. `traps` holds what would make the
numbers come out wrong without a rule.
"""

from datetime import UTC, date, datetime, timedelta

from metrics.demo import late, traps
from metrics.demo.asking import ask_and_decide, other_ends, sent_before
from metrics.demo.plans import Story, moment, weekday
from metrics.demo.working import RESULTS_BESIDES_PEOPLE, results, threat, work

REGIONS = ["ERSOU", "EMSOU", "ROCUWM"]
FIRST, LAST = date(2021, 12, 1), date(2022, 11, 30)
TYPES = ["ASE", "CSE", "ASE", "CCE-CL", "ASE", "LAB", "ASE", "CSA-ON", "OIC", "FRAUD-V"]

CASES = 84
PEOPLE = 58  # cases with one person safeguarded each; `traps` brings the other 20
OPENED_BEFORE = {
    5: date(2021, 9, 27), 20: date(2021, 10, 11), 41: date(2021, 11, 4),
    74: date(2021, 9, 14), 77: date(2021, 10, 19), 78: date(2021, 11, 15),
}  # fmt: skip
SENT = {
    33: datetime(2022, 3, 31, 23, 30, tzinfo=UTC),  # 1 April in London
    72: datetime(2022, 8, 30, 10, 5, tzinfo=UTC),  # before 73, which links the same threat
    73: datetime(2022, 9, 8, 10, 5, tzinfo=UTC),
}
DEVELOPED = {
    74: [date(2021, 10, 20), date(2022, 1, 18)],
    75: [date(2023, 1, 12)],  # opened in the pilot year, developed after it
    77: [date(2021, 11, 10)],  # open in the pilot year, developed before it
}
IDENTIFIED = [2, 9, 16, 23, 31, 38, 45, 52, 60, 72, 73]  # 72 and 73 are one and the same
SHARED = {72: "SYN-OCG-TWO-CASES", 73: "SYN-OCG-TWO-CASES", 5: "SYN-OCG-EARLIER"}
BY_TOEX = [*IDENTIFIED, 5, 67]
OCGS = [*BY_TOEX, 66]
NO_HIGH_HARM = [76, 78]
NO_THREAT = range(79, 84)
LASTING = {33: 150, 74: 180, 77: 90, 78: 150, 75: 200}


def stories(rng, forces, number):
    """Return the pilot year's stories; `forces` are codes by region, `number` counts stories."""
    told = [_case(rng, forces, index, next(number)) for index in range(CASES)]
    told.append(_closed_before(rng, forces, next(number)))
    return told + [_not_adopted(rng, forces, index, next(number)) for index in range(30)]


def opened_on(index):
    return OPENED_BEFORE.get(index) or weekday(FIRST + timedelta(days=1 + 4 * index))


def _case(rng, forces, index, number):
    region = REGIONS[index % 3]
    force = forces[region][index // 3 % len(forces[region])]
    story = Story(number, region, force, TYPES[index // 3 % len(TYPES)])
    opened = opened_on(index)
    sent_at = SENT.get(index) or sent_before(rng, opened)
    if index == 40:
        earlier = opened - timedelta(days=6)
        ask_and_decide(
            story, rng, sent_before(rng, earlier), earlier, outcome="defer", review_on=opened
        )
        story.add(moment(opened, 17, 30), "decide", outcome="adopt")
    else:
        ask_and_decide(story, rng, sent_at, opened)
    days = DEVELOPED.get(index) or [max(weekday(opened + timedelta(days=9)), date(2021, 12, 6))]
    work(story, rng, opened, lasts=LASTING.get(index), developed=days)
    _threat(story, index, opened)
    if index < PEOPLE:
        _person(story, index, opened)
    traps.plant(story, index)
    late.plant(story, index)
    until = opened + timedelta(days=120)
    results(story, rng, opened, until, rng.randint(0, 3), kinds=RESULTS_BESIDES_PEOPLE)
    return story


def _threat(story, index, opened):
    if index in NO_THREAT:
        return
    kind = "ocg" if index in OCGS else ["priority_individual", "vulnerability", "ocg"][index % 3]
    flags = {"high_harm": index not in NO_HIGH_HARM, "identified_by_toex": index in BY_TOEX}
    again = {"goes": ""} if index == 73 else flags
    reference = threat(story, opened, kind, reference=SHARED.get(index, ""), **again)
    if index in IDENTIFIED:
        _identified(story, index, opened, reference)


def _identified(story, index, opened, reference):
    day = min(max(opened + timedelta(days=25), FIRST), LAST)
    end = "void" if index == 16 else "verified"
    label = story.outcome(f"ocg {index}", "ocg_identified", day, threat=reference, end=end)
    if end == "void":
        known = weekday(day + timedelta(days=16))
        again = {"threat": reference, "replaces": label, "known": known}
        story.outcome("ocg again", "ocg_identified", day, **again)


def _person(story, index, opened):
    day = min(max(opened + timedelta(days=20), date(2021, 12, 8)), LAST - timedelta(days=1))
    story.outcome(
        f"person {index}",
        "person_safeguarded",
        day,
        subject=f"SYN-PILOT-{index:03d}",
        age_group="child" if index % 5 == 0 else "adult",
        attribution="contributed" if index % 4 == 0 else "direct",
    )


def _closed_before(rng, forces, number):
    """Return a case that was open and closed before the pilot year."""
    story = Story(number, "EMSOU", forces["EMSOU"][0], "LAB")
    opened = date(2021, 9, 20)
    ask_and_decide(story, rng, moment(date(2021, 9, 6), 11), opened)
    work(story, rng, opened, lasts=60)
    return story


def _not_adopted(rng, forces, index, number):
    region = REGIONS[index % 3]
    force = forces[region][(index // 3 + 2) % len(forces[region])]
    story = Story(number, region, force, TYPES[index // 3 % len(TYPES)])
    decided = weekday(date(2021, 10, 4) + timedelta(days=14 * index))
    says = other_ends(rng, decided)
    ask_and_decide(story, rng, sent_before(rng, decided), decided, **says)
    if says["outcome"] == "defer":
        again = weekday(says["review_on"])
        story.add(moment(again, 17, 30), "decide", outcome="decline", decline_code="other")
    return story
