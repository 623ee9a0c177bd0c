"""What each line of the trail of a case says on a page. Wording is not history: it may change."""

from datetime import date

from cases.choices import (
    Attribution,
    CloseReason,
    MemberRole,
    OutcomeKind,
    OutcomeState,
    Owner,
    State,
    SubjectPart,
    TaskState,
    ThreatKind,
    ThreatState,
)
from tasking.choices import ExploitationType, Support
from toex.audit.wording import cover_in_words
from toex.audit.wording import in_words as usual_words
from toex.core.templatetags.toex_tags import long_date

WORDS = {
    "case.open": "Case opened",
    "case.import": "Case brought in with a regional return",
    "case.agree-terms": "Terms of reference agreed",
    "case.deliver": "Product delivered",
    "case.reassess": "Threat reassessed",
    "case.close": "Case closed",
    "case.reopen": "Case reopened",
    "case.hold": "Case put on hold",
    "case.resume": "Case resumed",
    "case.reclassify": "Title, types or flags changed",
    "case.transfer-lead": "Lead transferred",
    "case.restrict": "Case restricted",
    "case.unrestrict": "Restriction lifted",
    "case.add-activity": "Entry added",
    "case.add-task": "Task added",
    "case.reassign-task": "Task given to somebody else",
    "task.done": "Task done",
    "case.add-member": "Member added",
    "case.add-force": "Force given a part",
    "case.add-region": "Supporting region added",
    "case.add-subject": "Subject added",
    "case.end-member": "Membership ended",
    "case.end-force": "Part of a force ended",
    "case.end-region": "Support of a region ended",
    "case.assess": "Assessment added",
    "threat.link": "Threat linked",
    "outcome.record": "Outcome recorded",
    "outcome.change": "Draft outcome changed",
    "outcome.verify": "Outcome verified",
    "outcome.void": "Outcome voided",
    "outcome.confirm": "Outcome confirmed by the force",
    "outcome.dispute": "Outcome disputed by the force",
    "case.survey": "Questions about the support answered by the force",
    "case.view": "Looked at the overview",
    "case.list": "Looked at a list of cases",
    "workload.list": "Looked at who works on what",
    "workload.view": "Looked at the work of an analyst",
    "case.form.view": "Opened a form of the case",
    "case.terms.view": "Looked at the terms of reference",
    "case.tasks.view": "Looked at the tasks",
    "case.products.view": "Looked at the products",
    "case.outcomes.view": "Looked at the outcomes",
    "case.people.view": "Looked at people and links",
    "case.timeline.view": "Looked at the timeline",
    "case.access.view": "Looked at who has looked",
    "outcome.view": "Looked at an outcome",
    "outcome.form.view": "Opened a form of an outcome",
}
# Names of what an act changed, as people say them; what is not here is not told.
CHANGED = {
    "state": "State",
    "region": "Region",
    "lead_region": "Lead region",
    "force": "Force",
    "from_date": "From",
    "from_on": "From",
    "until": "Until",
    "until_on": "Until",
    "kind": "Kind",
    "attribution": "What TOEX did",
    "primary_type": "Main type",
    "occurred_on": "Happened on",
    "delivered_on": "Delivered on",
    "due_on": "Due on",
    "agreed_on": "Agreed on",
    "owner": "Owner",
    "reason": "Reason",
    "closing": "Reason",
    "role": "Part",
    "user": "Person",
    "assignee": "Who does it",
    "fields": "Changed",
}
# Which labels a name's codes have; the same code means other things under another name.
LABELS = {
    "kind": {**dict(OutcomeKind.choices), **dict(Support.choices), **dict(ThreatKind.choices)},
    "state": {
        label: words
        for choices in (State, OutcomeState, TaskState, ThreatState)
        for label, words in choices.choices
    },
    "primary_type": dict(ExploitationType.choices),
    "owner": dict(Owner.choices),
    "reason": dict(CloseReason.choices),
    "role": {**dict(MemberRole.choices), **dict(SubjectPart.choices)},
    "attribution": dict(Attribution.choices),
}


def in_words(event):
    """Return (title, details) of one line of the trail."""
    title = WORDS.get(event.action) or usual_words(event.action)
    lines = [
        f"{CHANGED[name]}: {value_words(name, value)}"
        for name, value in event.changes.items()
        if name in CHANGED and value not in (None, "", [])
    ]
    return title, "\n".join([*lines, *cover_in_words(event.changes)])


def value_words(name, value):
    """Return a value of the trail; a pair is what it was and what it became."""
    if isinstance(value, list) and len(value) == 2 and name != "fields":
        old, new = (one_word(name, each) for each in value)
        return f"{new}, before: {old}" if value[0] not in (None, "") else new
    if isinstance(value, list):
        return ", ".join(one_word(name, each) for each in value)
    return one_word(name, value)


def one_word(name, code):
    labels = LABELS.get(name, {})
    if code in labels:
        return labels[code]
    text = "none" if code is None else str(code)
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text.replace("_", " ")
