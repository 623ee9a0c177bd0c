"""Every kind of message: what it is about, whether it is urgent, and all its words.

Urgent is what starts or stops the clock of a request, or what somebody waits for to begin: it goes
at once, whatever its reader has chosen. Everything else is gathered into one email a day.

The words are for the email, the digest and the page alike. They hold references and never a title,
an operation's name or a narrative.
"""

from dataclasses import dataclass

ASKED = "you made this request, or are a lead of the force it was made for."
GATEWAY = "you are a Gateway officer of the region it is with."
REQUEST, CASE = "tasking.taskingrequest", "cases.case"
COVER = "accounts.cover"
ACTION, OUTCOME, QUARTER = "tasking.meetingaction", "cases.outcome", "metrics.regionalquarter"


@dataclass(frozen=True)
class Kind:
    """`about` names the model of the row. `task` says who needs to do what, and is empty where
    nobody needs to. `waits_in` are the states of the row in which it still needs doing; without
    any, the row does not tell. `until` names what answers it: once the row has one, it is done
    whatever the state.
    """

    about: str
    urgent: bool
    title: str
    happened: str
    why: str
    task: str = ""
    waits_in: tuple = ()
    until: str = ""


KINDS = {
    "tasking/acknowledged": Kind(
        about=REQUEST,
        urgent=True,
        title="request was sent",
        happened="The request has reached the regional Gateway. A Gateway officer checks it and "
        "may ask for more; then a TOEX manager decides, and you are told. If somebody is in "
        "immediate danger, do not wait for an answer: use your force's emergency route.",
        why=ASKED,
    ),
    "tasking/new_request": Kind(
        about=REQUEST,
        urgent=True,
        title="new request to be checked",
        happened="A request has come to your region.",
        task="A Gateway officer of your region needs to start checking it",
        waits_in=("submitted",),
        why="you are a Gateway officer of the region it was sent to.",
    ),
    "tasking/returned": Kind(
        about=REQUEST,
        urgent=True,
        title="reply needed",
        happened="The region has returned the request for more information. It waits for you.",
        task="You need to read what the region asks, change the request and send it again",
        waits_in=("returned",),
        why=ASKED,
    ),
    "tasking/resubmitted": Kind(
        about=REQUEST,
        urgent=True,
        title="request has come back, to be checked",
        happened="The force has answered and sent the request again.",
        task="A Gateway officer of your region needs to go on checking it",
        waits_in=("submitted", "in_triage"),
        why=GATEWAY,
    ),
    "tasking/with_toex": Kind(
        about=REQUEST,
        urgent=True,
        title="decision needed",
        happened="The request has been checked and is with TOEX.",
        task="A TOEX manager of your region needs to decide it, in a tasking meeting or outside "
        "one, or to return it to the force",
        waits_in=("with_toex",),
        why="you are a TOEX manager of the region it is with.",
    ),
    "tasking/decided": Kind(
        about=REQUEST,
        urgent=True,
        title="there is a decision",
        happened="A TOEX manager has recorded a decision, with the reasons for it. If the request "
        "was adopted, the regional team will agree terms of reference with your senior "
        "investigating officer. If it was not, the reasons say what you can do.",
        why=ASKED,
    ),
    "tasking/withdrawn": Kind(
        about=REQUEST,
        urgent=False,
        title="request was withdrawn",
        happened="The force has withdrawn the request.",
        why="you are a Gateway officer of the region it was with.",
    ),
    "tasking/message": Kind(
        about=REQUEST,
        urgent=False,
        title="new message",
        happened="There is a new message about the request.",
        task="Somebody of your side needs to read it, and answer if it asks something",
        why="you act for the force or the region of this request.",
    ),
    "tasking/waiting": Kind(
        about=REQUEST,
        urgent=False,
        title="has waited too long, next step needed",
        happened="The request has not moved for several working days, or its review date has "
        "come.",
        task="You or somebody with your role needs to take the next step, or to say in a message "
        "why it has to wait",
        waits_in=("submitted", "in_triage", "returned", "with_toex", "deferred"),
        why="it waits for somebody with your role.",
    ),
    "tasking/action": Kind(
        about=ACTION,
        urgent=False,
        title="action is yours",
        happened="A tasking meeting of your region has given you the action.",
        task="You need to read what is asked, and to close it once it is done, with a note",
        waits_in=("open",),
        why="you are its owner.",
    ),
    "tasking/cover": Kind(
        about=COVER,
        urgent=True,
        title="cover for a TOEX manager is arranged",
        happened="While the manager is away, an analyst of the region can decide what needs them. "
        "It begins and ends by itself, and can be ended early.",
        why="you are a TOEX manager of this region, or the one who covers.",
    ),
    "tasking/cover_ended": Kind(
        about=COVER,
        urgent=True,
        title="cover for a TOEX manager has ended early",
        happened="Nobody decides for the manager under this cover any more. What was decided "
        "under it stands.",
        why="you are a TOEX manager of this region, or the one who covered.",
    ),
    "cases/waiting": Kind(
        about=CASE,
        urgent=False,
        title="has waited too long, next step needed",
        happened="The case waits: its terms are not agreed, a task is overdue, or nothing was "
        "recorded on it for some weeks.",
        task="Whoever has the next step needs to take it, to finish the task, or to put the case "
        "on hold with a reason",
        why="you manage the region that leads the case, or a task on it is yours.",
    ),
    "cases/outcomes_waiting": Kind(
        about=CASE,
        urgent=False,
        title="outcomes wait to be verified",
        happened="Outcomes were recorded on the case. They count only once they are verified.",
        task="A TOEX manager who did not record them needs to verify or void each one",
        why="you are a TOEX manager of the region that leads the case.",
    ),
    "cases/closed": Kind(
        about=CASE,
        urgent=False,
        title="case is closed",
        happened="The region has closed the case. The case says why, and who owns the threat now.",
        task="You need to ask the investigating officer three short questions about the support, "
        "and to send the answers",
        waits_in=("closed",),
        until="survey",
        why="you are a lead of the force that asked for the support.",
    ),
    "cases/outcome_query": Kind(
        about=OUTCOME,
        urgent=False,
        title="reply needed",
        happened="The programme office asks your region about the outcome.",
        task="A TOEX manager of your region, or who recorded it, needs to answer the question",
        why="you manage the region that leads its case, or you recorded it.",
    ),
    "cases/outcome_answer": Kind(
        about=OUTCOME,
        urgent=False,
        title="the region has answered",
        happened="The region has answered the question about the outcome.",
        task="The programme office needs to read the answer",
        why="you asked, or work in the programme office.",
    ),
    "metrics/quarter_reopened": Kind(
        about=QUARTER,
        urgent=False,
        title="quarter is open again",
        happened="The programme office has opened the quarter again, with a reason.",
        task="A TOEX manager of your region needs to put right what the reason names, and to "
        "confirm the quarter again",
        waits_in=("open",),
        why="you are a TOEX manager of the region whose quarter this is.",
    ),
}


def kind_of(code):
    """Return the kind. :raises LookupError: the table does not have it"""
    if code not in KINDS:
        raise LookupError(f"Add “{code}”, with its words, to toex/notices/kinds.py.")
    return KINDS[code]


def models_written_about():
    """Return the labels of all models that some kind is about, each once."""
    return sorted({kind.about for kind in KINDS.values()})
