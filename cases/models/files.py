"""The files of a case: versions that follow each other, and withdrawals; rows are only added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.cases import Case, PartOfCase
from tasking.models import FileFields


class CaseFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to files of cases that `user` sees in full."""
        return self.filter(case__in=Case.objects.seen_in_full_by(user))

    def kept(self):
        """Narrow to those that have not been withdrawn."""
        return self.filter(withdrawal__isnull=True)


class CaseFile(PartOfCase, FileFields):
    """One version of a file; `number` counts them, `replaces` is the version before.

    `scanned` tells whether a virus scanner looked at it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True
    )
    number = models.PositiveIntegerField(default=1)
    scanned = models.BooleanField(default=False)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_file_counts_its_versions",
                condition=Q(number=1, replaces__isnull=True)
                | Q(number__gt=1, replaces__isnull=False),
            ),
        ]

    def get_absolute_url(self):
        return reverse("cases:file", args=[self.belongs_to, self.pk])

    @property
    def called(self):
        """Its name, and which version it is where there are several."""
        several = self.number > 1 or getattr(self, "replaced_by", None) is not None
        return f"{self.name}, version {self.number}" if several else self.name

    @property
    def is_withdrawn(self):
        return getattr(self, "withdrawal", None) is not None


class CaseFileContent(models.Model):
    """The bytes of a file. In the database: they are saved, backed up and kept with their row."""

    file = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="content")
    content = models.BinaryField()

    def __str__(self):
        return f"content of file {self.file_id}"


class FileWithdrawal(models.Model):
    """A file is out of use, and why: it stays on the list, and nobody downloads it any more."""

    file = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(max_length=20_000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="file_withdrawal_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"withdrawal of file {self.file_id}"
