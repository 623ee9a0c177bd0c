"""The letter to a force about a decision: only what the force may read, dated by the decision."""

from tasking.choices import DecisionOutcome, Forum
from tasking.decided_for import with_cover
from toex.core.templatetags.toex_tags import long_date
from toex.core.typesetting import clean, typeset

IN_FORUM = {
    Forum.MEETING: "in a tasking meeting",
    Forum.OUTSIDE_MEETING: "outside a meeting",
}
NEXT = {
    DecisionOutcome.ADOPT: "The case {case} is open. The regional team will agree terms of "
    "reference with your senior investigating officer. Your force stays the owner of the matter.",
    DecisionOutcome.ADOPT_WITH_CONDITIONS: "The case {case} is open, on the conditions above. The "
    "regional team will agree terms of reference with your senior investigating officer. Your "
    "force stays the owner of the matter.",
    DecisionOutcome.DEFER: "You need to do nothing. The request is looked at again by {review}. "
    "You can add to it by a message at any time.",
    DecisionOutcome.REFER: "Take the matter to whom it is referred, named above. TOEX does no "
    "more with this request unless it is decided again.",
    DecisionOutcome.DECLINE: "TOEX does no more with this request. If something has changed, say "
    "so in a message: a declined request can be decided again.",
    DecisionOutcome.OVERTAKEN: "TOEX does no more with this request. If it is needed after all, "
    "say so in a message: it can be decided again.",
}
DANGER = (
    "If somebody is in immediate danger, do not wait for an answer: use your force's emergency "
    "route."
)


def decision_letter(decision) -> bytes:
    """Return the letter as a tagged PDF."""
    data = letter_of(decision)
    return typeset("tasking/papers/letter.typ", data, at=decision.decided_at.isoformat())


def letter_of(decision) -> dict:
    """Return what the letter says. The note kept in the trail with a decision is not for it."""
    request, region = decision.request, decision.region
    return {
        "title": f"Decision on request {request.reference}",
        "marking": clean(request.get_marking_display()),
        "reference": request.reference,
        "address": [
            f"To: the force leads of {clean(request.force.name)}",
            f"From: {clean(region.name)} ({region.code})",
            long_date(decision.decided_at),
        ],
        "facts": [[term, clean(words)] for term, words in _facts(decision) if words],
        "parts": [{"title": title, "lines": lines} for title, lines in _parts(decision) if lines],
        "signed": [clean(line) for line in _signed(decision)],
    }


def _signed(decision):
    name, region = decision.decided_by.name, decision.region.name
    [decision] = with_cover([decision])
    if decision.cover_words:
        return [f"{name}, {decision.cover_words}", f"For {region}"]
    return [f"{name}, for {region}"]


def _facts(decision):
    request, before = decision.request, decision.supersedes
    earlier = (
        f"The decision of {long_date(before.decided_at)} ({before.get_outcome_display().lower()})"
        if before
        else ""
    )
    return [
        ("Request", f"{request.reference}: {request.title}"),
        ("Your reference", request.force_reference),
        ("Handling", request.handling),
        ("Decision", decision.get_outcome_display()),
        ("Why declined", decision.get_decline_code_display()),
        ("Referred to", decision.referred_to),
        ("Review date", long_date(decision.review_on)),
        ("Decided", f"{long_date(decision.decided_at)}, {IN_FORUM[decision.forum]}"),
        ("Takes the place of", earlier),
    ]


def _parts(decision):
    request, region = decision.request, decision.region
    next_step = NEXT[decision.outcome].format(
        case=request.case_reference, review=long_date(decision.review_on)
    )
    contact = (
        f"Write a message on request {request.reference} in TOEX. It reaches the regional "
        f"Gateway ({region.code}). Give the reference {request.reference} if you telephone."
    )
    return [
        ("Reasons", _paragraphs(decision.rationale)),
        ("Conditions", _paragraphs(decision.conditions)),
        ("What happens next", [next_step]),
        ("Who to contact", [contact, DANGER]),
    ]


def _paragraphs(text):
    return [clean(line) for line in text.splitlines() if line.strip()]
