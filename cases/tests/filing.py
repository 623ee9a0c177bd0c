"""Files put on a case in tests, and taken out of use again."""

from datetime import timedelta

from django.core.files.base import ContentFile

from cases import services
from cases.tests.factories import OPENED_AT, analyst_of, manager_of

AT = OPENED_AT + timedelta(days=9)


def given(content="Exercise,1\n", name="Exercise rows.csv"):
    """Return an open file as an upload gives one."""
    return ContentFile(content.encode() if isinstance(content, str) else content, name=name)


def added(case, *, by=None, content="Exercise,1\n", name="Exercise rows.csv", **how):
    """Add a file to a case, as an analyst of its lead region unless told who."""
    by = by or analyst_of(case)
    return services.add_file(case, by=by, at=AT, file=given(content, name), **how)


def withdrawn(file, *, by=None, reason="Exercise reasons."):
    by = by or manager_of(file.case)
    return services.withdraw_file(file, by=by, at=AT, reason=reason)
