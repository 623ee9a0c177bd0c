"""The last weeks: in each region with accounts something stands in every state.

No more comes than in other weeks, so each of these is alone in its state or nearly; what is over
(closed, declined, withdrawn) is found in the years before.
"""

from datetime import timedelta
from random import Random

from metrics.demo.arrivals import BUSY_REGIONS
from metrics.demo.asking import LEVELS, ask, ask_and_decide
from metrics.demo.plans import Story, moment, weekday
from metrics.demo.working import STAGES, threat, work
from metrics.demo.years import KINDS, TYPES

DAYS = 94  # within them everything is sent that is told here

# What happened to each request that waits, and how many days ago.
WAITING = {
    "draft": {"draft": 4},
    "submitted": {"submit": 3},
    "returned": {"submit": 13, "triage": 12, "give_back": 8},
    "in_triage": {"submit": 22, "triage": 21, "give_back": 20, "answer": 5},
    "with_toex": {"submit": 32, "triage": 30, "message": 28, "refer": 9},
    "with_toex for long": {"submit": 52, "triage": 50, "message": 47, "refer": 40},
    "deferred": {"submit": 61, "triage": 59, "refer": 56, "decide": 50},
}
REVIEWED_AFTER = 56  # days from the deferral, so that it comes up next week
# How many days ago each case was asked for and opened, and its unverified outcome recorded.
WORKED = {
    "terms": (42, 17, None),
    "development": (71, 55, 3),
    "delivered": (81, 66, 12),
    "reassessed": (91, 77, 33),
}
ELSEWHERE = ["with_toex", "development"]  # by turns in regions without accounts
ACCOUNTS = ["essex", "kent", "northamptonshire", "west-midlands"]


def stories(seed, forces, number, today):
    """Return stories of the last weeks before `today`."""
    told = []
    for place, (region, codes) in enumerate(forces.items()):
        rng = Random(f"{seed} {region} recent")
        all_of_it = region in BUSY_REGIONS
        for each in [*WAITING, *WORKED] if all_of_it else [ELSEWHERE[place % len(ELSEWHERE)]]:
            tell = _worked if each in WORKED else _asked
            told.append(tell(rng, region, codes, next(number), each, today))
    return told


def _story(rng, region, codes, number):
    return Story(number, region, rng.choice(_with_accounts_first(codes)), rng.choice(TYPES))


def _with_accounts_first(codes):
    """Return the forces, with the one whose lead has an account as often as all the others."""
    known = [code for code in codes if code in ACCOUNTS]
    return codes + known * (len(codes) - 1)


def _asked(rng, region, codes, number, state, today):
    story = _story(rng, region, codes, number)
    earlier = rng.randint(0, 1)
    for hour, (name, days) in enumerate(WAITING[state].items(), start=10):
        day = today - timedelta(days=days + earlier)
        at = moment(weekday(day), hour, rng.randint(0, 59))
        if name == "submit":
            ask(story, rng, at)
        elif name == "decide":
            review_on = day + timedelta(days=REVIEWED_AFTER)
            story.add(at, "decide", outcome="defer", review_on=review_on)
        else:
            story.add(at, name)
    return story


def _worked(rng, region, codes, number, stage, today):
    """Return a case that has got as far as `stage` by yesterday."""
    story = _story(rng, region, codes, number)
    sent, adopted, _ = WORKED[stage]
    earlier = rng.randint(-3, 3)
    sent_on, opened = (weekday(today - timedelta(days=days + earlier)) for days in (sent, adopted))
    ask_and_decide(story, rng, moment(sent_on, rng.randint(9, 15), rng.randint(0, 59)), opened)
    work(story, rng, opened, reaches="terms")
    goes = {"terms": "nominated", "development": "mapped"}.get(stage, "active")
    flags = {"high_harm": rng.random() < 0.85, "identified_by_toex": False}
    threat(story, opened, rng.choice(KINDS), goes=goes, **flags)
    _hasten(story, rng, opened, STAGES.index(stage))
    if stage != "terms":
        _came_of_it(story, opened, stage, today)
    if stage == "delivered":
        _file(story, opened)
    return story


def _came_of_it(story, opened, stage, today):
    """Add what came of a case: verified or dropped early on, and not verified yet of late."""
    early = opened + timedelta(days=10)
    ends = {"draft": today - timedelta(days=WORKED[stage][-1] + 3)}
    ends["dropped" if stage == "development" else "verified"] = early
    for end, day in ends.items():
        key = f"SYN-{story.region}-{story.number:04d}-{end.upper()}"
        story.outcome(f"{story.number} {end}", "person_safeguarded", day, subject=key, end=end)
    said = {"delivered": "confirm", "reassessed": "dispute"}.get(stage)
    if said:
        at = moment(weekday(early + timedelta(days=14)), 10)
        story.add(at, said, label=f"{story.number} verified")


def _file(story, opened):
    """Add files a week after opening; of every other case the last of them is withdrawn."""
    days = [weekday(opened + timedelta(days=days)) for days in (7, 16)]
    story.add(moment(days[0], 11, 20), "add_files")
    if story.number % 2:
        story.add(moment(days[0], 12), "withdraw_last_file")
    story.add(moment(days[1], 11, 30), "add_newer_files")


def _hasten(story, rng, opened, stage):
    """Add the steps up to a stage within seven weeks of opening."""
    at = [moment(weekday(opened + timedelta(days=days)), 15, 50) for days in (5, 25, 48)]
    if stage >= 1:
        story.add(at[0], "terms", due_on=opened + timedelta(days=rng.randint(30, 120)))
        story.add(at[0] + timedelta(days=1), "develop")
    if stage >= 2:
        story.add(at[1], "deliver", kind="intelligence_package")
    if stage >= 3:
        story.add(at[2], "reassess", levels=LEVELS["low"])
