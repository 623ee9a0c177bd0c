"""How long a request has waited, in words."""

from tasking.choices import State
from tasking.waits import waits
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import long_date, working_days_in_words

NEAR = {0: "today", 1: "tomorrow"}


def clock_of(row, *, at):
    """Return what the page of a request says of its clock."""
    wait, today = waits([row], at=at)[row.pk], london_date(at)
    return {
        "clock": clock_words(wait, state=row.state, today=today),
        "pause": pause_notice(wait, today),
    }


def clock_words(wait, *, state, today):
    """Return what a list says of the wait, the shortest form first, then what explains it."""
    if wait is None:
        return ["Not sent yet"]
    words = [", ".join([working_days_in_words(wait.days), *_now(wait, state, today)])]
    if wait.with_force or wait.is_paused:
        words.append(f"{working_days_in_words(wait.with_force)} with the force, not counted")
    return words


def _now(wait, state, today):
    if wait.ended_on:
        return [f"until {long_date(wait.ended_on)}"]
    if wait.is_paused:
        return [f"clock paused since {long_date(wait.paused_since)}"]
    if wait.due_on:
        review = "review " if state == State.DEFERRED else ""
        return [f"{review}{due_words(wait.due_on, today)}"]
    return []


def due_words(day, today):
    if day < today:
        return f"was due on {long_date(day)}"
    near = NEAR.get((day - today).days)
    return f"due {near}" if near else f"due on {long_date(day)}"


def is_due_words(day, today):
    """Return the same as the end of a sentence."""
    words = due_words(day, today)
    return words if day < today else f"is {words}"


def pause_notice(wait, today):
    """Return the sentence by which both sides see that the clock stands, or an empty text."""
    if wait is None or not wait.is_paused:
        return ""
    return (
        f"The clock is paused: the request has been with the force since "
        f"{long_date(wait.paused_since)}. A reply {is_due_words(wait.due_on, today)}."
    )
