"""Shared mailboxes: whoever of a region reads one, so it gets what everybody there may see."""

from django.apps import apps

from toex.accounts.choices import MailUse
from toex.accounts.models import Gateway, User


def mailbox_for(team, about):
    """Return the `Gateway` whose mailbox gets what the team of a region is told, or None.

    :param team: the region, or None where people are told who are no team
    """
    if team is None:
        return None
    gateway = open_mailbox(team.pk)
    if gateway and seen_by_everybody(team.pk, about._meta.label_lower, about.pk):
        return gateway
    return None


def open_mailbox(region_id):
    """Return the `Gateway` of a region, with its region, if its mailbox gets messages."""
    gateways = Gateway.objects.exclude(mail=MailUse.NONE).select_related("region")
    return gateways.filter(region=region_id).first()


def seen_by_everybody(region_id, label, number):
    """Return whether everybody in a region may see a row; nobody is not everybody."""
    rows = apps.get_model(label).objects
    people = User.objects.active().filter(region=region_id)
    sights = [rows.visible_to(person).filter(pk=number).exists() for person in people]
    return bool(sights) and all(sights)
