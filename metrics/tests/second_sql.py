"""The SQL of the second count, measure by measure: what the contract's section 6 says, again.

Each statement makes `things`: one row for whatever the measure looks at, with the rule that leaves
it out (`''` where it counts). `{known}`, `{first}` and `{last}` are the moment and the period;
`{london:x}` is the day of a moment in London and `{next:x}` the day after.
"""

COMMON = """
parts AS (
    SELECT p.id, p.case_id, p.part, p.from_on, p.recorded_at, r.code AS region,
        CASE WHEN p.ended_at <= {known} THEN p.until_on END AS until_on
    FROM cases_caseregion p JOIN forces_region r ON r.id = p.region_id
    WHERE p.recorded_at <= {known}
),
homes AS (
    SELECT c.id AS case_id, c.opened_on, f.code AS force, r.code AS home, coalesce(
        (SELECT k.primary_type FROM cases_classification k
            WHERE k.case_id = c.id AND k.at <= {known} ORDER BY k.at DESC, k.id DESC LIMIT 1),
        (SELECT k.primary_type FROM cases_classification k
            WHERE k.case_id = c.id ORDER BY k.at, k.id LIMIT 1),
        c.primary_type
    ) AS primary_type
    FROM cases_case c
    JOIN forces_force f ON f.id = c.requesting_force_id
    LEFT JOIN forces_region r ON r.id = f.region_id
)"""
FLAGGED = """
flagged AS (
    SELECT t.id,
        (SELECT {yes:g.identified_by_toex} FROM cases_threatflags g
            WHERE g.threat_id = t.id AND g.at <= {known}
            ORDER BY g.at DESC, g.id DESC LIMIT 1) AS ours,
        (SELECT {yes:g.high_harm} FROM cases_threatflags g
            WHERE g.threat_id = t.id AND g.at <= {known}
            ORDER BY g.at DESC, g.id DESC LIMIT 1) AS harm
    FROM cases_threat t WHERE t.created_at <= {known}
)"""
EVENTS = """
events AS (
    SELECT o.id, o.case_id, o.occurred_on, o.recorded_at, o.subject_key, o.threat_id,
        {amount} AS amount,
        CASE WHEN o.country = 'GB' THEN 0 ELSE 1 END AS abroad,
        CASE
            WHEN o.voided_at <= {known} THEN 'void'
            WHEN o.verified_at IS NULL OR o.verified_at > {known} THEN 'not_verified'
            WHEN o.attribution NOT IN ({attributions}) THEN 'attribution'
            ELSE ''
        END AS rule,
        f.code AS force, r.code AS home
    FROM cases_outcome o
    LEFT JOIN forces_force f ON f.id = o.force_id
    LEFT JOIN forces_region r ON r.id = f.region_id
    WHERE o.kind = '{kind}' AND {only} AND o.recorded_at <= {known} AND o.occurred_on <= {last}
)"""
THING_OF_EVENT = """
    SELECT 'outcome' AS row_of, e.id, e.case_id, e.occurred_on AS day, e.force, e.home,
        NULL AS held_by, h.primary_type, e.abroad, e.amount,
        CASE WHEN e.subject_key = '' THEN e.amount ELSE 0 END AS unkeyed, 0 AS days, {rule} AS rule
    FROM {events} e JOIN homes h ON h.case_id = e.case_id
    WHERE e.occurred_on >= {first}"""
OF_EVENTS = f"{EVENTS}, things AS ({THING_OF_EVENT})"
# A person: once in the period, at home and abroad apart, at the earliest qualifying event.
OF_PEOPLE = f"""{EVENTS},
ranked AS (
    SELECT e.*, row_number() OVER (
        PARTITION BY rule, abroad, subject_key ORDER BY occurred_on, recorded_at, id
    ) AS place
    FROM events e WHERE occurred_on >= {{first}}
),
things AS ({THING_OF_EVENT})"""
# A threat: once ever, at the earliest qualifying event of all time.
OF_IDENTIFIED = f"""{EVENTS}, {FLAGGED},
judged AS (
    SELECT e.id AS judged, CASE
        WHEN e.rule <> '' THEN e.rule
        WHEN g.ours = 1 THEN ''
        ELSE 'not_identified_by_toex' END AS verdict
    FROM events e LEFT JOIN flagged g ON g.id = e.threat_id
),
ranked AS (
    SELECT e.*, j.verdict, row_number() OVER (
        PARTITION BY j.verdict, abroad, threat_id ORDER BY occurred_on, recorded_at, id
    ) AS place
    FROM events e JOIN judged j ON j.judged = e.id
),
things AS ({THING_OF_EVENT})"""
PEOPLE_RULE = """CASE
        WHEN e.rule <> '' THEN e.rule
        WHEN e.subject_key <> '' AND e.place > 1 THEN 'counted_elsewhere'
        ELSE '' END"""
