"""What a request says, in words for a page."""

from tasking.choices import (
    WAITS_ON,
    ExploitationType,
    Flag,
    Reason,
    Support,
    WaitsOn,
)
from tasking.fields import is_filled, missing
from tasking.forms.scores import spoken
from tasking.forms.sections import GROUPS, SECTIONS, TITLES
from toex.accounts.choices import Role
from toex.core.countries import name_of
from toex.forces.models import Force

LISTS = {
    "secondary_types": ExploitationType,
    "flags": Flag,
    "reasons": Reason,
    "support_requested": Support,
}
OF_THE_FORCE = {
    "reasons": "Why does the force need TOEX?",
    "support_requested": "What support does the force ask for?",
    "data_held": "Data the force holds",
    "needed_by": "The date the force needs it by",
    "four_p_plan": "Is there a 4P plan (pursue, prevent, protect, prepare)?",
    "requester_role": "Rank or role of who asks",
    "force_reference": "The force's reference",
}
NOT_YET, PARTLY, COMPLETE = "Not yet started", "In progress", "Completed"
SIDES = {
    WaitsOn.FORCE: "{force}",
    WaitsOn.GATEWAY: "{region} gateway",
    WaitsOn.MANAGER: "{region} TOEX",
    WaitsOn.NOBODY: "",
}


def with_whom(row):
    """Return who has to do something about the request now, or an empty text."""
    return SIDES[WAITS_ON[row.state]].format(force=row.force, region=row.region.code)


def answer(row, name):
    """Return the answer to one question as a page shows it; None where there is none."""
    value = getattr(row, name)
    if not is_filled(value):
        return None
    if name in LISTS:
        kind = LISTS[name]
        return "\n".join(str(kind(code).label) for code in value)
    if name == "forces_affected":
        names = dict(Force.objects.filter(code__in=value).values_list("code", "short_name"))
        return ", ".join(names.get(code, code) for code in value)
    if name == "countries":
        return ", ".join(map(name_of, value))
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    return value


def answers(row, *, change=None, reader=None):
    """Return the groups of the form with their pages: {group: [(title, rows), …]}.

    A row is (question, answer) or, with `change(section, field)`, has that address as third. The
    questions say “you” to whoever answers them; to a `reader` who does not, they speak of a force.
    """
    asks_you = reader is None or reader.role == Role.FORCE_LEAD
    return {
        group: [
            (TITLES[name], _rows(row, name, change, {} if asks_you else OF_THE_FORCE))
            for name in sections
            if name in SECTIONS
        ]
        for group, sections in GROUPS.items()
    }


def _rows(row, section, change, labels):
    for name, field in SECTIONS[section].base_fields.items():
        told = (labels.get(name, field.label), answer(row, name))
        yield (*told, change(section, name)) if change else told


def status_of(row, section, *, scored):
    """Return how far a page of the form is; to have no score is an answer."""
    if section == "score":
        return _status_of_score(row, scored=scored)
    names = list(SECTIONS[section].base_fields)
    started = [name for name in names if name != "marking" and is_filled(getattr(row, name))]
    lacking = [name for name in names if name in missing(row)]
    if section == "handling" or not any(SECTIONS[section].base_fields[n].required for n in names):
        return COMPLETE if started else "Optional"
    if not lacking:
        return COMPLETE
    return PARTLY if started else NOT_YET


def _status_of_score(row, *, scored):
    if row.score_begun:
        return PARTLY
    return COMPLETE if scored or row.has_no_score else "Optional"


def lacking(row):
    """Return (section, field, sentence) for each needed answer that is missing."""
    return [
        (section, name, sentence)
        for name, sentence in missing(row).items()
        for section, form in SECTIONS.items()
        if name in form.base_fields
    ]


def own_score_words(row, score):
    """Return the requester's own score in words, or why there is none; None if not asked yet."""
    if score:
        return score_words(score)
    if row.score_begun:
        return "Begun and not recorded. The request can be sent without it."
    return "Not provided. No score available." if row.has_no_score else None


def score_words(assessment):
    """Return an assessment in words, always with the model that it comes from."""
    if assessment.external_model:
        return (
            f"{assessment.external_score}, {assessment.external_band} "
            f"({assessment.external_model})"
        )
    risk = assessment.totals["risk"]
    band = spoken(assessment.band) if assessment.band else "Band not certain"
    return f"{band}, {range_words(risk)} ({assessment.model.words}, illustrative)"


def range_words(ends):
    low, high = ends["low"], ends["high"]
    return f"{low}" if low == high else f"{low} to {high}"
