"""How a case goes: terms, development, products, reassessment, the end; and what came of it."""

from datetime import timedelta

from metrics.demo.plans import moment, weekday

PRODUCTS = [
    "subject_profile", "problem_profile", "intelligence_package", "network_chart", "timeline",
    "comms_analysis", "financial_profile", "open_source", "data_insight", "vawg_profile",
]  # fmt: skip
STAGES = ["terms", "development", "delivered", "reassessed", "closed"]
PEOPLE_BEGIN = 50  # with this number, beyond those of a case's other outcomes
OWNERS = ["force", "force", "force", "rocu", "regional", "partner"]


def day_after(day, *days):
    return weekday(day + timedelta(days=sum(days)))


def work(story, rng, opened_on, *, reaches="closed", lasts=None, developed=()):
    """Add the steps of a case up to the stage `reaches`; return the day of its last act.

    `lasts` is how many days it is open; `developed` are days of development besides the first.
    """
    lasts = lasts or rng.randint(60, 240)
    if rng.random() < 0.6:
        story.add(moment(opened_on, 17, 40), "lead_member")
    last = opened_on
    for step in STEPS[: STAGES.index(reaches)]:
        last = step(story, rng, opened_on, last, lasts=lasts, developed=developed)
    return last


def _develop(story, rng, opened_on, last, *, lasts, developed):
    agreed = day_after(opened_on, 3 + lasts // 20)
    story.add(moment(agreed, 10, 15), "terms", due_on=agreed + timedelta(days=lasts))
    days = list(developed) or [day_after(agreed, 1 + lasts // 15)]
    for day in days:
        story.add(moment(day, 14, 20), "develop")
    last = max([agreed, *days])
    if rng.random() < 0.5:
        story.add(moment(last, 15, 30), "task", done_after=rng.choice([None, 2, 9]))
    return last


def _deliver(story, rng, opened_on, last, *, lasts, developed):
    last = max(day_after(opened_on, lasts // 2), last)
    story.add(moment(last, 15, 40), "deliver", kind=rng.choice(PRODUCTS))
    if rng.random() < 0.35:
        last = day_after(last, 4)
        story.add(moment(last, 12, 30), "deliver", kind=rng.choice(PRODUCTS))
    return last


def _reassess(story, rng, opened_on, last, *, lasts, developed):
    last = max(day_after(opened_on, 3 * lasts // 4), day_after(last, 1))
    story.add(moment(last, 14), "reassess")
    return last


def _close(story, rng, opened_on, last, *, lasts, developed):
    last = max(day_after(opened_on, lasts), day_after(last, 1))
    story.add(moment(last, 16, 30), "close", owner=rng.choice(OWNERS), reason="completed")
    survey(story, last)
    return last


def survey(story, closed_on):
    """Add the investigating officer's answers, which two of three give a week after closing."""
    if story.number % 3 and not story.on_behalf:
        story.add(moment(day_after(closed_on, 7), 11), "survey")


STEPS = [_develop, _deliver, _reassess, _close]


def threat(story, opened_on, kind, *, reference="", goes="active", **flags):
    """Add the threat of a case: linked the day after it opened, mapped and active soon after.

    `goes` is the state it comes to; "" where another case has brought it before.
    """
    reference = reference or f"SYN-{kind[:3].upper()}-{story.number:04d}"
    linked = day_after(opened_on, 1)
    if flags.get("identified_by_toex"):
        flags["identified_on"] = opened_on
    story.add(moment(linked, 9, 45), "link", kind=kind, reference=reference, **flags)
    if goes in ("mapped", "active"):
        story.add(moment(day_after(linked, 4), 10, 30), "map_threat", reference=reference)
    if goes == "active":
        story.add(moment(day_after(linked, 12), 10, 35), "activate", reference=reference)
    return reference


def people(story, rng, first, last, how_many):
    """Add that so many people were safeguarded between two days; of some no key is known."""
    if how_many > 1 and rng.random() < 0.5:
        results(story, rng, first, last, 1, kinds=[_unkeyed_people], begin=PEOPLE_BEGIN)
    else:
        kinds = [_person("person_safeguarded")]
        results(story, rng, first, last, how_many, kinds=kinds, begin=PEOPLE_BEGIN)


def results(story, rng, first, last, how_many, *, kinds, begin=0):
    """Add `how_many` outcomes of `kinds` between two days, numbered from `begin` on."""
    span = max((last - first).days, 1)
    for number in range(begin, begin + how_many):
        day = first + timedelta(days=rng.randint(0, span))
        label = f"{story.number}-{number}"
        kind, more = rng.choice(kinds)(rng, f"SYN-{story.region}-{story.number:04d}{number:02d}")
        draws = rng.random()
        attribution = "contributed" if draws < 0.3 else "associated" if draws < 0.4 else "direct"
        end = "verified" if rng.random() < 0.92 else rng.choice(["draft", "void", "dropped"])
        story.outcome(label, kind, day, attribution=attribution, end=end, **more)
        if end == "verified" and rng.random() < 0.3:
            stamp = "confirm" if rng.random() < 0.85 else "dispute"
            story.add(moment(day_after(day, 12), 11), stamp, label=label)


def _person(kind):
    def made(rng, key):
        ages = ["adult", "adult", "adult", "child", "unknown"]
        more = {"age_group": rng.choice(ages)} if kind == "person_safeguarded" else {}
        return kind, {"subject": key, **more}

    return made


def _unkeyed_people(rng, key):
    return "person_safeguarded", {"quantity": 2, "age_group": "unknown"}


def _arrest(rng, key):
    more = {"country": rng.choice(["RO", "ES"]), "force": None} if rng.random() < 0.1 else {}
    return "arrest", {"subject": key, **more}


def _conviction(rng, key):
    if rng.random() < 0.05:
        return "conviction", {"subject": key, "life": True}
    return "conviction", {"subject": key, "months": rng.randint(8, 140)}


def _asset(rng, key):
    stage = rng.choice(["seized", "seized", "restrained", "forfeited"])
    return "asset", {"stage": stage, "amount_pence": rng.randint(4, 900) * 10_000}


def _disruption(rng, key):
    levels = ["major", "moderate", "minor", "minor", "none", "negative"]
    four_p = rng.choice(["pursue", "pursue", "prevent", "protect", "prepare"])
    return "disruption", {"level": rng.choice(levels), "four_p": four_p}


def _warrant(rng, key):
    return "warrant_executed", {"warrant_type": "search", "quantity": rng.randint(1, 3)}


def _order(rng, key):
    return "order_made", {"subject": key, "order_type": "Slavery and trafficking risk order"}


def _referral(rng, key):
    return "partner_referral", {"subject": key, "partner": "Exercise Safe House Charity"}


RESULTS_BESIDES_PEOPLE = [
    _arrest, _arrest, _person("suspect_identified"), _person("poi_identified"),
    _person("nrm_referral"), _person("potential_victim_identified"), _person("charge"),
    _conviction, _asset, _disruption, _warrant, _order, _referral,
]  # fmt: skip
