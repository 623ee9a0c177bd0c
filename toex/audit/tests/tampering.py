"""A sealed trail of two weeks, and the ways in which somebody with SQL may change it.

Each way is a function of a trail and a generator; it returns the number of the first event that is
then wrong.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from toex.accounts.tests.factories import UserFactory
from toex.audit.integrity import seal_events
from toex.audit.integrity.canonical import COLUMNS, as_ranges
from toex.audit.integrity.digests import leaf_digest, seal_digest
from toex.audit.models import Act, AuditEvent, Leaf, Seal
from toex.forces.models import Region

START = datetime(2026, 3, 23, 9, tzinfo=UTC)  # the clocks change on the 29th
EACH = 8  # events a seal, with every ninth number left out as by a transaction taken back
SEALS = 14
NAMES = [field.column for field in AuditEvent._meta.concrete_fields]
PLAIN = ("action", "target_model", "target", "within", "note")


@dataclass
class Trail:
    end: datetime

    @property
    def events(self):
        return list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))

    @property
    def seals(self):
        return list(Seal.objects.order_by("number"))

    def lies_open(self):
        """Take the triggers away, as the owner of the tables can."""
        for table in ("audit_auditevent", "audit_seal", "audit_leaf"):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in ("UPDATE", "DELETE", "TRUNCATE"):
                run(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def write(number, at, **columns):
    """Add an event by its number, with something in each column."""
    told = {
        "act": Act.WRITE,
        "action": "case.close",
        "target_model": "cases.case",
        "target_pk": number,
        "target": f"TX-{number:06d}",
        "within": "TR-000001",
        "changes": {"state": ["delivered", "closed"], "on": {"b": 1, "a": None}},
        "shown": [f"TX-{number:06d}", "Exercise Ŵy"],
        "note": "Exercise ❄",
    }
    return AuditEvent.objects.create(pk=number, at=at, **(told | columns))


def make_trail():
    """Make a trail with a seal a day, and the newest a minute after the one before."""
    actor, region = UserFactory(), Region.objects.first() or UserFactory(analyst=True).region
    at = START
    for day in range(SEALS):
        at = START + timedelta(days=day) if day < SEALS - 1 else at + timedelta(minutes=1)
        for place in range(EACH):
            number = 10 + day * (EACH + 1) + place
            write(number, at - timedelta(seconds=9 - place), actor=actor, region=region)
        seal_events(at=at)
    return Trail(end=at + timedelta(seconds=30))


def change_a_column(trail, chance):
    number, name = chance.choice(trail.events), chance.choice(NAMES[1:])
    others = {
        "at": START - timedelta(microseconds=1),
        "actor_id": None,
        "act": "read",
        "target_pk": 3,
        "region_id": None,
        "shown": '["TX-000001"]',
        "changes": '{"state": ["delivered", "closed"], "on": {"b": 1, "a": 0}}',
    }
    value = others.get(name, "x") if name not in PLAIN else "x"
    run(f"UPDATE audit_auditevent SET {name} = %s WHERE id = %s", value, number)
    return number


def delete_the_first(trail, chance):
    upto = trail.events[chance.randrange(5)]
    run("DELETE FROM audit_auditevent WHERE id <= %s", upto)
    return 10


def delete_from_the_middle(trail, chance):
    gone = sorted(chance.sample(trail.events, 3))
    run("DELETE FROM audit_auditevent WHERE id IN (%s, %s, %s)", *gone)
    return gone[0]


def delete_the_last(trail, chance):
    first = trail.events[-1 - chance.randrange(5)]
    run("DELETE FROM audit_auditevent WHERE id >= %s", first)
    return first


def delete_with_the_leaf(trail, chance):
    number = chance.choice(trail.events)
    run("DELETE FROM audit_auditevent WHERE id = %s", number)
    run("DELETE FROM audit_leaf WHERE event = %s", number)
    return number


def insert(trail, chance):
    number = chance.choice([-1, 0, 3, 18, 45, 99])
    write(number, START)
    return number


def insert_with_a_leaf(trail, chance):
    number = chance.choice([3, 18, 45, 99, 126])
    row = write(number, START)
    values = AuditEvent.objects.filter(pk=row.pk).values_list(*COLUMNS).get()
    Leaf.objects.create(event=number, seal=2, digest=leaf_digest(b"a guess", values))
    return number


def swap(trail, chance):
    one, other = sorted(chance.sample(trail.events, 2))
    for here, there in ((one, -7), (other, one), (-7, other)):
        run("UPDATE audit_auditevent SET id = %s WHERE id = %s", there, here)
    return one


def duplicate(trail, chance):
    number, copied = chance.choice([3, 18, 45, 99]), chance.choice(trail.events)
    rest = ", ".join(NAMES[1:])
    run(
        f"INSERT INTO audit_auditevent (id, {rest}) SELECT %s, {rest} FROM audit_auditevent"
        " WHERE id = %s",
        number,
        copied,
    )
    return number


def make_again_without_the_key(trail, chance):
    number = change_a_column(trail, chance)
    seals, before = trail.seals, ""
    for seal in seals:
        if seal.last_event >= number:
            rows = AuditEvent.objects.filter(pk__range=(seal.first_event, seal.last_event))
            for row in rows.values_list(*COLUMNS):
                digest = leaf_digest(b"a guess", row)
                run("UPDATE audit_leaf SET digest = %s WHERE event = %s", digest, row[0])
            leaves = Leaf.objects.filter(seal=seal.number).order_by("event")
            seal.digest = seal_digest(
                b"a guess", seal, before, leaves.values_list("event", "digest")
            )
            run("UPDATE audit_seal SET digest = %s WHERE number = %s", seal.digest, seal.number)
        before = seal.digest
    return next(seal.first_event for seal in seals if seal.last_event >= number)


def cut_the_tail(trail, chance):
    """Also what it is to put an older copy of the database back."""
    seal = trail.seals[-1 - chance.randrange(5)]
    run("DELETE FROM audit_auditevent WHERE id >= %s", seal.first_event)
    run("DELETE FROM audit_leaf WHERE seal >= %s", seal.number)
    run("DELETE FROM audit_seal WHERE number >= %s", seal.number)
    return seal.first_event


def replace_the_tail(trail, chance):
    """Cut the end, write as many other events, and let the service seal them."""
    numbers = trail.events
    first = cut_the_tail(trail, chance)
    for number in numbers:
        if number >= first:
            write(number, START, note="Another story")
    seal_events(at=trail.end)
    return first


def go_on_from_an_older_copy(trail, chance):
    first = cut_the_tail(trail, chance)
    write(first + 2000, trail.end)
    seal_events(at=trail.end)
    return first


def change_a_leaf(trail, chance):
    number = chance.choice(trail.events)
    run("UPDATE audit_leaf SET digest = %s WHERE event = %s", "0" * 64, number)
    return number


def delete_a_leaf(trail, chance):
    number = chance.choice(trail.events)
    run("DELETE FROM audit_leaf WHERE event = %s", number)
    return number


def move_a_leaf(trail, chance):
    seal = chance.choice(trail.seals[1:])
    run("UPDATE audit_leaf SET seal = seal - 1 WHERE event = %s", seal.first_event)
    return seal.first_event


def change_a_seal(trail, chance):
    seal = chance.choice(trail.seals)
    name, value = chance.choice(
        [("made_at", START), ("count", 3), ("digest", "0" * 64), ("numbers", "1-999999999999")]
    )
    run(f"UPDATE audit_seal SET {name} = %s WHERE number = %s", value, seal.number)
    if name == "made_at" and seal.number == 1:
        run("UPDATE audit_seal SET count = 3 WHERE number = 1")
    return 1 if name == "numbers" else seal.first_event


def delete_a_seal(trail, chance):
    seal = chance.choice(trail.seals)
    run("DELETE FROM audit_seal WHERE number = %s", seal.number)
    return seal.first_event


def rename_events_of_a_seal(trail, chance):
    seal = chance.choice(trail.seals)
    numbers = as_ranges(range(seal.first_event, seal.last_event))
    run("UPDATE audit_seal SET numbers = %s WHERE number = %s", numbers, seal.number)
    return seal.last_event


WAYS = [
    *(change_a_column, delete_the_first, delete_from_the_middle, delete_the_last),
    *(delete_with_the_leaf, insert, insert_with_a_leaf, swap, duplicate),
    *(make_again_without_the_key, cut_the_tail, replace_the_tail, go_on_from_an_older_copy),
    *(change_a_leaf, delete_a_leaf, move_a_leaf, change_a_seal, delete_a_seal),
    rename_events_of_a_seal,
]