THREAT_RULE = """CASE
        WHEN e.verdict <> '' THEN e.verdict
        WHEN e.place > 1 THEN 'counted_elsewhere'
        ELSE '' END"""
THING_OF_CASE = """
    SELECT '{row_of}' AS row_of, {id} AS id, h.case_id, {day} AS day, h.force, h.home,
        NULL AS held_by, h.primary_type, 0 AS abroad, 1 AS amount, 0 AS unkeyed,
        {days} AS days, '' AS rule
    FROM {rows} JOIN homes h ON h.case_id = x.case_id"""


def of_cases(rows, *, row_of="case", number="h.case_id", day="x.day", days="0"):
    """Return things that stand where their case does; `rows` is a source named `x`."""
    words = {"row_of": row_of, "id": number, "day": day, "days": days, "rows": rows}
    thing = THING_OF_CASE
    for name, word in words.items():
        thing = thing.replace("{" + name + "}", word)
    return f"things AS ({thing})"


SUPPORTED = f"""{FLAGGED},
worked AS (
    SELECT l.threat_id, a.id, a.case_id, a.occurred_at, a.recorded_at,
        {{london:a.occurred_at}} AS day
    FROM cases_activity a
    JOIN cases_casethreat l ON l.case_id = a.case_id AND l.linked_at <= {{known}}
    JOIN flagged g ON g.id = l.threat_id
    WHERE a.kind = 'development' AND a.recorded_at <= {{known}} AND {{only}}
),
earliest AS (
    SELECT w.*, row_number() OVER (
        PARTITION BY threat_id ORDER BY occurred_at, recorded_at, id
    ) AS place
    FROM worked w WHERE day BETWEEN {{first}} AND {{last}}
),
{of_cases("(SELECT * FROM earliest WHERE place = 1) x", row_of="activity", number="x.id")}"""
SPELLS = """
spells AS (
    SELECT s.case_id, {yes:s.is_first} AS is_first, s.opened_on,
        CASE WHEN s.closed_at <= {known} THEN s.closed_on END AS closed_on
    FROM cases_spell s WHERE s.opened_at <= {known}
),
supported AS (
    SELECT case_id, max(CASE WHEN closed_on < {last} THEN closed_on ELSE {last} END) AS day
    FROM spells
    WHERE opened_on <= {last} AND (closed_on IS NULL OR closed_on >= {first}) GROUP BY case_id
)"""
WHERE_SUPPORTED = "s JOIN supported u ON u.case_id = s.case_id"
OPENED = f"""(SELECT s.case_id, u.day FROM spells {WHERE_SUPPORTED}
    WHERE s.is_first = 1 AND s.opened_on BETWEEN {{first}} AND {{last}}) x"""
CLOSED = f"""(SELECT s.case_id, u.day FROM spells {WHERE_SUPPORTED}
    WHERE s.closed_on BETWEEN {{first}} AND {{last}}) x"""
STOCK = f"""(SELECT DISTINCT s.case_id, u.day FROM spells {WHERE_SUPPORTED}
    WHERE s.opened_on <= {{last}} AND (s.closed_on IS NULL OR s.closed_on > {{last}})) x"""
PRODUCTS = """(SELECT p.case_id, p.delivered_on AS day FROM cases_product p
    WHERE p.recorded_at <= {known} AND p.delivered_on BETWEEN {first} AND {last}) x"""

