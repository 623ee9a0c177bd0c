"""From a number of a release to the records behind it, for whoever may see those."""

from urllib.parse import urlencode

from django.urls import reverse

from metrics.choices import Breakdown, TableCode
from metrics.releases.take import UNKNOWN
from metrics.sight import part_of
from toex.forces.models import Force

ABROAD = "abroad"
PARTS = ("measure", "table", "region", "force", "primary_type", "abroad")
CELLS = {
    TableCode.REGION: (Breakdown.REGION,),
    TableCode.FORCE: (Breakdown.FORCE,),
    TableCode.TYPE: (Breakdown.PRIMARY_TYPE,),
    TableCode.REGION_TYPE: (Breakdown.REGION, Breakdown.PRIMARY_TYPE),
}


class Behind:
    """Addresses of the records as they were known at the data cut of a release.

    The programme office is led to all of a number; a region and a force to their own part of it,
    if it has one.
    """

    def __init__(self, release, reader):
        self.reader = reader
        self.asked = {
            "period": release.period,
            "known_at": release.data_cut_at and release.data_cut_at.isoformat(),
        }
        self.page = reverse("metrics:records")
        self.region_of = dict(Force.objects.values_list("code", "region__code"))

    def row(self, by: str, row: dict) -> str | None:
        """Return the part of the address that a row's cells share; None out of sight."""
        cell = {}
        if not row["total"]:
            names, codes = CELLS[TableCode(by)], row["code"].split(" ")
            cell = dict(zip((name.value for name in names), codes, strict=True))
        return self._address(cell, row["code"] == ABROAD)

    def figure(self, figure) -> str:
        """Return the address of the records behind one figure; empty out of sight."""
        return self.cell({name: getattr(figure, name) for name in PARTS})

    def cell(self, told: dict) -> str:
        """Return the address of the records behind a figure that a snapshot tells of."""
        names = CELLS.get(TableCode(told["table"]), ())
        address = self._address({name.value: told[name.value] for name in names}, told["abroad"])
        return f"{address}&measure={told['measure']}" if address else ""

    def _address(self, cell, abroad):
        places = {name: None if code == UNKNOWN else code for name, code in cell.items()}
        part = part_of(self.reader, places, self.region_of)
        if part is None:
            return None
        told = {name: code or "" for name, code in part.items()}
        told |= {"abroad": "true"} if abroad else {}
        told |= {"part": "own"} if part != places else {}
        return f"{self.page}?{urlencode({**self.asked, **told})}"
