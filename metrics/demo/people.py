"""Who acts in the demonstration: the accounts that are printed, and nobody-in-particular else.

People of other forces and regions exist so that every act has somebody who did it; they have no
password and cannot sign in.
"""

from datetime import timedelta
from functools import cached_property

from django.contrib.auth.hashers import make_password

from tasking.models import ScoringModel
from toex.accounts.choices import MailUse, Role
from toex.accounts.models import User
from toex.accounts.services import change_gateway, set_last_day
from toex.forces.models import Force, Region

# Printed by the command; it opens made-up data only.
PASSWORD = "juniper-alder-bramble"  # nosec B105
POSTING = timedelta(days=120)
FORCES = ["essex", "kent", "northamptonshire", "west-midlands"]
REGIONS = ["ERSOU", "EMSOU", "ROCUWM", "YHROCU"]
IN_REGION = {
    "gateway": Role.GATEWAY_OFFICER,
    "manager": Role.TOEX_MANAGER,
    "manager2": Role.TOEX_MANAGER,
    "analyst": Role.ANALYST,
    "analyst2": Role.ANALYST,
}
NATIONAL = {
    "office@programme.example": Role.PROGRAMME_OFFICE,
    "office2@programme.example": Role.PROGRAMME_OFFICE,
    "auditor@programme.example": Role.AUDITOR,
    "admin@programme.example": Role.ADMINISTRATOR,
}


def accounts():
    """Return the addresses of the accounts that can sign in, with what each is."""
    told = {f"lead@{force}.example": Role.FORCE_LEAD for force in FORCES}
    for region in REGIONS:
        told |= {f"{who}@{region.lower()}.example": role for who, role in IN_REGION.items()}
    return told | NATIONAL


class Cast:
    """The people, places and scoring model that the stories need, by code."""

    def __init__(self):
        self.regions = {region.code: region for region in Region.objects.in_official_order()}
        self.forces = {force.code: force for force in Force.objects.select_related("region")}
        self.people = {}

    def add_people(self):
        """Add everybody who is not there yet, in one go."""
        password = make_password(PASSWORD)
        unusable = make_password(None)
        wanted = self._wanted()
        there = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
        printed = accounts()
        User.objects.bulk_create(
            User(email=email, password=password if email in printed else unusable, **fields)
            for email, fields in wanted.items()
            if email not in there
        )
        people = User.objects.select_related("region", "force__region").filter(email__in=wanted)
        self.people = {user.email: user for user in people}

    def name_gateways(self, at):
        """Let a manager of each region with accounts say how its Gateway is reached.

        The numbers are of those kept for drama; nobody answers them.
        """
        for number, code in enumerate(REGIONS, start=1):
            change_gateway(
                self.regions[code],
                version=0,
                by=self.of_region("manager", code),
                at=at,
                mailbox=f"team@{code.lower()}.example",
                telephone=f"01632 960 00{number}",
                mail=MailUse.ALSO if code == REGIONS[0] else MailUse.NONE,
            )

    def set_last_days(self, at):
        """Let the administrator say until when the second analyst of each region is here."""
        for code in REGIONS:
            analyst = self.of_region("analyst2", code)
            set_last_day(
                analyst,
                version=analyst.version,
                by=self.people["admin@programme.example"],
                at=at,
                last_day=at.date() + POSTING,
            )

    def _wanted(self):
        wanted = {}
        for code, force in self.forces.items():
            about = {"role": Role.FORCE_LEAD, "force": force}
            wanted[f"lead@{code}.example"] = about | {"name": f"Exercise Lead, {force}"}
        for code, region in self.regions.items():
            for who, role in IN_REGION.items():
                second = " 2" if who.endswith("2") else ""
                name = f"Exercise {role.label}{second}, {code}"
                about = {"role": role, "region": region, "name": name}
                wanted[f"{who}@{code.lower()}.example"] = about
        for email, role in NATIONAL.items():
            second = " 2" if "2@" in email else ""
            wanted[email] = {"role": role, "name": f"Exercise {role.label}{second}"}
        return wanted

    def of_force(self, code):
        return self.people[f"lead@{code}.example"]

    def of_region(self, who, code):
        return self.people[f"{who}@{code.lower()}.example"]

    @cached_property
    def model(self):
        return ScoringModel.objects.get(code="DEMO-TACTICAL", number="1.0.0")

    def forces_by_region(self):
        """Return {region: codes of its territorial forces}, in a fixed order."""
        told = {code: [] for code in self.regions}
        for force in Force.objects.territorial().select_related("region").order_by("code"):
            told[force.region.code].append(force.code)
        return told
