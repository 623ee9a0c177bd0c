"""Answers already given, so that the same request sent twice is carried out once."""

from django.conf import settings
from django.db import models


class AnsweredPost(models.Model):
    """The answer to one POST with a key, per person and address. `status` is 0 until answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answered_once_per_person_address_and_key", fields=["user", "address", "key"]
            ),
        ]

    def __str__(self):
        return f"{self.address} {self.key}"
