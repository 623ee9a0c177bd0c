from django.db import models


class Role(models.TextChoices):
    """What somebody is here. A user has exactly one role, and each role has its own pages."""

    FORCE_LEAD = "force_lead", "Force lead"
    GATEWAY_OFFICER = "gateway_officer", "Gateway officer"
    TOEX_MANAGER = "toex_manager", "TOEX manager"
    ANALYST = "analyst", "Analyst"
    PROGRAMME_OFFICE = "programme_office", "Programme office"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class MailUse(models.TextChoices):
    """What the shared mailbox of a region gets of the messages meant for its team."""

    NONE = "none", "None: messages go to each person"
    ALSO = "also", "All of them, as well as each person"
    INSTEAD = "instead", "All of them, in place of an email to each person"


FORCE_ROLES = [Role.FORCE_LEAD]
REGION_ROLES = [Role.GATEWAY_OFFICER, Role.TOEX_MANAGER, Role.ANALYST]
# Who may cover for a manager: a manager has the powers already, and a Gateway officer put the
# request before TOEX that cover would let them decide.
COVERING_ROLES = [Role.ANALYST]
NATIONAL_ROLES = [Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR]
