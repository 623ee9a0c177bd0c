"""Notices: a row for each message that must leave, written with the act that causes it."""

from django.conf import settings
from django.db import models


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)


class Notice(models.Model):
    """One message to one person about one row. `once` makes a second of the same impossible.

    A notice is sent, or dropped where its reader can no longer see the row.
    """

    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    target_model = models.CharField(max_length=60)
    target_pk = models.BigIntegerField()
    target = models.CharField(max_length=60)
    address = models.CharField(max_length=200)
    once = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="notice_waiting",
                fields=["created_at"],
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}"
