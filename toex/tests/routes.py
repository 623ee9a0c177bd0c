"""Every route: whose it is, and what row stands behind it."""

from dataclasses import dataclass, field

from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role

LEAD, GATEWAY, MANAGER, ANALYST, OFFICE, AUDITOR, ADMIN, NOBODY = [*Role, ""]
REGION = frozenset(REGION_ROLES)
FORCE = frozenset(FORCE_ROLES)
WORKERS = frozenset({MANAGER, ANALYST})
OPERATIONAL = FORCE | REGION | {OFFICE}
EVERYONE = frozenset([*Role, ""])
NO_ONE = frozenset()


@dataclass(frozen=True)
class Route:
    """`readers` may GET it at home; `writers` may do something by POST; `row` stands behind it.

    `words` are what else stands in the address, `query` what a GET must ask for.
    """

    readers: frozenset = NO_ONE
    writers: frozenset = NO_ONE
    row: str | None = None
    words: dict = field(default_factory=dict, hash=False)
    query: str = ""


PUBLIC = {"home", "help", "health", "accounts:sign-in", "accounts:set-password", "nowhere"}


def reads(*roles, **rest):
    """Return a route that only shows something."""
    return Route(frozenset(roles), NO_ONE, **rest)


def step(row, *roles):
    """Return a route that takes one step by POST."""
    return Route(NO_ONE, frozenset(roles), row)


def act(row, *roles):
    """Return a route with a form of its own: whoever may send it may open it."""
    return Route(frozenset(roles), frozenset(roles), row)


GROUND = {
    "home": Route(EVERYONE, EVERYONE),
    "help": Route(EVERYONE, EVERYONE),
    "health": Route(EVERYONE, EVERYONE),
    "nowhere": Route(),
    "system-health": reads(ADMIN),
    "schema": reads(*EVERYONE),
    "docs": reads(*EVERYONE),
    "accounts:sign-in": Route(EVERYONE, EVERYONE),
    "accounts:sign-out": Route(NO_ONE, EVERYONE),
    "accounts:set-password": Route(EVERYONE, EVERYONE, words={"uidb64": "MA", "token": "x-y"}),
    "accounts:account": reads(*EVERYONE),
    "accounts:history": reads(*EVERYONE),
    "accounts:delete-keys": Route(NO_ONE, EVERYONE),
    "accounts:password": Route(EVERYONE, EVERYONE),
    "accounts:people": reads(ADMIN),
    "accounts:invite": Route(frozenset({ADMIN}), frozenset({ADMIN})),
    "accounts:person": Route(frozenset({ADMIN}), frozenset({ADMIN}), "person"),
    "accounts:last-day": Route(frozenset({ADMIN}), frozenset({ADMIN}), "person"),
    "accounts:act-on-person": Route(NO_ONE, frozenset({ADMIN}), "person", {"act": "close"}),
    "accounts:places": reads(ADMIN),
    "accounts:contacts": reads(*EVERYONE),
    "accounts:gateway": Route(frozenset({MANAGER}), frozenset({MANAGER})),
    "notices:notices": reads(*EVERYONE),
    "notices:open": reads(GATEWAY, row="notice"),
    "notices:read": step("notice", GATEWAY),
    "notices:read-all": Route(NO_ONE, EVERYONE),
    "notices:preferences": Route(EVERYONE, EVERYONE),
    "forces-api:region-list": reads(*EVERYONE),
    "forces-api:region-detail": reads(*EVERYONE, words={"code": "ERSOU"}),
    "forces-api:force-list": reads(*EVERYONE),
    "forces-api:force-detail": reads(*EVERYONE, words={"code": "essex"}),
}

