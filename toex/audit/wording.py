"""What each action is called on a page. Wording is not history: it may change, the trail not."""

import re
from datetime import date, datetime

from toex.audit.choices import READING_FOR
from toex.core.templatetags.toex_tags import date_and_time, long_date

QUARTER = re.compile(r"(\d{4}/\d\d)-(Q[1-4])")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
PURPOSE = re.compile(r"purpose: (\w+)")
COVER = "cover"
WORDS = {
    "user.invite": "Invited a person",
    "user.change_role": "Changed a person's role",
    "user.set_last_day": "Set the last day of a person's account",
    "user.deactivate": "Closed a person's account",
    "user.reactivate": "Opened a person's account again",
    "user.end_sessions": "Ended a person's sessions",
    "user.renew_password": "Made a new link to set a password",
    "user.create_token": "Made a key for the API",
    "user.delete_tokens": "Deleted their keys for the API",
    "user.sign-in": "Signed in",
    "user.sign-out": "Signed out",
    "user.confirm": "Gave their password again, before a download",
    "user.list": "Looked at the list of people",
    "user.view": "Looked at a person's account",
    "return.land": "Brought in a regional return",
    "case.import-closing": "Closed the case, as a regional return says",
    "contact.list": "Looked at the contacts of regions and forces",
    "gateway.change": "Changed how the Gateway of a region is reached",
    "notice.list": "Looked at their notices",
    "notice.read": "Marked a notice as read",
    "notice.read-all": "Marked their notices as read",
    "notice.choose-mail": "Chose how messages are emailed to them",
    "work.list": "Looked at what waits for them",
    "search.list": "Searched, and looked at what was found",
    "audit.purpose": "Gave a purpose for reading the access log",
    "audit.list": "Read the access log",
    "audit.integrity": "Looked whether the access log is untouched",
    "audit.check": "Had the whole access log checked",
    "audit.start-anchors": "Began a new file of anchors",
    "opinion.give": "Said what they think of this service",
    "view.save": "Saved the filters of a list under a name",
    "view.delete": "Deleted the saved filters of a list",
    "packs.ask": "Had the packs of a release made",
    "packs.make": "Finished the packs of a release",
    "packs.view": "Looked at the packs of a release",
    "packs.download": "Downloaded packs of a release",
}
NOUNS = {  # one, and many
    "action": ("an action of a meeting", "actions of meetings"),
    "cover": ("cover for a TOEX manager", "cover for TOEX managers"),
    "case-activity": ("work on a case", "work on a case"),
    "case-assessment": ("an assessment of a case", "assessments of a case"),
    "case-file": ("a file of a case", "files of a case"),
    "case-force": ("a force of a case", "forces of a case"),
    "case-member": ("a person on a case", "people on a case"),
    "case-product": ("a product of a case", "products of a case"),
    "case-region": ("a region of a case", "regions of a case"),
    "case-subject": ("a subject of a case", "subjects of a case"),
    "case-task": ("a task of a case", "tasks of a case"),
    "case-threat": ("a threat of a case", "threats of a case"),
    "case-outcome": ("an outcome of a case", "outcomes of a case"),
    "export": ("the register of exports", "the register of exports"),
    "declaration": ("what was declared in a meeting", "what was declared in meetings"),
    "data-quality": ("data quality", "data quality"),
    "figure": ("figures", "figures"),
    "outcome": ("an outcome", "outcomes"),
    "outcome-query": ("questions about an outcome", "questions about an outcome"),
    "question": ("a saved question", "saved questions"),
    "quarter": ("a regional quarter", "regional quarters"),
    "request-assessment": ("an assessment of a request", "assessments of a request"),
    "request-message": ("a message about a request", "messages about a request"),
    "revisions": ("revisions of published figures", "revisions of published figures"),
    "survey": ("answers about support", "answers about support"),
    "return": ("a regional return", "regional returns"),
}
STEPS = {
    "request.create": "Started a request",
    "request.change": "Changed a request",
    "request.submit": "Sent a request",
    "request.resubmit": "Sent a request again",
    "request.withdraw": "Withdrew a request",
    "request.start-triage": "Began to check a request",
    "request.return": "Returned a request to its force",
    "request.refer": "Referred a request to TOEX",
    "request.pass-on": "Passed a request to another region",
    "request.decide": "Decided a request",
    "request.open-case": "Opened the case of a request",
    "request.assess": "Assessed a request",
    "request.add-file": "Added a file to a request",
    "request.remove-file": "Removed a file from a request",
    "request.export": "Took a list of requests out",
    "case.export": "Took a list of cases out",
    "outcome.export": "Took a list of outcomes out",
    "request.file.download": "Downloaded a file of a request",
    "request.letter.download": "Downloaded the letter about a decision",
    "request.message": "Wrote a message about a request",
    "meeting.plan": "Planned a meeting",
    "meeting.hold": "Held a meeting",
    "meeting.change": "Changed a meeting",
    "meeting.sign": "Signed the minutes of a meeting",
    "meeting.declare": "Recorded what an attendee of a meeting declared",
    "meeting.pack.download": "Downloaded the agenda pack of a meeting",
    "cover.arrange": "Arranged cover for a TOEX manager",
    "cover.end": "Ended cover for a TOEX manager early",
    "meeting.add-action": "Added an action to a meeting",
    "action.change": "Changed an action of a meeting",
    "action.done": "Closed an action of a meeting",
    "case.why": "Said why they look at a case",
    "case.open": "Opened a case",
    "case.agree-terms": "Agreed terms of reference",
    "case.deliver": "Delivered a product",
    "case.reassess": "Reassessed a case",
    "case.close": "Closed a case",
    "case.reopen": "Opened a case again",
    "case.hold": "Put a case on hold",
    "case.resume": "Resumed a case",
    "case.transfer-lead": "Passed the lead of a case to another region",
    "case.restrict": "Restricted a case",
    "case.unrestrict": "Lifted the restriction of a case",
    "case.reclassify": "Changed the type, flags or name of a case",
    "case.survey": "Answered the questions about a closed case",
    "case.assess": "Assessed a case",
    "case.import": "Brought in a case from a return",
    "case.add-activity": "Recorded work on a case",
    "case.add-file": "Added a file to a case",
    "case.withdraw-file": "Withdrew a file of a case",
    "case.file.download": "Downloaded a file of a case",
    "case.add-force": "Added a force to a case",
    "case.add-member": "Added a person to a case",
    "case.add-region": "Added a region to a case",
    "case.add-subject": "Added a subject to a case",
    "case.add-task": "Added a task to a case",
    "task.done": "Finished a task",
    "outcome.record": "Recorded an outcome",
    "outcome.change": "Changed a draft outcome",
    "outcome.verify": "Verified an outcome",
    "outcome.void": "Took an outcome out of the count",
    "outcome.confirm": "Confirmed an outcome",
    "outcome.dispute": "Disputed an outcome",
    "outcome.query": "Wrote a question or an answer about an outcome",
    "threat.link": "Linked a threat to a case",
    "threat.map": "Mapped a threat",
    "threat.activate": "Made a threat active",
    "threat.archive": "Archived a threat",
    "threat.flag": "Changed what is known about a threat",
    "return.land": "Brought in a regional return",
    "figure.records": "Looked at the records behind a figure",
    "question.save": "Saved the answer to a question",
    "question.file.view": "Downloaded the answer to a question",
    "quarter.confirm": "Confirmed the quarter of a region",
    "quarter.reopen": "Opened the quarter of a region again",
    "figure.signals": "Looked at signals in figures",
    "figure.glance": "Looked at figures at a glance",
    "figure.start-anew": "Started the limits of a figure anew",
    "figure.withdraw-new-start": "Withdrew a new start of the limits of a figure",
    "release.draft": "Drafted a release",
    "release.ask-freeze": "Asked for the figures of a release to be frozen",
    "release.freeze": "Froze the figures of a release",
    "release.approve": "Approved a release",
    "release.publish": "Published a release",
    "release.give-early-access": "Put somebody on the early access list of a release",
    "release.end-early-access": "Took somebody off the early access list of a release",
    "release.table.view": "Looked at a table of a release",
    "release.download": "Downloaded a file of a release",
    "release.plan-step": "Said who does a step of a release, and by when",
    "release.send-back": "Sent an approved release back: its approval is void",
    "release.thaw": "Took a frozen release back to draft",
    "release.discard": "Threw a draft release away",
    "release.attack": "Had a release checked: can anything hidden be worked out?",
    "release.hide-cell": "Hid one more cell of a release",
    "release.choose-alternative": "Changed how a release protects small numbers",
    "scoring-model.load": "Loaded a scoring model",
    "demo.complete": "Made the demonstration data",
}

