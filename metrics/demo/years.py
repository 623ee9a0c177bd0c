"""The years after the pilot: all ten regions, request by request, each with a seed of its own."""

from datetime import date, timedelta

from metrics.demo.arrivals import arrivals
from metrics.demo.asking import ask_and_decide, other_ends
from metrics.demo.plans import Story, moment, weekday
from metrics.demo.working import RESULTS_BESIDES_PEOPLE, day_after, people, results, threat, work

PILOT_IS_OVER = date(2022, 12, 1)
TYPES = ["ASE", "ASE", "CSE", "CSE", "CSA-ON", "CCE-CL", "CCE-O", "LAB", "LAB", "OIC", "ACE"]
TYPES += ["DS", "FIN", "FM-HBA", "FRAUD-V", "OTH", "UNK"]
OTHER_BODIES = ["british-transport-police", "national-crime-agency"]

# What becomes of requests, of the threats of cases, and how many people a case safeguards.
FATES = [
    ["adopt", "adopt", "adopt", "other", "withdraw"],
    ["adopt", "adopt", "adopt_with_conditions", "other", "other"],
]
THREATS = [["nominated", "mapped", "active", "archived"], ["mapped", "active", "active", "none"]]
PEOPLE = [[1, 1, 2, 0]]
SAFEGUARDED_WITHIN = 45  # days
KINDS = ["ocg", "ocg", "priority_individual", "vulnerability", "other"]


def stories(seed, forces, number, until, density):
    """Return the stories sent after the pilot year and before a day; `density` scales them."""
    return [
        _story(arrival, forces[region], next(number))
        for region in forces
        for arrival in arrivals(seed, region, until, density)
    ]


def _story(arrival, forces, number):
    rng = arrival.random()
    force = rng.choice(OTHER_BODIES) if rng.random() < 0.04 else rng.choice(forces)
    story = Story(number, arrival.region, force, rng.choice(TYPES), on_behalf=rng.random() < 0.1)
    sent_on = weekday(arrival.sent_on)
    sent_at = moment(sent_on, rng.randint(9, 15), rng.randint(0, 59))
    decided = max(weekday(sent_on + timedelta(days=rng.randint(7, 20))), PILOT_IS_OVER)
    fate = arrival.dealt("fates", *FATES)
    if fate == "withdraw":
        story.add(sent_at + timedelta(days=1), "withdraw")
        ask_and_decide(story, rng, sent_at, decided, returned=False)
        return _only_asked(story)
    if fate == "other":
        ask_and_decide(story, rng, sent_at, decided, **other_ends(rng, decided))
        _after_deferral(story, decided)
        return story
    ask_and_decide(story, rng, sent_at, decided, outcome=fate)
    _life(story, rng, decided, arrival)
    return story


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


def _life(story, rng, opened, arrival):
    """Add the whole life of a case: its steps, its threat and what came of it."""
    last = work(story, rng, opened)
    _threat(story, rng, opened, last, arrival.dealt("threats", *THREATS))
    if rng.random() < 0.12:
        held = day_after(opened, 2)
        story.add(moment(held, 9, 5), "hold")
        story.add(moment(held, 17, 50), "resume")
    first = opened + timedelta(days=6)
    soon = min(first + timedelta(days=SAFEGUARDED_WITHIN), last)
    people(story, rng, first, soon, arrival.dealt("people", *PEOPLE))
    results(story, rng, first, last, rng.randint(1, 2), kinds=RESULTS_BESIDES_PEOPLE)


def _threat(story, rng, opened, last, comes_to):
    """Add the threat of a case, which comes to a state; "none" where it has no threat."""
    if comes_to == "none":
        return
    kind = rng.choice(KINDS)
    by_toex = kind != "other" and rng.random() < 0.3
    flags = {"high_harm": rng.random() < 0.85, "identified_by_toex": by_toex}
    goes = "active" if comes_to == "archived" else comes_to
    reference = threat(story, opened, kind, goes=goes, **flags)
    if by_toex:
        day = min(opened + timedelta(days=20), last)
        story.outcome(f"{story.number} threat", f"{kind}_identified", day, threat=reference)
    if comes_to == "archived":
        story.add(moment(day_after(last, 20), 10), "archive", reference=reference)
