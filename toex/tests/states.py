"""The states in which pages are looked at besides their usual one, as data.

Words in braces are references of rows: `few_rows` of `test_browser_states.py` makes them.
"""

from toex.accounts.choices import Role

LEAD, GATEWAY, MANAGER, ANALYST = (
    Role.FORCE_LEAD,
    Role.GATEWAY_OFFICER,
    Role.TOEX_MANAGER,
    Role.ANALYST,
)
OFFICE, AUDITOR, ADMINISTRATOR = Role.PROGRAMME_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR

# Forms that are sent with every box empty.
FORMS = [
    (None, "/sign-in/"),
    (LEAD, "/account/password/"),
    (LEAD, "/requests/new/"),
    *((LEAD, f"/requests/{{draft}}/{name}/") for name in ("threat", "types", "harm", "help")),
    *((LEAD, f"/requests/{{draft}}/{name}/") for name in ("contacts", "handling")),
    (LEAD, "/requests/{draft}/score/?how=external"),
    (LEAD, "/requests/{returned}/resubmit/"),
    (LEAD, "/requests/{submitted}/withdraw/"),
    (GATEWAY, "/requests/new/"),
    (GATEWAY, "/requests/{in_triage}/return/"),
    (GATEWAY, "/requests/{in_triage}/pass-on/"),
    (MANAGER, "/requests/{with_toex}/decide/"),
    (MANAGER, "/meetings/new/"),
    (MANAGER, "/imports/"),
    (MANAGER, "/cases/{case}/tasks/add/"),
    (MANAGER, "/cases/{case}/files/"),
    (MANAGER, "/cases/{case}/timeline/add/"),
    *((MANAGER, f"/cases/{{case}}/people/{part}/add/") for part in ("members", "subjects")),
    *((MANAGER, f"/cases/{{case}}/people/{part}/add/") for part in ("forces", "regions")),
    (MANAGER, "/cases/{case}/people/threats/add/"),
    *((MANAGER, f"/cases/{{case}}/{step}/") for step in ("deliver", "hold", "restrict")),
    *((MANAGER, f"/cases/{{case}}/{step}/") for step in ("transfer-lead", "reclassify")),
    (MANAGER, "/outcomes/{outcome}/void/"),
    (ANALYST, "/cases/{begun}/agree-terms/"),
    (ANALYST, "/cases/{case}/outcomes/record/?kind=person_safeguarded"),
    (ANALYST, "/cases/{case}/outcomes/record/?kind=asset"),
    (ANALYST, "/outcomes/{outcome}/change/"),
    (OFFICE, "/releases/new/"),
    (ADMINISTRATOR, "/people/invite/"),
]

# Forms on a row that somebody else changed meanwhile, with what is typed into them.
DECISION = {"outcome": "adopt", "rationale": "Exercise reasons.", "forum": "outside_meeting"}
STALE = [
    (LEAD, "/requests/{draft}/threat/", {"summary": "Exercise: another text."}),
    (GATEWAY, "/requests/{in_triage}/return/", {"reason": "Exercise: say where."}),
    (MANAGER, "/requests/{with_toex}/decide/", DECISION),
    (MANAGER, "/cases/{case}/hold/", {"reason": "Exercise: overtaken."}),
    (ANALYST, "/outcomes/{outcome}/change/", {"evidence_reference": "EXERCISE/2"}),
]

# The pages that matter most on paper and in forced colours.
MAIN = [
    (LEAD, "/requests/"),
    (LEAD, "/requests/{draft}/tasks/"),
    (LEAD, "/requests/{draft}/check/"),
    (LEAD, "/requests/{returned}/"),
    (GATEWAY, "/queue/"),
    (GATEWAY, "/requests/{in_triage}/triage/"),
    (MANAGER, "/cases/{case}/"),
    (MANAGER, "/cases/{case}/outcomes/"),
    (MANAGER, "/cases/{case}/access/"),
    (MANAGER, "/outcomes/to-verify/"),
    (ANALYST, "/cases/"),
    (ANALYST, "/figures/"),
    (ANALYST, "/figures/glance/"),
    (OFFICE, "/quarters/"),
    (AUDITOR, "/access-log/"),
    (AUDITOR, "/integrity/"),
]

# Pages that say no, with the answer that each gives.
REFUSALS = [
    (None, "/nothing-here/", 404),
    (LEAD, "/requests/TR-999999/", 404),
    (ANALYST, "/cases/TX-999999/", 404),
    (ANALYST, "/requests/{with_toex}/decide/", 403),
    (LEAD, "/queue/", 403),
    (AUDITOR, "/cases/", 403),
    (MANAGER, "/cases/{case}/reopen/", 409),
]

# Lists with more rows than one page holds.
MANY = [(GATEWAY, "/queue/"), (MANAGER, "/requests/?tab=waiting"), (MANAGER, "/cases/")]
