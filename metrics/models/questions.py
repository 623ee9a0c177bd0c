"""Saved questions: ad hoc answers, kept with what was asked, when, and under which rules."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from metrics.choices import AskedFor, Disclosure
from toex.accounts.choices import Role
from toex.core.references import ReferenceSeries

QUESTIONS = ReferenceSeries("Q")


class SavedQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to all for the programme office, and to nothing for anybody else."""
        if getattr(user, "role", "") == Role.PROGRAMME_OFFICE:
            return self.all()
        return self.none()


class SavedQuestion(models.Model):
    """One answer, such as `Q-000012`. `parameters` are those of the figures page.

    `answer` holds the rows as they were counted at `known_at` under `rules`, with what is hidden
    left out where `disclosure` says that it is safe to send. Nothing of it changes afterwards.
    """

    title = models.CharField(max_length=200)
    asked_for = models.CharField(max_length=20, choices=AskedFor)
    asked_by = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField()
    known_at = models.DateTimeField()
    rules = models.CharField(max_length=10)
    disclosure = models.CharField(max_length=12, choices=Disclosure)
    answer = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SavedQuestionQuerySet.as_manager()

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("metrics:question", args=[self.reference])

    @property
    def reference(self):
        return QUESTIONS.of(self.pk)
