"""The sentences in which the page, the commands and the API say how the trail stands."""

from datetime import timedelta

from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import clock_time, date_and_time, long_date

OVERDUE = timedelta(minutes=10)


def statement(result) -> str:
    """Return the one sentence, or two, that say how the trail stands."""
    if result.wrong:
        return told(result.first)
    if not result.seals:
        return "Nothing has been sealed yet."
    sealed, anchored = (_time(at, result) for at in (result.sealed_at, result.anchored_at))
    return (
        f"Chain complete to event {result.complete_to:,} at {sealed}. "
        f"Last anchor {anchored} matches."
    )


def told(finding) -> str:
    """Return a finding with its event and time before it."""
    if finding.event is None:
        return finding.words
    kind = "" if finding.is_own_time else "sealed on "
    time = f", {kind}{date_and_time(finding.at)}" if finding.at else ""
    return f"Event {finding.event:,}{time}: {finding.words[0].lower()}{finding.words[1:]}"


def waiting(result) -> str:
    """Return how many events have no seal yet."""
    if not result.unsealed:
        return "None"
    many = f"{result.unsealed:,} event{'' if result.unsealed == 1 else 's'}"
    since = f" since {_time(result.unsealed_since, result)}" if result.unsealed_since else ""
    return f"{many}{since}"


def progress(check) -> str:
    return f"about {check.done:,} of {check.wanted:,} events are done"


def is_overdue(result) -> bool:
    """Return whether an event waits for its seal longer than the worker and the clock take."""
    since = result.unsealed_since
    return since is not None and result.checked_at - since > OVERDUE


def facts(result) -> list[tuple]:
    """Return what else is known, as pairs of a label and a value."""
    begin = f"Seal {result.anchored_from:,}" if result.anchored_from else "None"
    return [
        ("Events that have a seal", f"{result.events:,}"),
        ("Seals", f"{result.seals:,}"),
        ("Not sealed yet", waiting(result)),
        ("Last seal", _full(result.sealed_at)),
        ("Last anchor", _full(result.anchored_at)),
        ("Anchors begin with", begin),
        ("Checked", _full(result.checked_at)),
    ]


def _full(at):
    return date_and_time(at) if at else "None"


def _time(at, result):
    """Return the time of day, with the day where that is not the day of the check."""
    if london_date(at) == london_date(result.checked_at):
        return clock_time(at)
    return f"{clock_time(at)} on {long_date(at)}"
