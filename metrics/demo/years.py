"""The years after the pilot: all ten regions, month by month; each month has its own seed."""

from datetime import date, timedelta
from random import Random

from metrics.demo.asking import ask_and_decide, other_ends, sent_before
from metrics.demo.plans import Story, moment, weekday
from metrics.demo.working import day_after, results, threat, work
from toex.core.periods import between

FIRST = date(2022, 12, 12)
BUSY = ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"]
TYPES = ["ASE", "ASE", "CSE", "CSE", "CSA-ON", "CCE-CL", "CCE-O", "LAB", "LAB", "OIC", "ACE"]
TYPES += ["DS", "FIN", "FM-HBA", "FRAUD-V", "OTH", "UNK"]
OTHER_BODIES = ["british-transport-police", "national-crime-agency"]


def stories(seed, forces, number, until, density):
    """Return the stories decided after the pilot year and until a day; `density` scales them."""
    told = []
    if until <= FIRST:
        return told
    for month in between(FIRST, until).months():
        for region in forces:
            rng = Random(f"{seed} {region} {month.name}")
            wanted = density * (1.15 if region in BUSY else 0.6)
            for _ in range(int(wanted) + (rng.random() < wanted % 1)):
                story = _story(rng, region, forces[region], next(number), month)
                told.append(story)
    return told


def _story(rng, region, forces, number, month):
    decided = weekday(month.first + timedelta(days=rng.randint(0, 25)))
    decided = max(decided, FIRST + timedelta(days=2))
    force = rng.choice(OTHER_BODIES) if rng.random() < 0.04 else rng.choice(forces)
    story = Story(number, region, force, rng.choice(TYPES), on_behalf=rng.random() < 0.1)
    sent_at = max(sent_before(rng, decided), moment(date(2022, 12, 5), 11))
    if rng.random() < 0.05:
        story.add(sent_at + timedelta(days=1), "withdraw")
        ask_and_decide(story, rng, sent_at, decided, returned=False)
        return _only_asked(story)
    if rng.random() < 0.22:
        ask_and_decide(story, rng, sent_at, decided, **other_ends(rng, decided))
        _after_deferral(story, decided)
        return story
    ask_and_decide(story, rng, sent_at, decided, outcome=_adopting(rng))
    life(story, rng, decided)
    return story


def _adopting(rng):
    return "adopt" if rng.random() < 0.85 else "adopt_with_conditions"


def _only_asked(story):
    """Cut a story at its withdrawal."""
    end = next(act for act in story.acts if act.name == "withdraw")
    story.acts = [act for act in story.acts if act.at <= end.at]
    return story


def _after_deferral(story, decided):
    last = story.acts[-1]
    if last.fields["outcome"] == "defer":
        again = weekday(decided + timedelta(days=28))
        story.add(moment(again, 17, 30), "decide", outcome="decline", decline_code="capacity")


def life(story, rng, opened):
    """Add the whole life of a case: its steps, its threat and what came of it."""
    last = work(story, rng, opened)
    if rng.random() < 0.7:
        _threat(story, rng, opened, last)
    if rng.random() < 0.12:
        held = day_after(opened, 2)
        story.add(moment(held, 9, 5), "hold")
        story.add(moment(held, 17, 50), "resume")
    results(story, rng, opened + timedelta(days=6), last, rng.randint(1, 3))


def _threat(story, rng, opened, last):
    kind = rng.choice(["ocg", "ocg", "priority_individual", "vulnerability", "other"])
    goes = rng.choice(["nominated", "mapped", "active"])
    by_toex = kind != "other" and rng.random() < 0.3
    flags = {"high_harm": rng.random() < 0.7, "identified_by_toex": by_toex}
    reference = threat(story, opened, kind, goes=goes, **flags)
    if by_toex:
        day = min(opened + timedelta(days=20), last)
        story.outcome(f"{story.number} threat", f"{kind}_identified", day, threat=reference)
    if goes == "active" and rng.random() < 0.5:
        story.add(moment(day_after(last, 20), 10), "archive", reference=reference)
