"""What the first edition of a quarter did not know yet, and its second edition shows.

Arrests of three days of action, one in each pilot region, after the pilot year. Most were known
when the quarter was frozen; those of one region came late, and one line had been entered twice.
Every cell that they change is large enough to be shown before and after.
"""

from datetime import date

DAYS = {  # the place of a case in the pilot year, its day, and how many were arrested at a time
    80: (date(2022, 12, 6), (5, 4, 4, 3)),
    81: (date(2022, 12, 7), (6, 5, 4, 4)),
    82: (date(2022, 12, 8), (5, 5, 4, 3)),
}
LATE = {81: ((date(2023, 3, 20), 4), (date(2023, 5, 15), 3))}
TWICE = {82: (date(2023, 1, 9), 4)}  # void on the afternoon of the first edition's freeze


def plant(story, index):
    """Add to the pilot year's case what happened on its day of action, if it has one."""
    if index not in DAYS:
        return
    day, arrested = DAYS[index]
    for number, people in enumerate(arrested):
        story.outcome(f"action {number}", "arrest", day, quantity=people)
    for known, people in LATE.get(index, ()):
        story.outcome(f"late {known}", "arrest", day, quantity=people, known=known)
    if index in TWICE:
        known, people = TWICE[index]
        story.outcome("twice", "arrest", day, quantity=people, known=known, end="void")
