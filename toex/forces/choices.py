from django.db import models


class BodyKind(models.TextChoices):
    """What sort of body asks for help. Only the 43 forces have a population."""

    TERRITORIAL = "territorial", "Police force"
    SPECIAL = "special", "Special police force"
    ROCU = "rocu", "Regional organised crime unit"
    NATIONAL = "national", "National agency"
    DEVOLVED = "devolved", "Police service elsewhere in the United Kingdom"
