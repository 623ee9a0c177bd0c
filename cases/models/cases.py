"""A case: who leads, supports and has a part in it, and when it was open; all dated facts."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.choices import MemberRole, Owner, Part, State
from tasking.choices import ExploitationType
from tasking.models import TaskingRequest
from toex.accounts.choices import Role
from toex.core.references import ReferenceSeries
from toex.forces.models import Force, Region

CASES = ReferenceSeries("TX")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to cases of which `user` may see at least the summary."""
        role = getattr(user, "role", "")
        if role == Role.PROGRAMME_OFFICE:
            return self.filter(restricted=False)
        if role == Role.FORCE_LEAD:
            parts = CaseForce.objects.current().filter(case=OuterRef("pk"), force=user.force_id)
            return self.filter(Exists(parts), restricted=False)
        if role == Role.GATEWAY_OFFICER:
            return self.filter(_in_region(user), restricted=False)
        return self.seen_in_full_by(user)

    def seen_in_full_by(self, user):
        """Narrow to cases of which `user` may see everything.

        Managers and analysts of a region that leads or supports; where the case is restricted,
        managers of the lead region and analysts who are members.
        """
        role = getattr(user, "role", "")
        if role == Role.TOEX_MANAGER:
            return self.filter(_in_region(user)).filter(
                Q(restricted=False) | Q(lead_region=user.region_id)
            )
        if role == Role.ANALYST:
            member = Member.objects.current().filter(case=OuterRef("pk"), user=user.pk)
            return self.filter(_in_region(user)).filter(Q(restricted=False) | Exists(member))
        return self.none()

    def asked_by(self, user):
        """Narrow to cases in sight that the force of `user` asked for."""
        return self.visible_to(user).filter(requesting_force=user.force_id)

    def unsurveyed(self):
        """Narrow to closed cases that a request opened and that nobody has answered for."""
        return self.filter(state=State.CLOSED, request__isnull=False, survey__isnull=True)

    def led(self, yes=True):
        """Narrow to cases that somebody leads now; with `yes` false, to those nobody leads."""
        leads = Member.objects.current().filter(case=OuterRef("pk"), role=MemberRole.LEAD)
        return self.filter(Exists(leads) if yes else ~Exists(leads))

    def newest_first(self):
        return self.order_by("-pk")


def _in_region(user):
    parts = CaseRegion.objects.current().filter(case=OuterRef("pk"), region=user.region_id)
    return Q(Exists(parts))


class DatedPartQuerySet(models.QuerySet):
    def current(self):
        """Narrow to parts that give sight now: an ended part gives none from its last day on."""
        today = timezone.localdate()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), from_on__lte=today)


class Case(models.Model):
    """`lead_region`, `primary_type`, `closed_on` and the like are today's.

    An imported case has no request; `home_region`, `home_reference` and `home_operation_name`
    are the region that imported it, and the reference and operation name it has there.
    """

    request = models.OneToOneField(
        TaskingRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    requesting_force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    lead_region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    home_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    home_reference = models.CharField(max_length=60, blank=True)
    home_operation_name = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200)
    operation_name = models.CharField(max_length=100, blank=True)
    primary_type = models.CharField(max_length=10, choices=ExploitationType)
    secondary_types = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    sio_name = models.CharField("SIO name", max_length=100, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.TERMS)
    on_hold = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=10, choices=Owner, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="case_by_lead_region", fields=["lead_region", "state", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_its_day",
                condition=Q(state=State.CLOSED, closed_on__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_closed_here_has_an_owner",
                condition=~Q(state=State.CLOSED) | ~Q(owner="") | ~Q(home_reference=""),
            ),
            models.UniqueConstraint(
                name="case_once_per_home_region_and_reference",
                fields=["home_region", "home_reference"],
                condition=~Q(home_reference=""),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.reference])

    @property
    def reference(self):
        return CASES.of(self.pk)

    @property
    def audit_region_id(self):
        return self.lead_region_id


class PartOfCase:
    """What belongs to a case, as the trail names it."""

    @property
    def belongs_to(self):
        return CASES.of(self.case_id)

    @property
    def audit_region_id(self):
        return self.case.lead_region_id


class CaseRegion(PartOfCase, models.Model):
    """A region leads or supports a case from one day to another, both included.

    `recorded_at` and `ended_at` are the moments at which start and end became known.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="regions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_has_one_lead_at_a_time",
                fields=["case"],
                condition=Q(part=Part.LEAD, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="case_region_end_is_dated_and_known",
                condition=Q(until_on__isnull=True, ended_at__isnull=True)
                | Q(until_on__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.part} {self.region_id}"


class CaseForce(PartOfCase, models.Model):
    """A force has a part in a case: it asked, or the lead region added it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="forces")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    asked = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_force_once_at_a_time",
                fields=["case", "force"],
                condition=Q(ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="case_has_one_asking_force", fields=["case"], condition=Q(asked=True)
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.force_id}"


class Member(PartOfCase, models.Model):
    """Somebody of the lead or a supporting region who works on a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_member_once_at_a_time",
                fields=["case", "user"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.user_id}"
