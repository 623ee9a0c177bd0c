"""Keeping the filters of a list under a name, and letting them go."""

from django.core.exceptions import ValidationError
from django.db import transaction

from tasking.choices import SavedList
from tasking.models import SavedView
from toex.accounts.models import User
from toex.audit.services import record_event

MOST = 20
LONGEST_NAME = SavedView._meta.get_field("name").max_length
LONGEST_QUERY = SavedView._meta.get_field("query").max_length


@transaction.atomic
def save_view(*, by, at, of, name, query):
    """Keep the filters of a list under a name of one's own, and return them.

    The name is a person's own words, so the trail says only which list it was.

    :raises ValidationError: the name is empty, too long or taken, or there are 20 already
    """
    name = " ".join(name.split())
    User.objects.select_for_update().get(pk=by.pk)  # two at once would pass the limit together
    check_view(by=by, of=of, name=name, query=query)
    view = SavedView.objects.create(user=by, of=of, name=name, query=query, saved_at=at)
    record_event(actor=by, action="view.save", target=view, at=at, changes={"list": of})
    return view


def check_view(*, by, of, name, query):
    """:raises ValidationError: the view cannot be kept"""
    kept = SavedView.objects.visible_to(by).of_list(of)
    sentence = ""
    if not name:
        sentence = "Enter a name for this view."
    elif len(name) > LONGEST_NAME:
        sentence = f"The name must be {LONGEST_NAME} characters or fewer."
    elif not name.isprintable():
        sentence = "The name must be letters, numbers and signs that can be seen."
    elif kept.filter(name__iexact=name).exists():
        sentence = "You have a view with this name already. Enter another name."
    elif kept.count() >= MOST:
        sentence = f"You have {MOST} views of this list. Delete one before you save another."
    elif of not in SavedList.values or not query or len(query) > LONGEST_QUERY:
        sentence = "Choose filters on the list before you save them."
    if sentence:
        raise ValidationError({"name": [sentence]})


@transaction.atomic
def delete_view(view, *, by, at):
    """Let a saved view go. :raises DoesNotExist: it is not one of `by`"""
    view = SavedView.objects.visible_to(by).select_for_update(of=("self",)).get(pk=view.pk)
    record_event(actor=by, action="view.delete", target=view, at=at, changes={"list": view.of})
    view.delete()
