"""People who sign in: each with one role, tied to one place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse

from toex.accounts.choices import FORCE_ROLES, NATIONAL_ROLES, REGION_ROLES, MailUse, Role
from toex.forces.models import Force, Region


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the people `user` may manage: all for an administrator, else themselves."""
        if getattr(user, "role", None) == Role.ADMINISTRATOR:
            return self
        return self.filter(pk=user.pk)

    def active(self):
        return self.filter(is_active=True)

    def of_region(self, region, *roles):
        """Narrow to people with one of `roles` in `region`."""
        return self.active().filter(region=region, role__in=roles)

    def of_force(self, force):
        return self.active().filter(force=force, role=Role.FORCE_LEAD)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser):
    """A person with an account. There are no superusers and no other permissions than the role."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_role_is_tied_to_its_place",
                condition=Q(role="", force__isnull=True, region__isnull=True)
                | Q(role__in=FORCE_ROLES, force__isnull=False, region__isnull=True)
                | Q(role__in=REGION_ROLES, force__isnull=True, region__isnull=False)
                | Q(role__in=NATIONAL_ROLES, force__isnull=True, region__isnull=True),
            ),
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=Q(email=models.functions.Lower("email")),
            ),
        ]

    def __str__(self):
        return self.email

    def get_absolute_url(self):
        return reverse("accounts:person", args=[self.pk])

    @property
    def place(self):
        """Return the force or region this person belongs to, or None for a national role."""
        return self.force or self.region


class Gateway(models.Model):
    """How the Gateway of a region is reached: its shared mailbox, and a telephone number.

    `mail` says what the mailbox gets of the messages that are meant for the region's team.
    """

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="gateway")
    mailbox = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    mail = models.CharField(max_length=10, choices=MailUse, default=MailUse.NONE)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gateway_that_gets_mail_has_a_mailbox",
                condition=Q(mail=MailUse.NONE) | ~Q(mailbox=""),
            ),
        ]

    def __str__(self):
        return f"Gateway {self.region.code}"

    @property
    def audit_region_id(self):
        return self.region_id
