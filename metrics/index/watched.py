"""The tables that figures are counted from, and what a change in each is marked with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """A table, the columns that counting reads, and what a mark says about a row.

    `day` is marked as the first of its month, or as the day by UTC where it is a moment. `only`
    is SQL about `{row}`: other rows of the table count nowhere.
    """

    table: str
    what: str
    columns: tuple[str, ...]
    owner: str = ""
    kind: str = ""
    day: str = ""
    day_is_moment: bool = False
    moments: tuple[str, ...] = ()
    only: str = "1 = 1"


OUTCOME = Watched(
    "cases_outcome",
    "outcome",
    (
        *("id", "case_id", "kind", "occurred_on", "subject_key", "quantity", "force_id"),
        *("country", "attribution", "threat_id", "age_group", "stage", "amount_pence"),
        *("months", "life", "level", "recorded_at", "verified_at", "voided_at"),
    ),
    kind="kind",
    day="occurred_on",
    moments=("recorded_at", "verified_at", "voided_at"),
)
OF_CASES = [
    Watched(
        "cases_case",
        "case",
        ("id", "requesting_force_id", "opened_on", "primary_type"),
        owner="id",
        day="opened_on",
    ),
    Watched(
        "cases_caseregion",
        "case",
        ("id", "case_id", "region_id", "part", "from_on", "until_on", "recorded_at", "ended_at"),
        owner="case_id",
        moments=("recorded_at", "ended_at"),
    ),
    Watched(
        "cases_classification",
        "case",
        ("id", "case_id", "primary_type", "at"),
        owner="case_id",
        moments=("at",),
    ),
    Watched(
        "cases_spell",
        "spell",
        ("id", "case_id", "is_first", "opened_on", "opened_at", "closed_on", "closed_at"),
        owner="case_id",
        day="opened_on",
        moments=("opened_at", "closed_at"),
    ),
    Watched(
        "cases_hold",
        "hold",
        ("id", "case_id", "held_at", "resumed_at"),
        owner="case_id",
        moments=("held_at", "resumed_at"),
    ),
    Watched(
        "cases_terms",
        "terms",
        ("id", "case_id", "agreed_on", "recorded_at"),
        owner="case_id",
        day="agreed_on",
        moments=("recorded_at",),
    ),
    Watched(
        "cases_product",
        "product",
        ("id", "case_id", "kind", "delivered_on", "recorded_at"),
        owner="case_id",
        day="delivered_on",
        moments=("recorded_at",),
    ),
    Watched(
        "cases_activity",
        "activity",
        ("id", "case_id", "kind", "occurred_at", "recorded_at"),
        owner="case_id",
        day="occurred_at",
        day_is_moment=True,
        moments=("recorded_at",),
        only="{row}.kind = 'development'",
    ),
]
OF_THREATS = [
    Watched("cases_threat", "threat", ("id", "created_at"), owner="id", moments=("created_at",)),
    Watched(
        "cases_threatflags",
        "threat",
        ("id", "threat_id", "identified_by_toex", "high_harm", "at"),
        owner="threat_id",
        moments=("at",),
    ),
    Watched(
        "cases_casethreat",
        "link",
        ("id", "case_id", "threat_id", "linked_at"),
        owner="case_id",
        moments=("linked_at",),
    ),
]
OF_REQUESTS = [
    Watched(
        "tasking_taskingrequest",
        "request",
        ("id", "force_id", "region_id", "primary_type", "submitted_at"),
        owner="id",
        day="submitted_at",
        day_is_moment=True,
        moments=("submitted_at",),
        only="{row}.submitted_at IS NOT NULL",
    ),
    Watched(
        "tasking_requestregion",
        "request",
        ("id", "request_id", "region_id", "from_at", "until_at"),
        owner="request_id",
        moments=("from_at", "until_at"),
    ),
    Watched(
        "tasking_returnspell",
        "request",
        ("id", "request_id", "returned_at", "resubmitted_at"),
        owner="request_id",
        moments=("returned_at", "resubmitted_at"),
    ),
    Watched(
        "tasking_classification",
        "request",
        ("id", "request_id", "primary_type", "at"),
        owner="request_id",
        moments=("at",),
    ),
    Watched(
        "tasking_decision",
        "request",
        ("id", "request_id", "outcome", "region_id", "decided_at"),
        owner="request_id",
        day="decided_at",
        day_is_moment=True,
        moments=("decided_at",),
    ),
]
# Rows are counted under the codes of these; which region a force lies in is asked when reading.
OF_PLACES = [
    Watched("forces_force", "places", ("id", "code")),
    Watched("forces_region", "places", ("id", "code")),
]
WATCHED = [OUTCOME, *OF_CASES, *OF_THREATS, *OF_REQUESTS, *OF_PLACES]
