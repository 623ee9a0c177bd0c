"""Everything that can be done to an account, each with its line in the trail."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from knox.models import AuthToken

from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.accounts.gateways import check_gateway
from toex.accounts.models import Gateway, User
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.workflow.moves import change, check_version, lock
from toex.workflow.refusals import NotYourStep, StepNotAllowed


@transaction.atomic
def invite_user(*, by, at, email, name, role, force=None, region=None, last_day=None):
    """Open an account that nobody can sign in to until its link has set a password."""
    _check_administrator(by)
    _check_last_day(last_day, at=at)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": ["Somebody with this email address has an account."]})
    place = _place(role, force, region)
    user = User(email=email, name=name, role=role, last_day=last_day, **place)
    user.set_unusable_password()
    user.save()
    told = _told(role=role, **place)
    if last_day:
        told["last_day"] = last_day.isoformat()
    record_event(actor=by, action="user.invite", target=user, at=at, changes=told)
    return user


@transaction.atomic
def open_first_account(*, at, email, name):
    """Open the account of the first administrator, who invites everybody else.

    :raises ValidationError: there is an administrator already, or the address has an account
    """
    if User.objects.active().filter(role=Role.ADMINISTRATOR).exists():
        raise ValidationError("There is an administrator already, who can invite others.")
    user = User(email=email.strip().lower(), name=name, role=Role.ADMINISTRATOR)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    record_event(actor=None, action="user.invite", target=user, at=at, changes={"role": user.role})
    return user


@transaction.atomic
def change_role(user, *, version, by, at, role, force=None, region=None):
    """Give somebody another role, with the place that goes with it; holds from the next click.

    Where it is theirs already, nothing is changed: the row comes back with the version it had.

    :raises NotYourStep: `by` is no administrator, or this is their own account
    """
    _check_administrator(by, on=user)
    user = lock(user, by=by)
    check_version(user, version)
    place = _place(role, force, region)
    told = {"from": _told(role=user.role, force=user.force, region=user.region)}
    told["to"] = _told(role=role, **place)
    if told["from"] == told["to"]:
        return user
    return change(
        user,
        by=by,
        at=at,
        version=version,
        action="user.change_role",
        changes=told,
        role=role,
        **place,
    )


@transaction.atomic
def set_last_day(user, *, version, by, at, last_day):
    """Say until when somebody may come in, that day included; None for an account without end.

    Password and keys are kept, and work again should the day be put off.

    :raises NotYourStep: `by` is no administrator, or this is their own account
    :raises ValidationError: the day is past
    """
    _check_administrator(by, on=user)
    user = lock(user, by=by)
    check_version(user, version)
    _check_last_day(last_day, at=at)
    if last_day == user.last_day:
        return user
    days = [day and day.isoformat() for day in (user.last_day, last_day)]
    return change(
        user,
        by=by,
        at=at,
        version=version,
        action="user.set_last_day",
        changes={"last_day": days},
        last_day=last_day,
    )


@transaction.atomic
def deactivate_user(user, *, version, by, at):
    """Close an account: its keys are deleted, and its sessions end with the next click."""
    _check_administrator(by, on=user)
    user = lock(user, by=by)
    check_version(user, version)
    AuthToken.objects.filter(user=user).delete()
    return _without_password(
        user, by=by, at=at, version=version, action="user.deactivate", is_open=False
    )


@transaction.atomic
def reactivate_user(user, *, version, by, at):
    """Open a closed account again; like a new one, it waits for a password.

    :raises StepNotAllowed: its last day is past, so that nobody could come in
    """
    _check_administrator(by, on=user)
    user = lock(user, by=by)
    check_version(user, version)
    if _is_past(user.last_day, at=at):
        raise StepNotAllowed("The last day of this account is past. Change the last day first.")
    return _without_password(
        user,
        by=by,
        at=at,
        version=version,
        action="user.reactivate",
        is_open=True,
    )


@transaction.atomic
def renew_password(user, *, version, by, at):
    """Take the password away, so that a new link can set one; sessions end too."""
    _check_administrator(by, on=user)
    return _without_password(
        lock(user, by=by), by=by, at=at, version=version, action="user.renew_password"
    )


@transaction.atomic
def end_sessions(user, *, version, by, at):
    """Sign somebody out wherever they are signed in; their password stays as it is."""
    _check_administrator(by, on=user)
    user = lock(user, by=by)
    open_sessions = Session.objects.filter(expire_date__gt=at)
    theirs = [each.pk for each in open_sessions if _is_of(each, user)]
    open_sessions.filter(pk__in=theirs).delete()
    told = {"sessions": len(theirs)}
    return change(user, by=by, at=at, version=version, action="user.end_sessions", changes=told)


def _is_of(session, user):
    return session.get_decoded().get(SESSION_KEY) == str(user.pk)


@transaction.atomic
def create_token(*, user, at):
    """Make a key for the API and return its text, which is kept nowhere."""
    _, key = AuthToken.objects.create(user)
    record_event(actor=user, action="user.create_token", target=user, at=at)
    return key


@transaction.atomic
def delete_tokens(*, user, at):
    """Delete all keys of a person; whatever uses one is refused from its next call."""
    AuthToken.objects.filter(user=user).delete()
    record_event(actor=user, action="user.delete_tokens", target=user, at=at)


@transaction.atomic
def change_gateway(region, *, version, by, at, mailbox, telephone, mail):
    """Say how the Gateway of a region is reached, and what its shared mailbox gets.

    :raises NotYourStep: `by` is no TOEX manager of the region
    :raises ValidationError: the address is not one of the police, the number is none, or messages
        are to go to a mailbox that is not named
    """
    if by.role != Role.TOEX_MANAGER or by.region_id != region.pk:
        raise NotYourStep("Only a TOEX manager of the region can change this.")
    values = check_gateway(mailbox=mailbox, telephone=telephone, mail=mail)
    gateway, _ = Gateway.objects.select_for_update().get_or_create(region=region)
    changed = {name for name, value in values.items() if getattr(gateway, name) != value}
    return change(
        gateway,
        by=by,
        at=at,
        version=version,
        action="gateway.change",
        changes={"fields": sorted(changed), "mail": [gateway.mail, values["mail"]]},
        **values,
    )


def _without_password(user, *, by, at, version, action, **fields):
    check_version(user, version)
    user.set_unusable_password()  # a session is tied to the password it began with
    return change(
        user, by=by, at=at, version=version, action=action, password=user.password, **fields
    )


def _check_administrator(by, on=None):
    if getattr(by, "role", None) != Role.ADMINISTRATOR:
        raise NotYourStep("Only an administrator manages accounts.")
    if on is not None and on.pk == by.pk:
        raise NotYourStep("Nobody changes their own account. Ask another administrator.")


def _is_past(last_day, *, at):
    return last_day is not None and last_day < london_date(at)


def _check_last_day(last_day, *, at):
    if _is_past(last_day, at=at):
        sentence = "The last day must be today or later. To end an account now, close it."
        raise ValidationError({"last_day": [sentence]})


def _place(role, force, region):
    """Return the place that goes with the role. :raises ValidationError: it is missing"""
    if role not in Role.values:
        raise ValidationError({"role": ["Select a role."]})
    if role in FORCE_ROLES and force is None:
        raise ValidationError({"force": ["Select the force this person works for."]})
    if role in REGION_ROLES and region is None:
        raise ValidationError({"region": ["Select the region this person works for."]})
    return {
        "force": force if role in FORCE_ROLES else None,
        "region": region if role in REGION_ROLES else None,
    }


def _told(*, role, force, region):
    return {
        "role": str(role),
        "force": force.code if force else None,
        "region": region.code if region else None,
    }
