"""Landing a regional return: all of it, or nothing."""

import hashlib

from django.conf import settings
from django.db import transaction

from cases.models import Return
from cases.returns.cells import readers
from cases.returns.columns import read_heading
from cases.returns.known import cases_known_to
from cases.returns.lines import read_line
from cases.returns.plan import Plan
from cases.returns.problems import Problems
from cases.returns.reading import rows_of, unreadable
from cases.returns.rules import check_line
from cases.returns.writing import write
from toex.accounts.choices import Role
from toex.audit.services import record_event
from toex.core.periods import london_date
from toex.forces.models import Force, Region
from toex.workflow.refusals import NotYourStep


def land_return(*, region, content: bytes, file_name, by, at, dry_run=False):
    """Bring in a regional return signed by `by`: its new cases and events, or nothing.

    A dry run does everything and takes it back; the Return it gives has no number.

    :raises NotYourStep: `by` is not an active TOEX manager of the region
    :raises ValidationError: by `row N: column`, or `file` where it cannot be read
    """
    if not by.is_active or by.role != Role.TOEX_MANAGER or by.region_id != region.pk:
        raise NotYourStep("A return is signed by a TOEX manager of the region.")
    problems = Problems()
    lines = _read(content, today=london_date(at), problems=problems)
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)  # one return of a region at a time
        plan = Plan(region=region, known=cases_known_to(region), problems=problems)
        for line in lines:
            plan.take(line)
        problems.refuse()
        landed = _write(plan, content, file_name, by=by, at=at)
        if dry_run:
            transaction.set_rollback(True)
            landed.pk = None
    return landed


def _read(content, *, today, problems):
    """Return the lines of the file; what is wrong with them goes to `problems`."""
    rows = rows_of(content, max_bytes=settings.RETURN_MAX_BYTES)
    number, cells = next(rows, (1, ()))
    if number != 1:
        raise unreadable("The first row must hold the headings.")
    heading = read_heading(number, cells, problems)
    problems.refuse()
    read_by = readers(
        forces=Force.objects.values_list("code", flat=True),
        regions=Region.objects.values_list("code", flat=True),
    )
    lines = []
    for number, cells in rows:
        line = read_line(number, cells, heading, read_by, problems)
        check_line(line, today=today, problems=problems)
        lines.append(line)
    problems.rows_read = len(lines)
    return lines


def _write(plan, content, file_name, *, by, at):
    landed = Return.objects.create(
        region=plan.region,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        landed_at=at,
        signed_by=by,
        landed=len(plan.events),
        unchanged=plan.unchanged,
        cases=len(plan.cases),
    )
    changes = write(plan, source=landed, by=by, at=at)
    record_event(actor=by, action="return.land", target=landed, at=at, changes=changes)
    return landed
