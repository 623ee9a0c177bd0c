"""What the managers are called for whom somebody acted under cover; the trail has their email."""

from django.contrib.auth import get_user_model

from toex.audit.wording import COVER


def names_of_covered(events):
    """Return {email: name} of the managers for whom `events` were acts under cover."""
    emails = {event.changes[COVER] for event in events if COVER in event.changes}
    if not emails:
        return {}
    people = get_user_model().objects.filter(email__in=emails)
    return dict(people.values_list("email", "name"))


def with_people(events):
    """Return `events` as a list; each has in `people` the name and email of whom it was for."""
    events = list(events)
    names = names_of_covered(events)
    for event in events:
        event.people = {email: f"{name} ({email})" for email, name in names.items()}
    return events