TASKING_API = {
    "tasking-api:request-list": Route(OPERATIONAL, frozenset({LEAD, GATEWAY})),
    "tasking-api:request-detail": reads(*OPERATIONAL, row="request"),
    "tasking-api:request-pass-on": step("request", GATEWAY),
    "tasking-api:request-refer": step("request", GATEWAY),
    "tasking-api:request-resubmit": step("request", LEAD),
    "tasking-api:request-return-to-force": step("request", GATEWAY, MANAGER),
    "tasking-api:request-start-triage": step("request", GATEWAY),
    "tasking-api:request-submit": step("request", LEAD),
    "tasking-api:request-withdraw": step("request", LEAD),
    "tasking-api:request-messages": Route(FORCE | REGION, FORCE | REGION, "request"),
    "tasking-api:request-assessments": Route(OPERATIONAL, FORCE | REGION, "request"),
    "tasking-api:meeting-list": Route(REGION | {OFFICE}, frozenset({MANAGER})),
    "tasking-api:meeting-detail": reads(*REGION, row="meeting"),
    "tasking-api:meeting-sign": step("meeting", MANAGER),
    "tasking-api:meeting-declare": step("meeting", MANAGER),
    "tasking-api:meeting-conflicts": reads(*REGION, row="meeting"),
    "tasking-api:meeting-actions": Route(REGION, frozenset({MANAGER}), "meeting"),
    "tasking-api:action-list": reads(*REGION, OFFICE),
    "tasking-api:action-detail": reads(*REGION, row="action"),
    "tasking-api:action-done": step("action", MANAGER, ANALYST),
    "tasking-api:scoring-model-list": reads(*EVERYONE),
    "tasking-api:scoring-model-detail": reads(*EVERYONE, words={"name": "DEMO-TACTICAL@1.0.0"}),
}

CASE_STEPS = {
    "agree-terms": (MANAGER, ANALYST),
    "close": (MANAGER,),
    "deliver": (MANAGER, ANALYST),
    "hold": (MANAGER, ANALYST),
    "reassess": (MANAGER, ANALYST),
    "reclassify": (MANAGER, ANALYST),
    "reopen": (MANAGER,),
    "restrict": (MANAGER,),
    "resume": (MANAGER, ANALYST),
    "transfer-lead": (MANAGER,),
    "unrestrict": (MANAGER,),
}
THREAT_STEPS = ("activate", "archive", "flag", "map-threat")

CASES_API = {
    "cases-api:case-list": reads(*OPERATIONAL),
    "cases-api:case-detail": reads(*OPERATIONAL, row="case"),
    **{f"cases-api:case-{name}": step("case", *who) for name, who in CASE_STEPS.items()},
    "cases-api:request-decide": step("request", MANAGER),
    "cases-api:case-activities": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-tasks": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-subjects": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-threats": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-assessments": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-members": Route(WORKERS, frozenset({MANAGER}), "case"),
    "cases-api:case-outcomes": Route(WORKERS | FORCE | {OFFICE}, WORKERS, "case"),
    "cases-api:case-forces": Route(WORKERS, frozenset({MANAGER}), "case"),
    "cases-api:case-regions": Route(WORKERS, frozenset({MANAGER}), "case"),
    "cases-api:case-products": reads(*OPERATIONAL, row="case"),
    "cases-api:case-task-done": step("task", MANAGER, ANALYST),
    "cases-api:case-files": Route(WORKERS, WORKERS, "case"),
    "cases-api:case-file-withdraw": step("case_file", *WORKERS),
    "cases-api:case-members-end": step("member", MANAGER),
    "cases-api:case-forces-end": step("case_force", MANAGER),
    "cases-api:case-regions-end": step("case_region", MANAGER),
    "cases-api:outcome-list": reads(*WORKERS, LEAD, OFFICE),
    "cases-api:outcome-detail": reads(*WORKERS, LEAD, OFFICE, row="outcome"),
    "cases-api:outcome-queries": Route(WORKERS | {OFFICE}, WORKERS | {OFFICE}, "outcome"),
    "cases-api:outcome-confirm": step("outcome", LEAD),
    "cases-api:outcome-dispute": step("outcome", LEAD),
    "cases-api:outcome-verify": step("outcome", MANAGER),
    "cases-api:outcome-void": step("outcome", MANAGER, ANALYST),
    "cases-api:threat-list": reads(*WORKERS, OFFICE),
    "cases-api:threat-detail": reads(*WORKERS, OFFICE, row="threat"),
    **{f"cases-api:threat-{name}": step("threat", *WORKERS) for name in THREAT_STEPS},
    "cases-api:import-list": Route(frozenset({MANAGER, OFFICE}), frozenset({MANAGER})),
    "cases-api:import-detail": reads(MANAGER, OFFICE, row="return"),
}

