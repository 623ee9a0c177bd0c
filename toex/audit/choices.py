"""What leaves the service, and what for."""

from django.db import models


class ExportKind(models.TextChoices):
    REQUESTS = "requests", "A list of requests"
    CASES = "cases", "A list of cases"
    OUTCOMES = "outcomes", "A list of outcomes"
    REQUEST_FILE = "request_file", "A file of a request"
    ANSWER = "answer", "A saved answer"
    PACK = "pack", "A performance pack"
    PACKS = "packs", "All packs of a release"
    RELEASE_FILE = "release_file", "A file of a release"
    AGENDA_PACK = "agenda_pack", "An agenda pack"
    DECISION_LETTER = "decision_letter", "A letter about a decision"


# A file of a case is registered under the same code: the record beside it tells which it is.
EXPORTED = {**dict(ExportKind.choices), "request_file": "A file of a request or a case"}


class Purpose(models.TextChoices):
    """The first six are chosen by whoever downloads; the last two are no choice of theirs.

    Nor is it chosen for an agenda pack or a letter about a decision: each is for one thing.
    """

    MEETING = "meeting", "A meeting"
    WORK = "work", "Work on a request or a case"
    ANALYSIS = "analysis", "Analysis with another tool"
    CHECKING = "checking", "Checking or preparing figures"
    ANSWER = "answer", "An answer to somebody who asked, outside the programme"
    COURT = "court", "Disclosure for court or for an inquiry"
    PUBLISHED = "published", "Published, open to whoever signs in"
    API = "api", "Taken over the API"


CHOSEN = [each for each in Purpose if each not in (Purpose.PUBLISHED, Purpose.API)]

# What an auditor may read the log for.
READING_FOR = [
    ("routine", "Routine check of a sample"),
    ("complaint", "A complaint or a concern about somebody's use"),
    ("standards", "A request from professional standards"),
    ("disclosure", "Disclosure, or a request for a person's own data"),
    ("security", "A security incident"),
]
