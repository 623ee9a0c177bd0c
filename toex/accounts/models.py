"""People who sign in: each with one role, tied to one place."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from toex.accounts.choices import (
    COVERING_ROLES,
    FORCE_ROLES,
    NATIONAL_ROLES,
    REGION_ROLES,
    MailUse,
    Role,
)
from toex.core.references import ReferenceSeries
from toex.forces.models import Force, Region

COVERS = ReferenceSeries("CV")
NO_COVER = (None, None)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the people `user` may manage: all for an administrator, else themselves."""
        if getattr(user, "role", None) == Role.ADMINISTRATOR:
            return self
        return self.filter(pk=user.pk)

    def active(self):
        """Narrow to whoever may come in today; `User.is_active` is the same rule for one."""
        today = timezone.localdate()
        return self.filter(Q(last_day=None) | Q(last_day__gte=today), is_open=True)

    def expired(self):
        """Narrow to open accounts whose last day is past."""
        return self.filter(is_open=True, last_day__lt=timezone.localdate())

    def closed(self):
        return self.filter(is_open=False)

    def of_region(self, region, *roles):
        """Narrow to people with one of `roles` in `region`."""
        return self.active().filter(region=region, role__in=roles)

    def managing(self, region):
        """Narrow to the managers of `region`, and to whoever covers for one of them today."""
        covering = Cover.objects.running().filter(region=region).values("person")
        managers = Q(role=Role.TOEX_MANAGER) | Q(pk__in=covering)
        return self.active().filter(managers, region=region)

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
    is_open = models.BooleanField(default=True)
    last_day = models.DateField(null=True, blank=True)
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
    def is_active(self):
        """Return whether this person may come in today, in London.

        Signing in, sessions and keys all ask this one, by the name that Django gave it.
        """
        return self.is_open and not self.is_past_last_day

    @property
    def is_past_last_day(self):
        return self.last_day is not None and self.last_day < timezone.localdate()

    @property
    def place(self):
        """Return the force or region this person belongs to, or None for a national role."""
        return self.force or self.region

    @property
    def cover(self):
        """Return the cover that this person holds today, or None; asked once a day and object."""
        if self.role not in COVERING_ROLES or self._state.adding:
            return None
        today = timezone.localdate()
        if getattr(self, "_cover", NO_COVER)[0] != today:
            held = Cover.objects.running().select_related("manager").filter(person=self.pk)
            self._cover = (today, held.first())
        return self._cover[1]


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


class CoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to cover in one's own region; an administrator sees all of it."""
        role = getattr(user, "role", "")
        if role == Role.ADMINISTRATOR:
            return self
        return self.filter(region=user.region_id) if role in REGION_ROLES else self.none()

    def standing(self):
        """Narrow to what nobody ended, and whose two people still are what they were."""
        return self.filter(
            ended_at__isnull=True,
            manager__in=User.objects.active(),
            manager__role=Role.TOEX_MANAGER,
            manager__region=F("region"),
            person__in=User.objects.active(),
            person__role__in=COVERING_ROLES,
            person__region=F("region"),
        )

    def running(self):
        """Narrow to what holds today: it begins and ends by itself, at midnight in London."""
        today = timezone.localdate()
        return self.standing().filter(from_on__lte=today, until_on__gte=today)

    def touching(self, first, last):
        """Narrow to what stands on a day of these, both included."""
        return self.standing().filter(from_on__lte=last, until_on__gte=first)

    def newest_first(self):
        return self.order_by("-from_on", "-pk")


class Cover(models.Model):
    """Somebody of the region decides for a manager who is away, from one day to another.

    It is no second role: it lends the manager's steps (`toex.workflow.authority`), and no sight.
    """

    lends = Role.TOEX_MANAGER

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = CoverQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="cover_by_person", fields=["person", "until_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="cover_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="cover_is_of_two_people", condition=~Q(manager=F("person"))
            ),
            models.CheckConstraint(name="cover_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="cover_ended_by_someone_at_some_time",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("tasking:cover", args=[self.reference])

    @property
    def reference(self):
        return COVERS.of(self.pk)

    @property
    def audit_region_id(self):
        return self.region_id

    def words(self, today):
        """Return where it stands, in words: coming, running, over, or ended early."""
        if self.ended_at:
            return "Ended early"
        if today < self.from_on:
            return "Not begun"
        return "Running" if today <= self.until_on else "Over"