TASKING_PAGES = {
    "tasking:requests": reads(*OPERATIONAL),
    "tasking:export-requests": Route(OPERATIONAL, OPERATIONAL, words={"format": "csv"}),
    "tasking:before": Route(frozenset({LEAD, GATEWAY}), frozenset({LEAD, GATEWAY})),
    "tasking:request": reads(*OPERATIONAL, row="request"),
    "tasking:tasks": reads(LEAD, row="request"),
    "tasking:check": reads(LEAD, row="request"),
    "tasking:submit": step("request", LEAD),
    "tasking:sent": reads(*OPERATIONAL, row="request"),
    "tasking:score": Route(FORCE | REGION, FORCE | REGION, "request"),
    "tasking:messages": Route(OPERATIONAL, FORCE | REGION, "request"),
    "tasking:files": Route(FORCE | REGION, FORCE | REGION, "request"),
    "tasking:file": Route(FORCE | REGION, FORCE | REGION, "file"),
    "tasking:remove-file": step("file", LEAD),
    "tasking:triage": reads(GATEWAY, row="request"),
    "tasking:section": Route(FORCE, FORCE, "request", {"section": "threat"}),
    "tasking:step": Route(FORCE, FORCE, "request", {"step": "withdraw"}),
    "tasking:give-opinion": Route(EVERYONE, EVERYONE),
    "tasking:opinions": reads(OFFICE),
    "tasking:queue": reads(*REGION, OFFICE),
    "tasking:save-view": Route(OPERATIONAL, OPERATIONAL, query="list=/requests/?q=Exercise"),
    "tasking:delete-view": Route(frozenset({GATEWAY}), frozenset({GATEWAY}), "view"),
    "tasking:meetings": reads(*REGION, OFFICE),
    "tasking:plan-meeting": Route(frozenset({MANAGER}), frozenset({MANAGER})),
    "tasking:meeting": reads(*REGION, row="meeting"),
    "tasking:change-meeting": Route(frozenset({MANAGER}), frozenset({MANAGER}), "meeting"),
    "tasking:build-agenda": Route(frozenset({MANAGER}), frozenset({MANAGER}), "meeting"),
    "tasking:sign-meeting": Route(frozenset({MANAGER}), frozenset({MANAGER}), "meeting"),
    "tasking:declare-conflicts": Route(
        frozenset({MANAGER}), frozenset({MANAGER}), "meeting", {"place": 1}
    ),
    "tasking:add-action": Route(frozenset({MANAGER}), frozenset({MANAGER}), "meeting"),
    "tasking:agenda-pack": reads(*REGION, row="meeting"),
    "tasking:decision-letter": reads(*OPERATIONAL, row="decision"),
    "tasking:actions": reads(*REGION),
    "tasking:action": reads(*REGION, row="action"),
    "tasking:close-action": Route(
        frozenset({MANAGER, ANALYST}), frozenset({MANAGER, ANALYST}), "action"
    ),
    "tasking:covers": reads(*REGION, ADMIN),
    "tasking:arrange-cover": Route(frozenset({MANAGER, ADMIN}), frozenset({MANAGER, ADMIN})),
    "tasking:cover": reads(*REGION, ADMIN, row="cover"),
    "tasking:end-cover": act("cover", MANAGER, ADMIN, ANALYST),
    "tasking:change-action": Route(frozenset({MANAGER}), frozenset({MANAGER}), "action"),
}


