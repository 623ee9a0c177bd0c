"""The last 90 days: in each region with accounts something stands in every state."""

from datetime import timedelta
from random import Random

from metrics.demo.asking import LEVELS, ask, ask_and_decide, refer, sent_before
from metrics.demo.plans import Story, moment, weekday
from metrics.demo.working import STAGES, results, survey, threat, work
from metrics.demo.years import BUSY, TYPES

DAYS = 90
WAITING = ["draft", "submitted", "submitted", "in_triage", "returned", "with_toex", "with_toex"]
KINDS = ["ocg", "priority_individual", "vulnerability", "other"]
ENDED = ["withdrawn", "deferred", "decline", "refer"]


def stories(seed, forces, number, today):
    """Return stories of the last 90 days before `today`."""
    told = []
    for region, codes in forces.items():
        rng = Random(f"{seed} {region} recent")
        busy = region in BUSY
        for state in [*WAITING, *ENDED] if busy else ["submitted", "with_toex"]:
            told.append(_asked(rng, region, codes, next(number), state, today))
        for stage in (
            [*STAGES, *STAGES, "closed", "closed"] if busy else ["development", "delivered"]
        ):
            told.append(_worked(rng, region, codes, next(number), stage, today))
    return told


def _story(rng, region, codes, number):
    return Story(number, region, rng.choice(_with_accounts_first(codes)), rng.choice(TYPES))


def _with_accounts_first(codes):
    """Return the forces, with the one whose lead has an account as often as all the others."""
    known = [code for code in codes if code in ACCOUNTS]
    return codes + known * (len(codes) - 1)


ACCOUNTS = ["essex", "kent", "northamptonshire", "west-midlands"]


def _asked(rng, region, codes, number, state, today):
    story = _story(rng, region, codes, number)
    sent_on = today - timedelta(days=rng.randint(8, 30))
    sent_at = moment(sent_on, rng.randint(9, 15), rng.randint(0, 59))
    if state == "draft":
        story.add(sent_at, "draft")
        return story
    ask(story, rng, sent_at)
    if state == "withdrawn":
        story.add(sent_at + timedelta(days=1), "withdraw")
    if state in ("submitted", "withdrawn"):
        return story
    refer(story, rng, sent_on, sent_on + timedelta(days=5))
    if state in ("in_triage", "returned"):
        story.acts = [act for act in story.acts if act.name != "refer"]
    if state == "returned":
        story.add(moment(sent_on + timedelta(days=6), 10), "give_back")
    if state in ENDED:
        _end(story, sent_on + timedelta(days=7), state)
    return story


def _end(story, day, state):
    says = {
        "deferred": {"outcome": "defer", "review_on": day + timedelta(days=40)},
        "decline": {"outcome": "decline", "decline_code": "insufficient_information"},
        "refer": {"outcome": "refer", "referred_to": "The national helpline for businesses"},
    }[state]
    story.add(moment(day, 17, 30), "decide", **says)


def _worked(rng, region, codes, number, stage, today):
    """Return a case that has got as far as `stage` by yesterday."""
    story = _story(rng, region, codes, number)
    opened = weekday(today - timedelta(days=rng.randint(45, 70)))
    ask_and_decide(story, rng, sent_before(rng, opened), opened)
    work(story, rng, opened, reaches="terms")
    goes = {"terms": "nominated", "development": "mapped"}.get(stage, "active")
    flags = {"high_harm": rng.random() < 0.7, "identified_by_toex": False}
    reference = threat(story, opened, rng.choice(KINDS), goes=goes, **flags)
    if stage == "closed":
        story.add(moment(weekday(opened + timedelta(days=38)), 10), "archive", reference=reference)
    results(story, rng, opened + timedelta(days=6), opened + timedelta(days=40), 2)
    _hasten(story, rng, opened, STAGES.index(stage))
    if stage == "delivered":
        _file(story, opened)
    recorded = opened + timedelta(days=10)
    ends = ["dropped"] if stage == "development" else []
    for end in [*ends, "draft", "verified"]:
        label = f"{number} {end}"
        key = f"SYN-{region}-{number:04d}-{end.upper()}"
        story.outcome(label, "person_safeguarded", recorded, subject=key, end=end)
    if stage == "delivered":
        story.add(moment(weekday(recorded + timedelta(days=14)), 10), "confirm", label=label)
    if stage == "reassessed":
        story.add(moment(weekday(recorded + timedelta(days=14)), 10), "dispute", label=label)
    return story


def _file(story, opened):
    """Add files a week after opening; of every other case the last of them is withdrawn."""
    days = [weekday(opened + timedelta(days=days)) for days in (7, 16)]
    story.add(moment(days[0], 11, 20), "add_files")
    if story.number % 2:
        story.add(moment(days[0], 12), "withdraw_last_file")
    story.add(moment(days[1], 11, 30), "add_newer_files")


def _hasten(story, rng, opened, stage):
    """Add the steps up to a stage within six weeks of opening."""
    at = [moment(weekday(opened + timedelta(days=days)), 15, 50) for days in (4, 18, 28, 35)]
    if stage >= 1:
        story.add(at[0], "terms", due_on=opened + timedelta(days=rng.randint(30, 120)))
        story.add(at[0] + timedelta(days=1), "develop")
    if stage >= 2:
        story.add(at[1], "deliver", kind="intelligence_package")
    if stage >= 3:
        story.add(at[2], "reassess", levels=LEVELS["low"])
    if stage >= 4:
        story.add(at[3], "close", owner="force", reason="completed")
        survey(story, at[3].date())
