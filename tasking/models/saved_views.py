"""The filters of a list that somebody keeps under a name, for themselves alone."""

from django.conf import settings
from django.db import models

from tasking.choices import SavedList


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user.pk)

    def of_list(self, name):
        return self.filter(of=name).order_by("name", "pk")


class SavedView(models.Model):
    """`query` is what stands in the address of the list behind the question mark."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    of = models.CharField(max_length=20, choices=SavedList)
    name = models.CharField(max_length=60)
    query = models.TextField(max_length=1800)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="saved_view_has_its_own_name", fields=["user", "of", "name"]
            ),
        ]

    def __str__(self):
        return f"view {self.pk}"
