"""What may be entered about the Gateway of a region: pure rules."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from toex.accounts.choices import MailUse

TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,28}", re.ASCII)


def check_gateway(*, mailbox, telephone, mail):
    """Return the values as they are kept. :raises ValidationError: names each that does not fit"""
    mailbox, telephone = mailbox.strip().lower(), telephone.strip()
    errors = {}
    if mailbox and not is_of_police(mailbox):
        ends = " or ".join(f".{domain}" for domain in settings.MAILBOX_DOMAINS)
        errors["mailbox"] = [f"The address of the mailbox must end in {ends}."]
    if telephone and not TELEPHONE.fullmatch(telephone):
        errors["telephone"] = ["Enter a telephone number, like 01632 960 001."]
    if mail not in MailUse.values:
        errors["mail"] = ["Select what the mailbox gets."]
    elif mail != MailUse.NONE and not mailbox:
        errors["mailbox"] = ["Enter the address of the mailbox that messages go to."]
    if errors:
        raise ValidationError(errors)
    return {"mailbox": mailbox, "telephone": telephone, "mail": mail}


def is_of_police(address):
    """Return whether this is one email address in a domain that shared mailboxes may be in."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    domain = address.rpartition("@")[2]
    return any(f".{domain}".endswith(f".{allowed}") for allowed in settings.MAILBOX_DOMAINS)
