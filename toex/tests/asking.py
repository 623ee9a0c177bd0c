"""How tests ask the API, and how they bring a request and a case about over it."""

REQUEST = {
    "title": "Exercise Juniper 001",
    "primary_type": "ASE",
    "summary": "Synthetic: adverts that share one telephone.",
    "reasons": ["capacity", "geography"],
    "support_requested": ["intelligence_package", "network_chart"],
    "sio_name": "Exercise SIO",
    "sio_contact": "sio@essex.example",
    "safeguarding_done": "Synthetic: welfare visits made.",
    "immediate_risk": False,
    "flags": ["vawg"],
    "countries": ["RO"],
    "forces_affected": ["essex", "kent"],
}


def post(client, path, body=None, status=200, **headers):
    answer = client.post(f"/api/v1/{path}", body or {}, format="json", **headers)
    assert answer.status_code == status, (path, answer.status_code, answer.content[:600])
    return answer.json()


def get(client, path, status=200):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, (path, answer.status_code, answer.content[:600])
    return answer.json()


def codes(answer):
    return [(error["code"], error["attr"]) for error in answer["errors"]]


def make_request(people, upto="with_toex"):
    row = post(people["lead"], "tasking-requests/", REQUEST, 201)
    address = f"tasking-requests/{row['reference']}/"
    for who, step, state in [
        ("lead", "submit", "submitted"),
        ("gateway", "start-triage", "in_triage"),
        ("gateway", "refer", "with_toex"),
    ]:
        row = post(people[who], f"{address}{step}/", {"version": row["version"]})
        assert row["state"] == state
        if state == upto:
            break
    return row


def make_case(people):
    row = make_request(people)
    row = post(
        people["manager"],
        f"tasking-requests/{row['reference']}/decide/",
        {
            "version": row["version"],
            "outcome": "adopt",
            "rationale": "Beyond the force's reach.",
            "forum": "outside_meeting",
        },
    )
    return get(people["analyst"], f"cases/{row['case']}/")
