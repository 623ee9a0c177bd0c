"""Notices: a row for each message, written with the act that causes it."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from toex.core.templatetags.toex_tags import long_date
from toex.forces.models import Region
from toex.notices.choices import Way
from toex.notices.kinds import kind_of, models_written_about

TO_SOMEBODY = Q(recipient__isnull=False, mailbox__isnull=True) | Q(
    recipient__isnull=True, mailbox__isnull=False
)
MAILED = [Way.NOW, Way.DIGEST]


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        """Narrow to those that have still to be mailed."""
        return self.filter(way__in=MAILED, sent_at__isnull=True, dropped_at__isnull=True)

    def visible_to(self, user):
        """Narrow to what came to `user` about rows that `user` may see now."""
        seen = (
            Q(target_model=label) & Q(Exists(_rows(label, user).filter(pk=OuterRef("target_pk"))))
            for label in models_written_about()
        )
        return self.filter(reduce(or_, seen), recipient=user.pk)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def with_what_was_done(self):
        """Return them as a list, each told whether its row is answered, or waits no longer."""
        notices = list(self)
        told = [notice for notice in notices if notice.words.waits_in]
        for label, until in {(notice.target_model, notice.words.until) for notice in told}:
            these = [
                each for each in told if (each.target_model, each.words.until) == (label, until)
            ]
            rows = apps.get_model(label)._base_manager.filter(
                pk__in=[each.target_pk for each in these], **({until: None} if until else {})
            )
            states = dict(rows.values_list("pk", "state"))
            for notice in these:
                notice.is_done = states.get(notice.target_pk) not in notice.words.waits_in
        return notices

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Notice(models.Model):
    """One message to one reader about one row. `once` makes a second of the same impossible.

    Its reader is a person, or the shared mailbox of a region. It is mailed at once, gathered into
    the digest of a day, or stands on the page only; it is dropped where its reader can no longer
    see the row when it is due to be mailed.
    """

    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    mailbox = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True)
    target_model = models.CharField(max_length=60)
    target_pk = models.BigIntegerField()
    target = models.CharField(max_length=60)
    address = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.NOW)
    once = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(
        "Digest", on_delete=models.PROTECT, related_name="notices", null=True
    )

    is_done = False  # told by `with_what_was_done`

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="notice_to_be_mailed",
                fields=["created_at"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True, way__in=MAILED),
            ),
            models.Index(name="notice_of_reader", fields=["recipient", "-created_at", "-id"]),
            models.Index(
                name="notice_unread", fields=["recipient"], condition=Q(read_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="notice_to_one_reader", condition=TO_SOMEBODY),
        ]

    def __str__(self):
        return f"{self.target}: {self.words.title}"

    def get_absolute_url(self):
        return reverse("notices:open", args=[self.pk])

    @property
    def words(self):
        return kind_of(self.kind)

    @property
    def link(self):
        """Where an email leads: a shared mailbox has no page of notices to mark this read on."""
        return self.address if self.mailbox_id else self.get_absolute_url()

    @property
    def why(self):
        if self.mailbox_id:
            return "your region has named this mailbox for messages to its team."
        return self.words.why

    @property
    def what_to_do(self):
        """Who needs to do what, by when, in one sentence."""
        words = self.words
        if not words.task:
            return "Nothing. This is for your information."
        if self.is_done:
            return "Nothing now. This has been done, or is no longer needed."
        when = f", by {long_date(self.due_on)}" if self.due_on else ". No date is set"
        return f"{words.task}{when}."


class DigestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)


class Digest(models.Model):
    """One email to one reader on one day; its notices name it, and are fixed when it is made."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    mailbox = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True)
    day = models.DateField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="digest_to_one_reader", condition=TO_SOMEBODY),
            models.UniqueConstraint(
                name="one_digest_a_person_and_day", fields=["recipient", "day"]
            ),
            models.UniqueConstraint(
                name="one_digest_a_mailbox_and_day", fields=["mailbox", "day"]
            ),
        ]

    def __str__(self):
        return f"digest {self.day.isoformat()}"


class Preference(models.Model):
    """How somebody wants what is not urgent. Without a row: one email a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at_once = models.BooleanField(default=False)

    def __str__(self):
        return "at once" if self.at_once else "one email a day"


def _rows(label, user):
    return apps.get_model(label).objects.visible_to(user)
