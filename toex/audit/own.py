"""What the access log says to the person whose own acts it tells: “you”, and no codes."""

import re

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from toex.audit.wording import DAY, cover_in_words, in_words, told

YOURS = {"their": "your", "them": "you", "they": "you"}
# “… a person's role”, “… returned to its force” are about others, and stay.
THEIRS = re.compile(r"\b(their|them|they)\b")
NUMBERS = re.compile(r"\d+ ")
# What an act changed, as people say it. What is not here is a code or a size, and is not told.
CHANGED = {
    "state": "Status",
    "kind": "Kind",
    "attribution": "What TOEX did",
    "occurred_on": "Happened on",
    "agreed_on": "Agreed on",
    "due_on": "Due on",
    "delivered_on": "Delivered on",
    "held_on": "Held on",
    "done_on": "Done on",
    "last_day": "Last day",
}


def own_words(action):
    """Return an action as it is said to whoever did it."""
    return THEIRS.sub(lambda found: YOURS[found[0]], in_words(action))


def own_changes(event, names=None):
    """Return the changes in an event as lines, with the labels of its row for codes.

    A value that has neither a label nor is a day is left out.
    """
    lines = []
    for name, words in CHANGED.items():
        value = event.changes.get(name)
        parts = [_label(event, name, each) for each in (value if _is_pair(value) else [value])]
        if all(parts):
            lines.append(f"{words}: {' → '.join(parts)}")
    return [*lines, *cover_in_words(event.changes, names)]


def own_record(event):
    """Return the row that an event is about, as it begins a sentence: “Outcome 12”.

    A part that is only called by numbers is named by what it is: “Member”.
    """
    if "@" in event.target:
        return event.target
    if NUMBERS.match(event.target):
        return str(apps.get_model(event.target_model)._meta.verbose_name).capitalize()
    return event.target[:1].upper() + event.target[1:].replace("_", " ")


def _is_pair(value):
    return isinstance(value, list) and len(value) == 2


def _label(event, name, code):
    if isinstance(code, str) and DAY.fullmatch(code):
        return told(code)
    try:
        field = apps.get_model(event.target_model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return str(dict(field.choices or ()).get(code, ""))
