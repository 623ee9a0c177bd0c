"""What people write in the demonstration. All of it is made up, and says so."""

SUMMARIES = {
    "ASE": "Adverts for adult services share phone numbers and payers across three towns.",
    "CSE": "Children are met at takeaways in two towns and driven to addresses out of county.",
    "CSA-ON": "An online group shares links; two accounts look local.",
    "CCE-CL": "A line from a city uses children to carry and to stay in borrowed flats.",
    "CCE-O": "Children are made to steal to order from shops along one road.",
    "ACE": "Adults with care needs are used to hold bank accounts and stolen goods.",
    "LAB": "Workers at car washes and a factory say that their pay and papers are kept.",
    "DS": "A domestic worker has not been seen outside for months.",
    "ORG": "A hospital reports a traveller who did not know why he was being tested.",
    "FIN": "Older people are befriended and their savings moved in small amounts.",
    "OIC": "Small boats and lorries: one organiser, several drivers, debts worked off.",
    "FM-HBA": "A family plans a journey that one of them does not want.",
    "FRAUD-V": "People are recruited online and made to take part in fraud from rented flats.",
    "OTH": "A pattern that fits no type yet: the same van at four places of work.",
    "UNK": "Signs of control over several people; what kind is not yet known.",
}
SAFEGUARDING = "Synthetic. The people known have been visited and offered a place of safety."
REASONS = ["capacity", "capability", "geography", "data_volume", "complexity"]
SUPPORT = [
    "subject_profile",
    "intelligence_package",
    "network_chart",
    "comms_analysis",
    "open_source",
]
FLAGS = ["vawg", "online", "asw", "cross_force", "international", "group_based", "drugs", "repeat"]
RATIONALES = {
    "adopt": "Synthetic. Beyond one force's reach; the region has analysts free. Harm is high.",
    "adopt_with_conditions": "Synthetic. Worth doing once the force has shared the phone data.",
    "defer": "Synthetic. A related operation ends soon; look at it again after that.",
    "refer": "Synthetic. A better place for this is found; the force agrees.",
    "decline": "Synthetic. The force can do this itself with advice, which it has been given.",
    "overtaken": "Synthetic. An arrest this morning has answered the question.",
}
WHY = {
    "give_back": "Which data does the force hold, and who can share it?",
    "withdraw": "Synthetic. The force has closed its own inquiry.",
    "pass_on": "Synthetic. Most of it happens in the other region.",
    "hold": "Synthetic. The SIO asks to wait for a court hearing.",
    "reopen": "Synthetic. New adverts with the same phone numbers.",
    "transfer": "Synthetic. The network has moved to the other region.",
    "restrict": "Synthetic. An officer may know one of the subjects.",
    "reclassify": "Synthetic. The work has shown what this is about.",
    "void": "Synthetic. Entered on the wrong day.",
    "withdraw_file": "Synthetic. It is about another exercise.",
    "dispute": "Synthetic. The force has a different day for this.",
    "close": "Synthetic. Products delivered and used; the threat has an owner.",
}
# Files of a case, by name: each as first added, and then as a newer version where there is one.
FILES = {
    "Exercise sightings.csv": [
        "place,day,seen by\nExercise car wash,3,SYN-A\n",
        "place,day,seen by\nExercise car wash,3,SYN-A\nExercise yard,9,SYN-B\n",
    ],
    "Exercise call chart.csv": ["from,to,calls\nSYN-1,SYN-2,14\nSYN-2,SYN-3,5\n"],
}
HANDLING = "Synthetic. For the team on this case; not to be copied."
CONFLICT = "Synthetic. Worked on this matter for the force that asks."
ACTIONS = [
    "Synthetic. Ask the force for the phone data that it holds.",
    "Synthetic. Ask the neighbouring region whether it knows the same numbers.",
    "Synthetic. Agree a date for the reassessment with the SIO.",
]
DEVELOPMENTS = [
    "Synthetic. Adverts and phone numbers matched; two new addresses found.",
    "Synthetic. Financial records read; payments lead to one account holder.",
    "Synthetic. Call data charted; three numbers stand in the middle.",
    "Synthetic. Open sources searched; accounts linked to earlier ones.",
]

# What people think of the service, and what they would improve.
OPINIONS = [
    ("satisfied", ""),
    ("very_satisfied", "Synthetic. Saved twice while the line was down, and nothing was lost."),
    ("satisfied", ""),
    ("neither", "Synthetic. The task list could say how long each part takes."),
    ("very_satisfied", ""),
    ("dissatisfied", "Synthetic. I looked for the answer to my question on the wrong page."),
]

# What investigating officers answer: helped, in time, would ask again, what to do differently.
SURVEYS = [
    ("yes", "yes", "yes", ""),
    (
        "yes",
        "partly",
        "yes",
        "Synthetic. The chart a week earlier would have helped with charging.",
    ),
    ("yes", "yes", "yes", "Synthetic. Say sooner which data the force should bring."),
    ("partly", "yes", "yes", ""),
    (
        "yes",
        "no",
        "partly",
        "Synthetic. The product came after the arrests; still of use at court.",
    ),
]


def request_fields(rng, story):
    """Return what the force writes into its request."""
    return {
        "title": story.title,
        "operation_name": story.operation,
        "summary": f"Synthetic. {SUMMARIES[story.type]}",
        "objectives": "Synthetic. Know who organises this, and who is at risk.",
        "sio_name": f"Exercise SIO {story.number:03d}",
        "sio_contact": f"sio-{story.number:03d}@{story.force}.example",
        "force_reference": f"EX/{story.number:04d}",
        "safeguarding_done": SAFEGUARDING,
        "immediate_risk": rng.random() < 0.12,
        "primary_type": story.type,
        "secondary_types": rng.sample(["OIC", "FIN", "ACE"], 1) if rng.random() < 0.3 else [],
        "flags": sorted(rng.sample(FLAGS, rng.randint(0, 3))),
        "reasons": sorted(rng.sample(REASONS, rng.randint(1, 3))),
        "support_requested": sorted(rng.sample(SUPPORT, rng.randint(1, 3))),
        "people_at_risk": rng.choice(["1-2", "3-5", "6-10", "11+", "unknown"]),
    }
