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
from tasking.choices import ExploitationType, Flag, Support
from toex.audit.wording import cover_in_words
from toex.audit.wording import in_words as usual_words
from toex.core.templatetags.toex_tags import long_date
from toex.core.uploads import KINDS

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
    "case.add-file": "File added",
    "case.withdraw-file": "File withdrawn",
    "case.assess": "Assessment added",
    "threat.link": "Threat linked",
    "outcome.record": "Outcome recorded",
    "outcome.change": "Draft outcome changed",
    "outcome.verify": "Outcome verified",
    "outcome.void": "Outcome voided",
    "outcome.confirm": "Outcome confirmed by the force",
    "outcome.dispute": "Outcome disputed by the force",
    "outcome.query": "Question or answer about an outcome",
    "case.survey": "Questions about the support answered by the force",
    "case.asked.view": "Was asked why they look",
    "case.why": "Said why they look",
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
    "case.files.view": "Looked at the files",
    "case.file.download": "Downloaded a file",
    "case.timeline.view": "Looked at the timeline",
    "case.access.view": "Looked at who has looked",
    "outcome.view": "Looked at an outcome",
    "outcome.form.view": "Opened a form of an outcome",
}
# A part of a case, for the forms that are about one.
PARTS = {
    "cases.caseforce": "the part of a force",
    "cases.caseregion": "the support of a region",
    "cases.member": "a membership",
    "cases.subjectrole": "a subject",
    "cases.task": "a task",
    "cases.product": "a product",
    "cases.activity": "an entry",
    "cases.survey": "the questions about the support",
}
# Names of what an act changed, as people say them; what is not here is not told.
CHANGED = {
    "state": "Status",
    "region": "Region",
    "lead_region": "Lead region",
    "force": "Force",
    "from_date": "From",
    "from_on": "From",
    "until": "Until",
    "until_on": "Until",
    "kind": "Kind",
    "number": "Version",
    "attribution": "What TOEX did",
    "primary_type": "Main type",
    "secondary_types": "Other types",
    "flags": "Flags",
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
    "kind": {
        **dict(OutcomeKind.choices),
        **dict(Support.choices),
        **dict(ThreatKind.choices),
        **{content_type: extension.upper() for extension, (content_type, _) in KINDS.items()},
    },
    "state": {
        label: words
        for choices in (State, OutcomeState, TaskState, ThreatState)
        for label, words in choices.choices
    },
    "primary_type": dict(ExploitationType.choices),
    "secondary_types": dict(ExploitationType.choices),
    "flags": dict(Flag.choices),
    "fields": {
        "primary_type": "main type",
        "secondary_types": "other types",
        "occurred_on": "day it happened",
        "subject_key": "key of the person",
        "age_group": "age group",
        "amount_pence": "amount",
        "four_p": "strand of the strategy",
    },
    "owner": dict(Owner.choices),
    "reason": dict(CloseReason.choices),
    "role": {**dict(MemberRole.choices), **dict(SubjectPart.choices)},
    "attribution": dict(Attribution.choices),
}


def in_words(event, names=None):
    """Return (title, details) of one line of the trail.

    `names` has what people and places are called, by the name of the change and the code.
    """
    title = WORDS.get(event.action) or usual_words(event.action)
    told = {**event.changes, "fields": untold(event.changes)}
    people = (names or {}).get("user")
    lines = [
        f"{CHANGED[name]}: {value_words(name, value, names or {})}"
        for name, value in told.items()
        if name in CHANGED and value not in (None, "", []) and not is_the_same(name, value)
    ]
    return title, "\n".join([*lines, *cover_in_words(event.changes, people)])


def look_words(look):
    """Return what somebody looked at, or the form they opened, without the codes of the log."""
    title, _ = in_words(look)
    part = PARTS.get(look.target_model)
    if part is None:
        is_the_case = look.target == look.within or look.target_model == "cases.case"
        return title if is_the_case or not look.target else f"{title}: {look.target}"
    return f"{title}: {part}"


def untold(changes):
    """Return the names of changed fields whose old and new value the line does not tell."""
    return [name for name in changes.get("fields", []) if name not in changes]


def is_pair(name, value):
    """Whether a value is what it was and what it became."""
    return isinstance(value, list) and len(value) == 2 and name != "fields"


def is_the_same(name, value):
    return is_pair(name, value) and value[0] == value[1]


def value_words(name, value, names):
    """Return a value of the trail; a pair is what it was and what it became."""
    if is_pair(name, value):
        old, new = (one_word(name, each, names) for each in value)
        return new if value[0] in (None, "") else f"{old} → {new}"
    return one_word(name, value, names)


def one_word(name, code, names):
    if isinstance(code, list):
        return ", ".join(one_word(name, each, names) for each in code) or "none"
    labels = names.get(name) or LABELS.get(name, {})
    if code in labels:
        return labels[code]
    text = "none" if code in (None, "") else str(code)
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text.replace("_", " ")
