"""What makes the pilot year's numbers come out wrong where a counting rule is missing."""

from datetime import date

from metrics.demo.plans import moment


def plant(story, index):
    """Add to the pilot year's case what its place in the list asks for; most have nothing."""
    if index in TRAPS:
        TRAPS[index](story, index)


def _safeguarded(story, label, day, **more):
    return story.outcome(label, "person_safeguarded", day, **{"age_group": "adult"} | more)


def _in_two_cases(story, index):
    _safeguarded(story, "twice", date(2022, 8, index - 50), subject="SYN-TWICE-01")


def _void_and_replaced(story, index):
    first = _safeguarded(story, "wrong day", date(2022, 9, 7), subject="SYN-AGAIN-01", end="void")
    again = {"subject": "SYN-AGAIN-01", "replaces": first, "known": date(2022, 10, 3)}
    _safeguarded(story, "right day", date(2022, 9, 6), **again)


def _late_arrival(story, index):
    late = {"subject": "SYN-LATE-01", "known": date(2023, 1, 20)}
    _safeguarded(story, "late", date(2022, 11, 15), **late)


def _on_31_march(story, index):
    _safeguarded(story, "31 March", date(2022, 3, 31), subject="SYN-MARCH-31")


def _at_home_and_abroad(story, index):
    abroad = {"subject": "SYN-ABROAD-01", "country": "RO", "force": None}
    _safeguarded(story, "abroad first", date(2022, 3, 1), **abroad)
    _safeguarded(story, "then at home", date(2022, 4, 12), subject="SYN-ABROAD-01")


def _arrest_abroad(story, index):
    abroad = {"subject": "SYN-ABROAD-02", "country": "RO", "force": None}
    story.outcome("arrest abroad", "arrest", date(2022, 5, 11), **abroad)


def _over_the_first_day(story, index):
    _safeguarded(story, "the day before", date(2021, 11, 30), subject="SYN-EDGE-01")
    _safeguarded(story, "the first day", date(2021, 12, 1), subject="SYN-EDGE-01")


def _on_the_last_day(story, index):
    _safeguarded(story, "the last day", date(2022, 11, 30), subject="SYN-EDGE-02")
    _safeguarded(story, "the day after", date(2022, 12, 1), subject="SYN-EDGE-03")


def _transferred_lead(story, index):
    _safeguarded(story, "before", date(2022, 2, 3), subject="SYN-MOVED-01")
    story.add(moment(date(2022, 2, 21), 9), "transfer", region="ROCUWM")
    _safeguarded(story, "after", date(2022, 3, 9), subject="SYN-MOVED-02")


def _no_keys(story, index):
    people = {63: 5, 64: 4, 65: 2}[index]
    _safeguarded(story, "no keys", date(2022, 9, 14), quantity=people, age_group="unknown")


def _supported_only(story, index):
    threat = f"SYN-OCG-{story.number:04d}"
    story.outcome("supported", "ocg_identified", date(2022, 9, 20), threat=threat)
    _safeguarded(story, "void", date(2022, 9, 21), subject="SYN-VOID-01", end="void")


def _not_verified(story, index):
    threat = f"SYN-OCG-{story.number:04d}"
    story.outcome("draft", "ocg_identified", date(2022, 9, 22), threat=threat, end="draft")
    _safeguarded(story, "not verified", date(2022, 9, 23), subject="SYN-DRAFT-01", end="draft")


def _identified_before(story, index):
    story.outcome("first", "ocg_identified", date(2021, 11, 22), threat="SYN-OCG-EARLIER")


def _identified_again(story, index):
    story.add(moment(date(2022, 9, 12), 9), "link", kind="ocg", reference="SYN-OCG-EARLIER")
    story.outcome("second", "ocg_identified", date(2022, 9, 26), threat="SYN-OCG-EARLIER")


def _not_ours(story, index):
    attribution = {69: "associated", 71: "external"}[index]
    more = {"subject": f"SYN-OTHERS-{index}", "attribution": attribution}
    _safeguarded(story, "not ours", date(2022, 9, 28), **more)


def _abroad(story, index):
    who = {72: {"quantity": 3}, 73: {"subject": "SYN-ABROAD-03"}}[index]
    _safeguarded(story, "abroad", date(2022, 10, 12), country="ES", force=None, **who)


def _supporting_region(story, index):
    story.add(moment(date(2022, 2, 7), 9), "support", region="ROCUWM")


def _reopened(story, index):
    story.add(moment(date(2023, 3, 6), 9), "reopen")
    story.add(moment(date(2023, 3, 20), 9), "deliver", kind="timeline")
    story.add(moment(date(2023, 4, 3), 9), "reassess")
    story.add(moment(date(2023, 4, 24), 9), "close", owner="force", reason="completed")


def _held(story, index):
    story.add(moment(date(2022, 5, 3), 9), "hold")
    story.add(moment(date(2022, 5, 24), 9), "resume")


def _reclassified(story, index):
    story.add(moment(date(2022, 6, 20), 9), "reclassify", primary_type="OIC")


def _restricted(story, index):
    story.add(moment(date(2022, 7, 4), 9), "restrict")


def _added_force(story, index):
    story.add(moment(date(2022, 7, 11), 9), "add_force", force="kent")


TRAPS = {
    5: _identified_before, 7: _transferred_lead, 10: _supporting_region, 12: _on_31_march,
    13: _at_home_and_abroad, 14: _arrest_abroad, 20: _over_the_first_day, 30: _reopened,
    33: _held, 44: _reclassified, 48: _restricted, 50: _added_force, 58: _in_two_cases,
    59: _in_two_cases, 60: _void_and_replaced, 61: _late_arrival, 63: _no_keys, 64: _no_keys,
    65: _no_keys, 66: _supported_only, 67: _not_verified, 68: _identified_again,
    69: _not_ours, 70: _on_the_last_day, 71: _not_ours, 72: _abroad, 73: _abroad,
}  # fmt: skip
