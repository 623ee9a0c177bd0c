"""How a request comes and goes: from the force's draft to the decision, or to where it waits."""

from datetime import timedelta

from metrics.demo.plans import FIRST_DAY, moment, weekday

LEVELS = {
    "high": {
        "physical": "major", "psychological": "severe", "financial": "moderate",
        "community_environment": "moderate", "geographic_scope": "major",
        "victim_vulnerability": "very_high", "frequency": "high", "trend": "high",
        "capacity_gap": "large", "capability_gap": "some", "information_confidence": "medium",
    },
    "not all known": {
        "physical": "major", "psychological": "severe", "financial": "unknown",
        "community_environment": "moderate", "geographic_scope": "unknown",
        "victim_vulnerability": "high", "frequency": "unknown", "trend": "medium",
        "capacity_gap": "total", "capability_gap": "large", "information_confidence": "low",
    },
    "low": {
        "physical": "minor", "psychological": "moderate", "financial": "minor",
        "community_environment": "none", "geographic_scope": "minor",
        "victim_vulnerability": "medium", "frequency": "medium", "trend": "medium",
        "capacity_gap": "total", "capability_gap": "large", "information_confidence": "high",
    },
}  # fmt: skip


def ask(story, rng, sent_at):
    """Add the force's draft, perhaps its assessment, and the request being sent."""
    days = min(rng.randint(1, 4), (sent_at.date() - FIRST_DAY).days)
    story.add(sent_at - timedelta(days=days, minutes=90), "draft")
    if rng.random() < 0.4:
        levels = LEVELS[rng.choice(sorted(LEVELS))]
        story.add(sent_at - timedelta(minutes=20), "assess_as_force", levels=levels)
    elif rng.random() < 0.15:
        story.add(sent_at - timedelta(minutes=20), "type_in_assessment")
    return story.add(sent_at, "submit")


def refer(story, rng, sent_on, by_day, *, returned=False):
    """Add the Gateway's check and the referral, between sending and `by_day`."""
    room = max((by_day - sent_on).days, 0)
    checked = sent_on + timedelta(days=min(rng.randint(1, 2), room // 3))
    story.add(moment(checked, 16, 5), "triage")
    if returned and room >= 6:
        story.add(moment(checked, 16, 40), "give_back")
        checked += timedelta(days=room // 3)
        story.add(moment(checked, 9, 30), "answer")
    if rng.random() < 0.35:
        story.add(moment(checked, 16, 45), "message")
    if rng.random() < 0.3:
        levels = LEVELS[rng.choice(sorted(LEVELS))]
        story.add(moment(checked, 16, 50), "assess_as_region", levels=levels)
    referred = min(checked + timedelta(days=room // 3), by_day)
    return story.add(moment(referred, 17), "refer")


def ask_and_decide(story, rng, sent_at, decided_on, *, outcome="adopt", **decision):
    """Add everything from the draft to the decision, which falls on `decided_on` at 5:30pm."""
    ask(story, rng, sent_at)
    returned = decision.pop("returned", rng.random() < 0.15)
    refer(story, rng, sent_at.date(), decided_on, returned=returned)
    story.add(moment(decided_on, 17, 30), "decide", outcome=outcome, **decision)
    return decided_on


def sent_before(rng, opened_on):
    """Return a moment some days before a decision, at which its request was sent."""
    days = rng.randint(7, 24)
    day = max(weekday(opened_on - timedelta(days=days)), FIRST_DAY + timedelta(days=1))
    return moment(min(day, opened_on), rng.randint(9, 15), rng.randint(0, 59))


def other_ends(rng, decided_on):
    """Return what a decision that does not adopt says."""
    outcome = rng.choice(["decline", "decline", "refer", "overtaken", "defer"])
    says = {
        "decline": {
            "decline_code": rng.choice(["capacity", "out_of_scope", "insufficient_information"])
        },
        "refer": {"referred_to": "The force's own exploitation team"},
        "overtaken": {},
        "defer": {"review_on": decided_on + timedelta(days=28)},
    }
    return {"outcome": outcome, **says[outcome]}