CASES_PAGES = {
    "cases:decide": act("request", MANAGER),
    "cases:your-work": reads(*WORKERS),
    "cases:cases": reads(*OPERATIONAL),
    "cases:export-cases": Route(OPERATIONAL, OPERATIONAL, words={"format": "ods"}),
    "cases:export-outcomes": Route(
        WORKERS | {LEAD, OFFICE}, WORKERS | {LEAD, OFFICE}, words={"format": "ods"}
    ),
    "cases:case": reads(*OPERATIONAL, row="case"),
    "cases:terms": reads(*OPERATIONAL, row="case"),
    "cases:tasks": reads(*WORKERS, row="case"),
    "cases:add-task": act("case", *WORKERS),
    "cases:task-done": step("task", *WORKERS),
    "cases:products": reads(*OPERATIONAL, row="case"),
    "cases:case-outcomes": reads(*WORKERS, LEAD, OFFICE, row="case"),
    "cases:record-outcome": act("case", *WORKERS),
    "cases:people": reads(*WORKERS, row="case"),
    "cases:add-member": act("case", MANAGER),
    "cases:add-force": act("case", MANAGER),
    "cases:add-region": act("case", MANAGER),
    "cases:add-subject": act("case", *WORKERS),
    "cases:link-threat": act("case", *WORKERS),
    "cases:end-member": act("member", MANAGER),
    "cases:end-force": act("case_force", MANAGER),
    "cases:end-region": act("case_region", MANAGER),
    "cases:files": Route(WORKERS, WORKERS, "case"),
    "cases:file": act("case_file", *WORKERS),
    "cases:add-version": act("case_file", *WORKERS),
    "cases:withdraw-file": act("case_file", *WORKERS),
    "cases:timeline": reads(*WORKERS, row="case"),
    "cases:add-activity": act("case", *WORKERS),
    "cases:access": reads(*WORKERS, row="case"),
    "cases:assess": act("case", *WORKERS),
    "cases:assess-by-levels": act("case", *WORKERS),
    "cases:agree-terms": act("case", *WORKERS),
    "cases:deliver": act("case", *WORKERS),
    "cases:reassess": act("case", *WORKERS),
    "cases:close": act("case", MANAGER),
    "cases:reopen": act("case", MANAGER),
    "cases:hold": act("case", *WORKERS),
    "cases:resume": step("case", *WORKERS),
    "cases:reclassify": act("case", *WORKERS),
    "cases:transfer-lead": act("case", MANAGER),
    "cases:restrict": act("case", MANAGER),
    "cases:unrestrict": step("case", MANAGER),
    "cases:say-why": act("case", OFFICE),
    "cases:answer-survey": act("case", LEAD),
    "cases:surveys": reads(MANAGER, OFFICE),
    "cases:surveys-to-answer": reads(LEAD),
    "cases:workload": reads(MANAGER),
    "cases:assign-selected": act(None, MANAGER),
    "cases:hand-over": act(None, MANAGER),
    "cases:work-of-analyst": reads(MANAGER, row="analyst"),
    "cases:outcomes": reads(*WORKERS, LEAD, OFFICE),
    "cases:outcomes-to-confirm": reads(LEAD),
    "cases:outcomes-to-verify": reads(MANAGER),
    "cases:verify-selected": act(None, MANAGER),
    "cases:outcome": reads(*WORKERS, LEAD, OFFICE, row="outcome"),
    "cases:outcome-queries": act("outcome", *WORKERS, OFFICE),
    "cases:change-outcome": act("outcome", ANALYST),
    "cases:verify-outcome": step("outcome", MANAGER),
    "cases:confirm-outcome": step("outcome", LEAD),
    "cases:void-outcome": act("outcome", MANAGER, ANALYST),
    "cases:dispute-outcome": act("outcome", LEAD),
    "cases:search": reads(*OPERATIONAL, query="q=CNRY"),
    "cases:threats": reads(*WORKERS, OFFICE),
    "cases:threat": reads(*WORKERS, OFFICE, row="threat"),
    "cases:map-threat": step("threat", *WORKERS),
    "cases:activate-threat": step("threat", *WORKERS),
    "cases:archive-threat": act("threat", *WORKERS),
    "cases:flag-threat": act("threat", *WORKERS),
    "cases:imports": Route(frozenset({MANAGER, OFFICE}), frozenset({MANAGER})),
    "cases:return-template": reads(MANAGER),
    "cases:import": reads(MANAGER, OFFICE, row="return"),
}

ONE_CELL = "measure=arrests&period=2025/26"

QUARTERS = {
    "metrics:quarters": reads(*WORKERS, OFFICE),
    "metrics:quarter": reads(*WORKERS, OFFICE, row="quarter"),
    "metrics:confirm-quarter": act("quarter", MANAGER),
    "metrics:reopen-quarter": act("quarter", OFFICE),
    "metrics:quality": reads(*WORKERS, OFFICE),
    "metrics:questions": reads(OFFICE),
    "metrics:save-question": Route(frozenset({OFFICE}), frozenset({OFFICE})),
    "metrics:question": reads(OFFICE, row="question"),
    "metrics:question-file": Route(frozenset({OFFICE}), frozenset({OFFICE}), "question"),
    "metrics-api:quarter-list": reads(*WORKERS, OFFICE),
    "metrics-api:quarter-detail": reads(*WORKERS, OFFICE, row="quarter"),
    "metrics-api:quarter-confirm": step("quarter", MANAGER),
    "metrics-api:quarter-reopen": step("quarter", OFFICE),
}