PAGES = {
    "request.decide.view": "Opened the decision about a request",
    "request.files.view": "Looked at the files of a request",
    "case.asked.view": "Was asked why they look at a case",
    "case.form.view": "Opened a form of a case",
    "case.access.view": "Looked at who has looked at a case",
    "case.people.view": "Looked at the people and links of a case",
    "case.terms.view": "Looked at the terms of reference of a case",
    **{
        f"case.{page}.view": f"Looked at the {page} of a case"
        for page in ("tasks", "products", "outcomes", "files", "timeline")
    },
    "outcome.form.view": "Opened a form of an outcome",
    "threat.form.view": "Opened a form of a threat",
    "quarter.form.view": "Opened a form of a regional quarter",
    "figure.form.view": "Opened a form about the limits of a figure",
    "release.form.view": "Opened a form of a release",
    "release.disclosure.view": "Looked at the disclosure review of a release",
    "release.alternatives.view": "Looked at other ways to protect small numbers in a release",
    "workload.list": "Looked at who works on what",
    "workload.view": "Looked at the work of an analyst",
}


# Changes that list what belongs together, where two are not “before → after”.
LISTS = {"fields", "products", "agenda"}


def in_words(action):
    """Return an action as people say it; one without words of its own is still readable."""
    words = WORDS.get(action) or STEPS.get(action) or PAGES.get(action)
    if words:
        return words
    noun, _, verb = action.partition(".")
    plain = noun.replace("_", " ").replace("-", " ")
    one, many = NOUNS.get(noun, (f"a {plain}", f"{plain}s"))
    if verb.endswith(".view"):
        return f"Looked at {one}, {verb.removesuffix('.view').replace('-', ' ')}"
    if verb == "view":
        return f"Looked at {one}"
    if verb == "list":
        return f"Looked at a list of {many}" if one != many else f"Looked at {many}"
    return f"{plain.capitalize()}: {verb.replace('_', ' ').replace('-', ' ')}"


