"""What people think of this service, kept without who said it."""

from django.db import models
from django.db.models import Q

from tasking.choices import Satisfaction
from toex.accounts.choices import Role


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to what `user` may read: all for the programme office, nothing for others."""
        if getattr(user, "role", "") == Role.PROGRAMME_OFFICE:
            return self
        return self.none()


class Opinion(models.Model):
    """One answer: no person, force, region or request, and the day only, so that people speak."""

    satisfaction = models.CharField(max_length=20, choices=Satisfaction)
    improve = models.TextField(max_length=20_000, blank=True)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    given_on = models.DateField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opinion_is_one_of_the_answers",
                condition=Q(satisfaction__in=Satisfaction.values),
            ),
        ]

    def __str__(self):
        return f"opinion {self.pk}"