METRICS = {
    "metrics:figures": reads(*OPERATIONAL),
    "metrics:glance": reads(*OPERATIONAL),
    "metrics:records": reads(OFFICE, query=ONE_CELL),
    "metrics:signals": reads(*OPERATIONAL),
    "metrics:signals-regions": reads(OFFICE),
    "metrics:signals-between": reads(OFFICE),
    "metrics:start-anew": Route(frozenset({OFFICE, MANAGER}), frozenset({OFFICE, MANAGER})),
    "metrics:withdraw-rebase": act("rebase", OFFICE, MANAGER),
    "metrics:measures": reads(*EVERYONE),
    "metrics:measure": reads(*EVERYONE, words={"code": "arrests"}),
    "metrics-api:figures": reads(*OPERATIONAL, query=ONE_CELL),
    "metrics-api:records": reads(OFFICE, query=ONE_CELL),
    "metrics:releases": reads(*OPERATIONAL),
    "metrics:draft-release": Route(frozenset({OFFICE}), frozenset({OFFICE})),
    "metrics:release": reads(*OPERATIONAL, row="release"),
    "metrics:release-chart": reads(
        *OPERATIONAL, row="release", words={"code": "arrests-by-region"}
    ),
    "metrics:release-table": reads(*OPERATIONAL, row="release", words={"code": "events-by-force"}),
    "metrics:release-file": reads(*OPERATIONAL, row="release"),
    "metrics:triangle": reads(*OPERATIONAL),
    "metrics:revisions": reads(*OPERATIONAL, row="release"),
    "metrics:workspace": reads(OFFICE, row="release"),
    "metrics:plan-step": Route(
        frozenset({OFFICE}), frozenset({OFFICE}), "release", {"step": "quality"}
    ),
    "metrics:tick-off": Route(NO_ONE, frozenset({OFFICE}), "release", {"step": "quality"}),
    "metrics:send-back-release": act("release", OFFICE),
    "metrics:thaw-release": act("release", OFFICE),
    "metrics:discard-release": act("release", OFFICE),
    "metrics:disclosure": Route(frozenset({OFFICE}), frozenset({OFFICE}), "release"),
    "metrics:ask-for-attack": step("release", OFFICE),
    "metrics:alternatives": Route(frozenset({OFFICE}), frozenset({OFFICE}), "release"),
    "metrics:release-step": Route(NO_ONE, frozenset({OFFICE}), "release", {"step": "freeze"}),
    "metrics:early-access": Route(frozenset({OFFICE}), frozenset({OFFICE}), "release"),
    "metrics:end-early-access": step("release", OFFICE),
    "metrics-api:release-list": Route(OPERATIONAL, frozenset({OFFICE})),
    "metrics-api:release-detail": reads(*OPERATIONAL, row="release"),
    "metrics-api:release-freeze": step("release", OFFICE),
    "metrics-api:release-approve": step("release", OFFICE),
    "metrics-api:release-publish": step("release", OFFICE),
    "metrics-api:release-send-back": step("release", OFFICE),
    "metrics-api:release-thaw": step("release", OFFICE),
    "metrics-api:release-discard": step("release", OFFICE),
    "metrics-api:release-file": reads(*OPERATIONAL, row="release"),
    "metrics:packs": reads(*OPERATIONAL, row="release"),
    "metrics:ask-for-packs": step("release", OFFICE),
    "metrics:all-packs": Route(frozenset({OFFICE}), frozenset({OFFICE}), "release"),
    "metrics:pack": Route(OPERATIONAL, OPERATIONAL, "release", {"place": "force-essex"}),
    "metrics-api:measures": reads(*EVERYONE),
    "metrics-api:measure": reads(*EVERYONE, words={"code": "arrests"}),
}

AUDIT = {
    "audit:log": reads(AUDITOR),
    "audit:exports": reads(AUDITOR, MANAGER),
    "audit:integrity": reads(AUDITOR),
    "audit:check-trail": Route(NO_ONE, frozenset({AUDITOR})),
    "audit-api:auditevent-list": reads(AUDITOR),
    "audit-api:auditevent-integrity": reads(AUDITOR),
}

ROUTES = {
    **GROUND,
    **AUDIT,
    **TASKING_API,
    **TASKING_PAGES,
    **CASES_API,
    **CASES_PAGES,
    **METRICS,
    **QUARTERS,
}