ASKED = """
stays AS (
    SELECT s.id, s.request_id, r.code AS region, s.from_at,
        CASE WHEN s.until_at <= {known} THEN s.until_at END AS until_at
    FROM tasking_requestregion s JOIN forces_region r ON r.id = s.region_id
    WHERE s.from_at <= {known}
),
asked AS (
    SELECT q.id, q.submitted_at, {london:q.submitted_at} AS sent_on, f.code AS force,
        r.code AS home, coalesce(
            (SELECT k.primary_type FROM tasking_classification k
                WHERE k.request_id = q.id AND k.at <= {known}
                ORDER BY k.at DESC, k.id DESC LIMIT 1),
            (SELECT k.primary_type FROM tasking_classification k
                WHERE k.request_id = q.id ORDER BY k.at, k.id LIMIT 1),
            q.primary_type
        ) AS primary_type
    FROM tasking_taskingrequest q
    JOIN forces_force f ON f.id = q.force_id LEFT JOIN forces_region r ON r.id = f.region_id
    WHERE q.submitted_at <= {known}
),
decided AS (
    SELECT d.id, d.request_id, d.outcome, d.decided_at, {london:d.decided_at} AS day
    FROM tasking_decision d WHERE d.decided_at <= {known}
)"""
THING_OF_REQUEST = """
things AS (
    SELECT 'request' AS row_of, q.id, CAST(NULL AS integer) AS case_id, x.day, q.force, q.home,
        (SELECT s.region FROM stays s WHERE s.request_id = q.id AND s.from_at <= x.moment
            AND (s.until_at IS NULL OR x.moment < s.until_at)
            ORDER BY s.from_at DESC, s.id DESC LIMIT 1) AS held_by,
        q.primary_type, 0 AS abroad, 1 AS amount, 0 AS unkeyed, {days} AS days, '' AS rule
    FROM asked q JOIN x ON x.request_id = q.id
)"""
NO_DAYS = THING_OF_REQUEST.replace("{days}", "0")
RECEIVED = f"""{ASKED},
x AS (
    SELECT id AS request_id, sent_on AS day, submitted_at AS moment FROM asked
    WHERE sent_on BETWEEN {{first}} AND {{last}}
), {NO_DAYS}"""
DECIDED = f"""{ASKED},
ranked AS (
    SELECT d.*, row_number() OVER (PARTITION BY request_id ORDER BY decided_at, id) AS place
    FROM decided d WHERE day BETWEEN {{first}} AND {{last}} AND outcome IN ({{outcomes}})
),
x AS (SELECT request_id, day, decided_at AS moment FROM ranked WHERE place = 1), {NO_DAYS}"""

# Whole days are counted off a calendar, each day that no pause takes.
CALENDAR = """
calendar(day) AS (
    SELECT {day:2021-09-01} UNION ALL SELECT {next:day} FROM calendar WHERE day < {last}
)"""
DAYS = """(SELECT count(*) FROM calendar c
        WHERE c.day >= {began} AND c.day < x.day AND NOT EXISTS (
            SELECT 1 FROM pauses p WHERE p.owner = {owner} AND p.from_on <= c.day
                AND (p.until_on IS NULL OR c.day < p.until_on)))"""
RETURNS = """
pauses AS (
    SELECT b.request_id AS owner, {london:b.returned_at} AS from_on,
        CASE WHEN b.resubmitted_at <= {known} THEN {london:b.resubmitted_at} END AS until_on
    FROM tasking_returnspell b WHERE b.returned_at <= {known}
)"""
HOLDS = """
pauses AS (
    SELECT b.case_id AS owner, {london:b.held_at} AS from_on,
        CASE WHEN b.resumed_at <= {known} THEN {london:b.resumed_at} END AS until_on
    FROM cases_hold b WHERE b.held_at <= {known}
)"""
TO_REQUEST_DAYS = THING_OF_REQUEST.replace(
    "{days}", DAYS.replace("{began}", "q.sent_on").replace("{owner}", "q.id")
)
TO_DECISION = f"""{CALENDAR}, {ASKED}, {RETURNS},
ranked AS (
    SELECT d.*, row_number() OVER (PARTITION BY request_id ORDER BY decided_at, id) AS place
    FROM decided d WHERE outcome <> 'defer'
),
x AS (
    SELECT request_id, day, decided_at AS moment FROM ranked
    WHERE place = 1 AND day BETWEEN {{first}} AND {{last}}
), {TO_REQUEST_DAYS}"""


def since_opening(table, day):
    """Return the times from a case being opened to the first `day` that `table` has for it."""
    first = f"""(SELECT case_id, min({day}) AS day FROM {table}
        WHERE recorded_at <= {{known}} GROUP BY case_id
        HAVING min({day}) BETWEEN {{first}} AND {{last}}) x"""
    days = DAYS.replace("{began}", "h.opened_on").replace("{owner}", "h.case_id")
    return f"{CALENDAR}, {HOLDS}, {of_cases(first, days=days)}"
