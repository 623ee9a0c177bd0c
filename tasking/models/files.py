"""A file that is added to a record: its name, and apart from it its bytes. Those of a request."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from tasking.models.requests import REQUESTS, TaskingRequest
from toex.accounts.choices import Role


class FileFields(models.Model):
    """What is known of every kept file. `size` is in bytes, `at` and `by` tell who added it.

    `handling` is what whoever added it asks of everybody who takes it.
    """

    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    handling = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self):
        return f"file {self.pk}"


class RequestFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to files of requests in sight; the programme office opens none."""
        if getattr(user, "role", "") == Role.PROGRAMME_OFFICE:
            return self.none()
        return self.filter(request__in=TaskingRequest.objects.visible_to(user))

    def kept(self):
        return self.filter(removed_at__isnull=True)


class RequestFile(FileFields):
    """A file that was removed keeps its line, and its bytes are gone."""

    request = models.ForeignKey(TaskingRequest, on_delete=models.PROTECT, related_name="files")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = RequestFileQuerySet.as_manager()

    def get_absolute_url(self):
        return reverse("tasking:file", args=[self.pk])

    @property
    def belongs_to(self):
        return REQUESTS.of(self.request_id)

    @property
    def audit_region_id(self):
        return self.request.region_id


class FileContent(models.Model):
    """The bytes of a file. In the database: they are saved, backed up and lost with their row."""

    file = models.OneToOneField(RequestFile, on_delete=models.CASCADE, related_name="content")
    content = models.BinaryField()

    def __str__(self):
        return f"content of file {self.file_id}"
