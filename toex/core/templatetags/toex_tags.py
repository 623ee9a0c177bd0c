"""The few tags that all templates share."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils import timezone
from django.utils.html import format_html

from toex.core.countries import name_of
from toex.core.periods import LONDON, london_date
from toex.core.working_days import working_days_between

register = template.Library()
register.filter("country_name", name_of)

# What a state's colour says; the word beside it says the same, so nothing hangs on colour.
TONES = {
    "waiting": {"submitted", "in_triage", "with_toex", "terms", "nominated", "planned", "open"},
    "working": {"development", "reassessed", "mapped", "held", "frozen", "deferred"},
    "done": {
        *("decided", "delivered", "closed", "verified", "active", "signed", "confirmed"),
        *("approved", "published", "done", "sent"),
    },
    "attention": {"returned", "disputed"},
}


@register.filter
def typed(text):
    """Return text as it was typed or pasted: tabs, spaces, line breaks, and its own direction."""
    return format_html('<span class="toex-typed" dir="auto">{}</span>', linebreaksbr(text))


@register.filter
def lookup(mapping, key):
    """Return `mapping[key]`, or None: for keys that a dotted name cannot spell."""
    return mapping.get(key) if mapping else None


@register.filter
def file_size(number):
    """513.2KB, as the limits of files are written: without a space, which only a word needs."""
    text = filesizeformat(number)
    return text if "byte" in text else text.replace("\xa0", "")


@register.filter
def is_optional(field):
    """Whether a question says that it may stay empty.

    One that begins with an answer cannot, and one that another answer calls for says when itself.
    """
    form = field.form
    if not getattr(form, "mark_optional", False) or field.field.required:
        return False
    # A text answer that was saved empty is no answer: none of the radios is chosen.
    begins_answered = field.widget_type == "radioselect" and field.initial not in (None, "")
    return not begins_answered and field.name not in form.needed_when


@register.filter
def typename(value):
    """Return the name of a value's type, so that a template may write dates out."""
    return type(value).__name__


@register.filter
def long_date(value):
    """16 June 2026, in London."""
    day = _day(value)
    return f"{day.day} {day:%B %Y}" if day else ""


@register.filter
def clock_time(value):
    """2:30pm, in London; midday and midnight by name."""
    if not isinstance(value, datetime):
        return ""
    local = value.astimezone(LONDON)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


@register.filter
def date_and_time(value):
    """16 June 2026 at 2:30pm."""
    return f"{long_date(value)} at {clock_time(value)}" if value else ""


@register.simple_tag
def time_now():
    """16 June 2026 at 2:30pm, for the foot of a printed page."""
    return date_and_time(timezone.now())


@register.filter
def days_ago(value):
    """“today”, “yesterday” or “6 days ago”: shown beside a date, never instead of it."""
    day = _day(value)
    if not day:
        return ""
    days = (london_date(timezone.now()) - day).days
    words = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return words.get(days) or (f"{days:,} days ago" if days > 0 else f"in {-days:,} days")


@register.filter
def working_days(value):
    """Return how many working days have passed since, in words: “6 working days”."""
    day = _day(value)
    if not day:
        return ""
    return working_days_in_words(working_days_between(day, london_date(timezone.now())))


def working_days_in_words(days):
    return f"{days:,} working day{'' if days == 1 else 's'}"


@register.simple_tag
def state_tag(row, now=None):
    """Show a row's state as a tag: an adjective in a calm colour.

    `now` is given where the clock decides the state: the row says which it is then (`state_at`).
    """
    if now is not None:
        state = row.state_at(now)
        return tag(state.label, tone_of(state))
    return tag(row.get_state_display(), tone_of(row.state))


@register.simple_tag
def tag(words, tone="plain"):
    """Show any adjective as a tag: `{% tag "Restricted" "attention" %}`."""
    return format_html('<strong class="govuk-tag toex-tag toex-tag--{}">{}</strong>', tone, words)


def tone_of(state):
    return next((tone for tone, states in TONES.items() if state in states), "plain")


@register.simple_tag(takes_context=True)
def querystring_with(context, **changes):
    """Return this page's query string with some values changed; None takes a value away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def selected_filters(context, form):
    """Return the filters in use, each with its words and the address without it.

    An order narrows nothing, and what the form left out is not in use.
    """
    return chosen_filters(context["request"].GET, form)


# What stands in the address of a list beside its filters, and narrows nothing.
NO_FILTERS = ("sort", "tab", "leave_out", "spacing")


def chosen_filters(query, form):
    shown = [each for each in form.visible_fields() if each.name not in NO_FILTERS]
    fields = [each for each in shown if not each.errors]
    return [each for field in fields for each in _chosen(query, field)]


def _chosen(query, field):
    """Yield a chip for each value of a field; the boxes of a date are one value together."""
    parts = getattr(field.field.widget, "widgets_names", None)
    if parts is None:
        for value in query.getlist(field.html_name):
            if value:
                yield _chip(query, field, _words_of(field, value), {field.html_name: value})
        return
    names = [field.html_name, *(f"{field.html_name}{part}" for part in parts)]
    if any(query.get(name) for name in names):
        words = long_date(field.form.cleaned_data.get(field.name))
        yield _chip(query, field, words, dict.fromkeys(names))


def _chip(query, field, words, taken):
    """Return a chip; `taken` are the values it takes away, None for all of a name."""
    rest = query.copy()
    for name, value in taken.items():
        kept = [each for each in rest.getlist(name) if value is not None and each != value]
        rest.pop(name, None)
        if kept:
            rest.setlist(name, kept)
    rest.pop("page", None)
    return {"label": field.label, "words": words, "without": f"?{rest.urlencode()}"}


def _words_of(field, value):
    choices = _flat(getattr(field.field, "choices", ()))
    return next((label for code, label in choices if str(code) == value), value)


def _flat(choices):
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


@register.simple_tag
def elided_pages(page):
    """Return the page numbers to link to, with “…” where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def _day(value):
    if isinstance(value, datetime):
        return london_date(value)
    return value if isinstance(value, date) else None
