from django.db import models


class Way(models.TextChoices):
    """How a notice reaches its reader. On the page it stands in any case."""

    NOW = "now", "By email at once"
    DIGEST = "digest", "In one email a day"
    PAGE = "page", "On the page only"
