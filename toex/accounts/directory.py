"""Who is reached for what: regions in their order, with their Gateway, people and forces."""

from collections import defaultdict
from dataclasses import dataclass, field

from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.forces.models import Force, Region

IN_A_REGION = [Role.TOEX_MANAGER, Role.GATEWAY_OFFICER]
FOR_EVERYBODY = [Role.PROGRAMME_OFFICE, Role.ADMINISTRATOR]


@dataclass
class Place:
    """A region, or the bodies of none, with `people` of the region and (force, its leads)."""

    region: Region | None
    gateway: object = None
    people: list = field(default_factory=list)
    forces: list = field(default_factory=list)

    @property
    def name(self):
        return self.region.name if self.region else "Bodies without a region"


def directory(*, force=""):
    """Return every region, and the bodies of none; narrowed to forces with `force` in their name.

    Only people whose account is open are in it. It takes three queries, whatever there is.
    """
    wanted = force.strip().casefold()
    by_force, by_region = _people()
    forces = defaultdict(list)
    for body in Force.objects.by_name():
        if wanted in f"{body.name} {body.short_name} {body.code}".casefold():
            forces[body.region_id].append((body, by_force[body.pk]))
    places = [
        Place(region, getattr(region, "gateway", None), by_region[region.pk], forces[region.pk])
        for region in Region.objects.select_related("gateway").in_official_order()
    ]
    places.append(Place(None, forces=forces[None]))
    return [place for place in places if place.forces or (place.region and not wanted)]


def offices():
    """Return (role, its people by name) for those whom every page sends its readers to."""
    people = User.objects.active().filter(role__in=FOR_EVERYBODY).order_by("name", "pk")
    found = list(people.only("name", "role"))
    return [(role.label, [each for each in found if each.role == role]) for role in FOR_EVERYBODY]


def _people():
    """Return the force leads by force, and the people of a region by region, each by name."""
    by_force, by_region = defaultdict(list), defaultdict(list)
    people = User.objects.active().filter(role__in=[Role.FORCE_LEAD, *IN_A_REGION])
    for person in people.order_by("name", "pk").only("name", "role", "force", "region"):
        if person.role == Role.FORCE_LEAD:
            by_force[person.force_id].append(person)
        else:
            by_region[person.region_id].append(person)
    for people in by_region.values():
        people.sort(key=lambda person: IN_A_REGION.index(person.role))
    return by_force, by_region
