"""What stands in a performance pack: one place's own figures, its region's and the nation's."""

from dataclasses import dataclass
from functools import cached_property

from metrics.choices import MeasureClass, Status
from metrics.files.commentary import WORDS, noun
from metrics.files.marks import KEY, provisional, revised_in, revised_note, with_notes
from metrics.files.report import as_table, definitions, first_page
from metrics.files.sheets import NATION, Sheet
from metrics.files.words import PENCE, amount, cell, clean, heading, short
from toex.core.typesetting import typeset
from toex.forces.choices import BodyKind

MISSING = {"value": None, "status": Status.NOT_AVAILABLE}
OF_A_FORCE = (
    "Figures of outcomes of a force are of what happened in its area. Figures of a region are of "
    "the cases that it led. So forces do not add up to their region."
)
MOST_SENTENCES = 6


@dataclass(frozen=True)
class Place:
    """A force, or a region, that has a pack; a force's pack shows its region beside it."""

    region: str
    force: str
    label: str

    @property
    def name(self):
        """The name of its file, without the ending."""
        return f"force-{self.force}" if self.force else f"region-{self.region.lower()}"


def places_of(snapshot) -> list[Place]:
    """Return each place of a release that has a pack: its regions and the 43 police forces.

    Other organisations stand in a release's tables, but nobody's figures hang on them.
    """
    regions = [Place(each["code"], "", each["name"]) for each in snapshot["regions"]]
    return regions + [
        Place(each["region"], each["code"], each["name"])
        for each in snapshot["forces"]
        if each["kind"] == BodyKind.TERRITORIAL
    ]


def pack_pdf(snapshot, place) -> bytes:
    """Return the pack of a place, from the snapshot and from nothing else."""
    return typeset("metrics/packs/pack.typ", data_of(snapshot, place), at=snapshot["data_cut_at"])


def data_of(snapshot, place) -> dict:
    """Return what the pack of a place says."""
    pack = Pack(snapshot, place)
    first = first_page(snapshot)
    return {
        **first,
        "title": clean(f"{place.label}: performance pack, {snapshot['period']['label']}"),
        "notes": [*([OF_A_FORCE] if place.force else []), *first["notes"]],
        "points": pack.sentences(),
        "tables": [{"title": sheet.name, **as_table(sheet)} for sheet in pack.sheets()],
        "definitions": definitions(snapshot),
    }


class Pack:
    """The cells of one place, with those of its region and of the nation beside them."""

    def __init__(self, snapshot, place):
        self.snapshot, self.place = snapshot, place
        self.period = snapshot["period"]["label"]
        self.region = next(e["name"] for e in snapshot["regions"] if e["code"] == place.region)
        self.mark, self.revised = provisional(snapshot), revised_in(snapshot["revisions"])

    @cached_property
    def figures(self):
        """The figures of the release by their keys, each with whether it was revised."""
        keyed = {tuple(each[name] for name in KEY): each for each in self.snapshot["figures"]}
        return {key: {**each, "revised": key in self.revised} for key, each in keyed.items()}

    def columns(self):
        """Return each column's header and where its cells are found."""
        region, force = self.place.region, self.place.force
        own = [(self.place.label, ("force", "", force, "", False))] if force else []
        return [
            *own,
            (self.region, ("region", region, "", "", False)),
            (NATION, ("nation", "", "", "", False)),
        ]

    def at(self, code, where):
        return self.figures.get((code, *where), MISSING)

    def sheets(self) -> list[Sheet]:
        """Return its tables: one for each class of measures, by type if there is one, rates."""
        made = [sheet for each in MeasureClass for sheet in self._of_class(each)]
        if not self.place.force and any(key[1] == "region_type" for key in self.figures):
            made += [self._by_type(each) for each in MeasureClass]
        return [sheet for sheet in [*made, self._rates()] if sheet.rows]

    def _measures(self, kind):
        return [each for each in self.snapshot["measures"] if each["class"] == kind]

    def _of_class(self, kind):
        """Return the tables of a class: money has decimals, so it shares none with counts."""
        measures = self._measures(kind)
        money = [each for each in measures if each["unit"] == PENCE]
        counts = [each for each in measures if each not in money]
        places = [clean(label) for label, _ in self.columns()]
        return [
            self._sheet(title, "Measure", places, [self._row(each) for each in chosen])
            for title, chosen in (
                (f"{kind.label}, {self.period}", counts),
                (f"{kind.label} of money, {self.period}", money),
            )
        ]

    def _row(self, measure):
        cells = [self.at(measure["code"], where) for _, where in self.columns()]
        return _name(measure), [(each, measure["unit"]) for each in cells]

    def _by_type(self, kind):
        measures, region = self._measures(kind), self.place.region
        rows = [
            (
                clean(each["label"]),
                [
                    (
                        self.at(one["code"], ("region_type", region, "", each["code"], False)),
                        one["unit"],
                    )
                    for one in measures
                ],
            )
            for each in self.snapshot["types"]
        ]
        title = f"{kind.label}, by primary exploitation type, {self.period}"
        headers = [_name(each) for each in measures]
        return self._sheet(title, "Primary exploitation type", headers, rows)

    def _sheet(self, title, first, headers, rows):
        """Return a table of figures, with the marks that they have in the release."""
        notes = [
            revised_note(
                [
                    header
                    for header, (figure, _) in zip(headers, cells, strict=True)
                    if figure.get("revised")
                ]
            )
            for _, cells in rows
        ]
        told = [[label, *(_cell(*each) for each in cells)] for label, cells in rows]
        marked = [first, *(f"{header}{self.mark}" for header in headers)]
        return Sheet(title, [], *with_notes(marked, told, notes))

    def _rates(self):
        labels = {each["code"]: each["label"] for each in self.snapshot["measures"]}
        rows = [
            [
                clean(labels[each["measure"]]),
                _cell(each),
                each["population"],
                str(each["population_year"]),
            ]
            for each in self.snapshot["rates"]
            if each["region"] == self.place.region
        ]
        headers = ["Measure", f"Per million people{self.mark}", "Population", "Mid-year"]
        return Sheet(f"Rates of {clean(self.region)}, {self.period}", [], headers, rows)

    def sentences(self) -> list[str]:
        """Return what the place's figures say, each number with those beside it."""
        labels = {each["code"]: each["label"] for each in self.snapshot["measures"]}
        told = [self._sentence(code, labels[code]) for code in WORDS if code in labels]
        return [sentence for sentence in told if sentence][:MOST_SENTENCES]

    def _sentence(self, code, label):
        (own, where), *beside = self.columns()
        figure = self.at(code, where)
        if figure["status"] == Status.SUPPRESSED:
            return clean(f"{label}, {own}: hidden to protect confidentiality [c].")
        if figure["status"] != Status.OK or figure["value"] is None:
            return ""
        told = f"{short(figure['value'])} {noun(code, figure['value'])}, {own}, {self.period}"
        others = [
            f"{place} {short(_cell(self.at(code, there)))}"
            for place, there in beside
            if self.at(code, there)["status"] == Status.OK
        ]
        return clean(f"{told}. Beside it: {'; '.join(others)}." if others else f"{told}.")


def _cell(figure, unit=""):
    return cell(amount(figure["value"], unit), figure["status"])


def _name(measure):
    return clean(heading(measure["label"], measure["unit"]))