def changes_in_words(changes, names=None):
    """Return each change as a line: “state: draft → submitted”, “fields: title, summary”.

    `names` has what the people behind email addresses are called.
    """
    told = [
        f"{_plain(name)}: {_value(value, is_list=name in LISTS)}"
        for name, value in changes.items()
        if name != COVER
    ]
    return [*told, *cover_in_words(changes, names)]


def cover_in_words(changes, names=None):
    """Return for whom somebody acted who had the power as cover only, as a line or as none.

    `names` has what people are called, by their email address.
    """
    email = changes.get(COVER)
    return [f"for {(names or {}).get(email, email)}, as cover"] if email else []


def note_in_words(event):
    """Return the reason or purpose in an event; the code of a purpose as the auditor chose it."""
    code = PURPOSE.match(event.note) if event.action == "audit.list" else None
    if code is None:
        return event.note
    sought = event.note[code.end() :].replace("; target: ", "; record: ")
    return f"{dict(READING_FOR).get(code[1], code[1])}{sought.replace('; actor: ', '; person: ')}"


def _plain(name):
    return str(name).replace("_", " ")


def _value(value, *, is_list=False):
    if isinstance(value, dict):
        return ", ".join(f"{_plain(name)} {_value(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        is_pair = not is_list and len(value) == 2 and not isinstance(value[0], dict)
        parts = [_value(each, is_list=True) for each in value]
        return (" → " if is_pair else ", ").join(parts) or "none"
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return told(_plain(value))


def told(text):
    """Return a value of the trail as people write it: quarters, days and moments, or as it is."""
    text = QUARTER.sub(r"\1 \2", str(text))
    if DAY.fullmatch(text):
        return long_date(date.fromisoformat(text))
    return date_and_time(datetime.fromisoformat(text)) if MOMENT.fullmatch(text) else text
