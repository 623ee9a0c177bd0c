"""How a line of the trail is worded on a page."""

from django import template

from toex.audit.integrity import words
from toex.audit.own import own_changes, own_record, own_words
from toex.audit.wording import changes_in_words, in_words, note_in_words, told

register = template.Library()


@register.filter
def audit_words(event):
    return in_words(event.action)


@register.filter
def audit_changes(event):
    return changes_in_words(event.changes, getattr(event, "people", None))


@register.filter
def audit_own_words(event):
    return own_words(event.action)


@register.filter
def audit_own_changes(event):
    return own_changes(event, getattr(event, "people", None))


@register.filter
def audit_own_record(event):
    return own_record(event)


@register.filter
def audit_shown(event):
    return ", ".join(told(each) for each in event.shown)


@register.filter
def audit_statement(result):
    return words.statement(result)


@register.filter
def audit_finding(finding):
    return words.told(finding)


@register.filter
def audit_progress(check):
    return words.progress(check)


@register.filter
def audit_note(event):
    return note_in_words(event)
